package dev.lanewise.layers.plan;

import dev.lanewise.core.conv.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Place;
import dev.lanewise.layers.Source;
import dev.lanewise.layers.Tail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A {@link BoundNetwork} for one image at a time, lanes being channels: it gives the same bits as
 * direct convolutions of lane groups, and no work goes into idle lanes. Threads share it; each
 * brings a {@link GroupPass}.
 */
public final class ChannelNetwork {

  private final Network network;
  private final boolean training;
  private final ChannelPlan plan;
  private final int[] results;
  private final LayerOp[] ops;
  private final int scratchSize;
  private final int[] output;
  private final int[] outputGradient;

  private ChannelNetwork(
      Network network, boolean training, Binder binder, List<LayerOp> operations) {
    this.network = network;
    this.training = training;
    plan = binder.plan;
    results = binder.results;
    ops = operations.toArray(LayerOp[]::new);
    scratchSize = operations.stream().mapToInt(LayerOp::scratchSize).max().orElse(0);
    output = absolute(plan.activation(ops.length));
    outputGradient = absolute(plan.gradient(ops.length));
  }

  private static int[] absolute(Place place) {
    int[] offsets = place.channels().elementOffsets();
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] += place.at();
    }
    return offsets;
  }

  /**
   * Plans and binds a network, if all its layers have a form for one image, and, for training, they
   * follow one another: where values have several readers, or statistics of a batch are wanted, a
   * batch of one image is trained in lane groups.
   *
   * @param network the network, whose parameters are read at each pass
   * @param training whether there will be backward passes
   * @param simd kernels
   */
  public static Optional<ChannelNetwork> of(Network network, boolean training, Simd simd) {
    if (training && !network.isSequential()) {
      return Optional.empty();
    }
    Binder binder = training ? training(network, simd) : prediction(network, simd);
    List<LayerOp> ops = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      Optional<LayerOp> op = binder.bind.apply(node);
      if (op.isEmpty()) {
        return Optional.empty();
      }
      ops.add(op.get());
    }
    return Optional.of(new ChannelNetwork(network, training, binder, ops));
  }

  /** A plan, and how layers are bound to their places in it. */
  private record Binder(
      ChannelPlan plan, int[] results, Function<Network.Node, Optional<LayerOp>> bind) {}

  private static Binder training(Network network, Simd simd) {
    Wiring wiring = new Wiring(network, true);
    ChannelPlan plan = new ChannelTrainingPlanner(network, wiring).plan();
    int[] results = new int[network.nodes().size()];
    Arrays.setAll(results, i -> i + 1);
    return new Binder(
        plan,
        results,
        node -> {
          int i = node.index();
          return node.layer()
              .bind(
                  new Binding(
                      simd,
                      ConvAlgorithm.DIRECT,
                      List.of(
                          new Source(
                              plan.activation(i), plan.gradient(i), wiring.learns(i))),
                      plan.activation(i + 1),
                      plan.gradient(i + 1),
                      true,
                      false,
                      Tail.NONE,
                      network.parameters().offsets(i),
                      network.buffers().values(),
                      network.buffers().offsets(i),
                      plan.state(i),
                      i));
        });
  }

  private static Binder prediction(Network network, Simd simd) {
    Wiring wiring = new Wiring(network, false);
    ChannelPlan plan = new ChannelPredictionPlanner(network, wiring).plan();
    int[] results = new int[network.nodes().size()];
    Arrays.setAll(results, wiring::result);
    return new Binder(
        plan,
        results,
        node -> {
          int i = node.index();
          if (wiring.isAbsorbed(i)) {
            return Optional.of(NoOp.INSTANCE);
          }
          List<Source> sources = new ArrayList<>();
          node.from().forEach(value -> sources.add(read(plan.activation(value))));
          if (wiring.added(i) >= 0) {
            sources.add(read(plan.activation(wiring.added(i))));
          }
          Place y = plan.activation(wiring.result(i));
          Optional<Folding> folding =
              wiring.folded(i) < 0
                  ? Optional.empty()
                  : Optional.of(new Folding(network, i, wiring.folded(i)));
          Binding binding =
              new Binding(
                  simd,
                  ConvAlgorithm.DIRECT,
                  sources,
                  y,
                  y,
                  false,
                  wiring.rectifies(i),
                  wiring.tail(i),
                  folding.map(Folding::parameters).orElse(network.parameters().offsets(i)),
                  network.buffers().values(),
                  network.buffers().offsets(i),
                  0,
                  i);
          return folding.isEmpty()
              ? node.layer().bind(binding)
              : folding.get().layer().bind(binding).map(folding.get()::around);
        });
  }

  private static Source read(Place place) {
    return new Source(place, place, false);
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** Memory for one worker. */
  public GroupPass newPass() {
    return new GroupPass(plan.size(), scratchSize);
  }

  /** Number of layers. */
  public int layers() {
    return ops.length;
  }

  /** Packs what layer {@code i} packs of its parameters; different layers may run in threads. */
  public void prepare(int i) {
    ops[i].prepare(network.parameters().values(), training);
  }

  /** Packs what all layers pack. */
  public void prepare() {
    prepare(network.parameters().values());
  }

  /**
   * Packs what all layers pack of a copy of the network's parameters, which passes have to read,
   * too.
   */
  public void prepare(float[] parameters) {
    for (LayerOp op : ops) {
      op.prepare(parameters, training);
    }
  }

  /** Where the input lies in a pass's memory. */
  public Place input() {
    return plan.activation(0);
  }

  /** Layout of the input in a pass's memory. */
  public ChannelLayout inputLayout() {
    return plan.activation(0).channels();
  }

  /** Where the input starts in a pass's memory. */
  public int inputAt() {
    return plan.activation(0).at();
  }

  /** Index of each value of the output in a pass's memory; not to be written to. */
  public int[] outputIndex() {
    return output;
  }

  /** Index of each value of the output's gradient in a pass's memory; not to be written to. */
  public int[] outputGradientIndex() {
    return outputGradient;
  }

  /** Where layer {@code i}'s output lies. */
  public Place outputOf(int i) {
    return plan.activation(results[i]);
  }

  /** Where the gradient of layer {@code i}'s input lies. */
  Place gradientOf(int i) {
    return plan.gradient(i);
  }

  /** Runs layer {@code i} forward. */
  public void forward(int i, GroupPass pass) {
    ops[i].forward(pass);
  }

  /** Runs all layers forward. */
  public void forward(GroupPass pass) {
    for (LayerOp op : ops) {
      op.forward(pass);
    }
  }

  /** Runs layer {@code i} backward. */
  public void backward(int i, GroupPass pass) {
    ops[i].backward(pass);
  }

  /** Runs all layers backward, from the output's gradient to the parameters'. */
  public void backward(GroupPass pass) {
    for (int i = ops.length - 1; i >= 0; i--) {
      ops[i].backward(pass);
    }
  }

  /** A description of the memory of one image. */
  public String memory() {
    return plan.toString();
  }
}
