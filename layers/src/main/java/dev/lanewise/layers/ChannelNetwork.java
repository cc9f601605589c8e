package dev.lanewise.layers;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.ChannelLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@link BoundNetwork} for one image at a time, lanes being channels: it gives the same bits as
 * direct convolutions of lane groups, and no work goes into idle lanes. Threads share it; each
 * brings a {@link GroupPass}.
 */
public final class ChannelNetwork {

  private final Network network;
  private final boolean training;
  private final ChannelPlan plan;
  private final LayerOp[] ops;
  private final int scratchSize;
  private final int[] output;
  private final int[] outputGradient;

  private ChannelNetwork(
      Network network, boolean training, ChannelPlan plan, List<LayerOp> operations) {
    this.network = network;
    this.training = training;
    this.plan = plan;
    ops = operations.toArray(LayerOp[]::new);
    scratchSize = operations.stream().mapToInt(LayerOp::scratchSize).max().orElse(0);
    output = absolute(plan.activation(ops.length));
    outputGradient = absolute(plan.gradient(ops.length));
  }

  private static int[] absolute(ChannelPlace place) {
    int[] offsets = place.layout().elementOffsets();
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] += place.at();
    }
    return offsets;
  }

  /**
   * Plans and binds a network, if its layers follow one another and all have a form for one image.
   *
   * @param network the network, whose parameters are read at each pass
   * @param training whether there will be backward passes
   * @param simd kernels
   */
  public static Optional<ChannelNetwork> of(Network network, boolean training, Simd simd) {
    if (!network.isSequential()) {
      return Optional.empty();
    }
    ChannelPlan plan = ChannelPlan.of(network, training);
    List<LayerOp> ops = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      int i = node.index();
      Optional<LayerOp> op =
          node.layer()
              .bindChannels(
                  new ChannelBinding(
                      simd,
                      plan.activation(i),
                      plan.activation(i + 1),
                      plan.gradient(i + 1),
                      plan.gradient(i),
                      training && Wiring.learns(network, i),
                      training,
                      network.parameters().offsets(i),
                      plan.state(i),
                      i));
      if (op.isEmpty()) {
        return Optional.empty();
      }
      ops.add(op.get());
    }
    return Optional.of(new ChannelNetwork(network, training, plan, ops));
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
    for (int i = 0; i < ops.length; i++) {
      prepare(i);
    }
  }

  /** Layout of the input in a pass's memory. */
  public ChannelLayout inputLayout() {
    return plan.activation(0).layout();
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
  public ChannelPlace outputOf(int i) {
    return plan.activation(i + 1);
  }

  /** Where the gradient of layer {@code i}'s input lies. */
  ChannelPlace gradientOf(int i) {
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
