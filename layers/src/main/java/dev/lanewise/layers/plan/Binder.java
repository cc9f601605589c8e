package dev.lanewise.layers.plan;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Binds a network's layers to their places in a plan.
 *
 * @param network the network
 * @param training whether there will be backward passes
 * @param algorithm how convolutions are computed
 * @param simd kernels
 * @param wiring who reads which value
 * @param plan where values lie
 */
record Binder(
    Network network,
    boolean training,
    ConvAlgorithm algorithm,
    Simd simd,
    Wiring wiring,
    MemoryPlan plan) {

  /**
   * Plans a network. In training, operations on one image do no work of their neighbours'.
   *
   * @throws IllegalArgumentException if the values do not fit one array
   */
  Binder(Network network, boolean training, ConvAlgorithm algorithm, Simd simd, LaneUse use) {
    this(
        network,
        training,
        algorithm,
        simd,
        new Wiring(network, training, use == LaneUse.IMAGES || !training),
        use);
  }

  private Binder(
      Network network,
      boolean training,
      ConvAlgorithm algorithm,
      Simd simd,
      Wiring wiring,
      LaneUse use) {
    this(
        network,
        training,
        algorithm,
        simd,
        wiring,
        new Planner(network, wiring, training, use).plan());
  }

  /** The operations of all layers; empty if one has none for the plan's lanes. */
  Optional<List<LayerOp>> operations() {
    List<LayerOp> operations = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      Optional<LayerOp> operation = bind(node);
      if (operation.isEmpty()) {
        return Optional.empty();
      }
      operations.add(operation.get());
    }
    return Optional.of(operations);
  }

  /** The operation of a layer; empty if it has none for the plan's lanes. */
  private Optional<LayerOp> bind(Network.Node node) {
    int i = node.index();
    if (wiring.isAbsorbed(i)) {
      return Optional.of(NoOp.INSTANCE);
    }
    if (wiring.folded(i) >= 0) {
      Folding folding = new Folding(network, i, wiring.folded(i));
      return folding.layer().bind(binding(node, folding.parameters())).map(folding::around);
    }
    return node.layer().bind(binding(node, network.parameters().offsets(i)));
  }

  private Binding binding(Network.Node node, List<Integer> parameters) {
    int i = node.index();
    List<Source> sources = new ArrayList<>();
    for (int k = 0; k < node.from().size(); k++) {
      int value = node.from().get(k);
      sources.add(
          new Source(
              plan.activation(value), plan.inputGradient(i, k), training && wiring.learns(value)));
    }
    int summand = wiring.added(i);
    if (summand >= 0) {
      // Its gradient is the sum's, where it lies.
      sources.add(new Source(plan.activation(summand), plan.gradient(summand), false));
    }
    return new Binding(
        simd,
        algorithm,
        sources,
        plan.activation(wiring.result(i)),
        plan.gradient(wiring.result(i)),
        training,
        wiring.rectifies(i),
        wiring.epilogue(i),
        parameters,
        network.buffers().values(),
        network.buffers().offsets(i),
        plan.state(i),
        i);
  }
}
