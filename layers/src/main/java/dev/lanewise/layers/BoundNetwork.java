package dev.lanewise.layers;

import dev.lanewise.core.conv.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A network with a memory plan and operations, for training or for prediction. Threads share it;
 * each brings a {@link GroupPass}. Call {@link #prepare} whenever parameters have changed.
 */
public final class BoundNetwork {

  /** What is left of a layer whose work another does. */
  private static final LayerOp NOTHING =
      new LayerOp() {
        @Override
        public void forward(GroupPass pass) {}

        @Override
        public void backward(GroupPass pass) {}
      };

  private final Network network;
  private final boolean training;
  private final MemoryPlan plan;
  private final LayerOp[] ops;
  private final int scratchSize;

  /** Plans and binds a network whose convolutions take {@link ConvAlgorithm#AUTO}. */
  public BoundNetwork(Network network, boolean training, Simd simd) {
    this(network, training, ConvAlgorithm.AUTO, simd);
  }

  /**
   * Plans and binds a network.
   *
   * @param network the network, whose parameters are read at each pass
   * @param training whether there will be backward passes
   * @param algorithm how convolutions are computed
   * @param simd kernels
   * @throws IllegalArgumentException if the activations of sixteen images do not fit one array
   */
  public BoundNetwork(Network network, boolean training, ConvAlgorithm algorithm, Simd simd) {
    this.network = network;
    this.training = training;
    plan = MemoryPlan.of(network, training);
    ops = new LayerOp[network.nodes().size()];
    int scratch = 0;
    for (Network.Node node : network.nodes()) {
      int i = node.index();
      List<Integer> offsets = new ArrayList<>();
      for (Parameter parameter : network.parameters().list()) {
        if (parameter.layer() == i) {
          offsets.add(parameter.offset());
        }
      }
      if (MemoryPlan.isAbsorbed(network, i)) {
        ops[i] = NOTHING;
        continue;
      }
      ops[i] =
          node.layer()
              .bind(
                  new Binding(
                      simd,
                      algorithm,
                      plan.activation(i),
                      plan.activation(i + 1),
                      plan.gradient(i + 1),
                      plan.gradient(i),
                      training && MemoryPlan.wantsInputGradient(network, i),
                      training,
                      i > 0 && MemoryPlan.isAbsorbed(network, i - 1),
                      offsets,
                      plan.state(i),
                      i));
      scratch = Math.max(scratch, ops[i].scratchSize());
    }
    scratchSize = scratch;
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** Where everything lies. */
  public MemoryPlan plan() {
    return plan;
  }

  /** Whether backward passes are possible. */
  public boolean training() {
    return training;
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

  /** Layout of the input in a pass's memory. */
  public LaneLayout inputLayout() {
    return plan.activation(0).layout();
  }

  /** Where the input starts in a pass's memory. */
  public int inputAt() {
    return plan.activation(0).at();
  }

  /** Layout of the output in a pass's memory. */
  public LaneLayout outputLayout() {
    return plan.activation(ops.length).layout();
  }

  /** Where the output starts in a pass's memory. */
  public int outputAt() {
    return plan.activation(ops.length).at();
  }

  /** Layout of the output's gradient in a pass's memory. */
  public LaneLayout outputGradientLayout() {
    return plan.gradient(ops.length).layout();
  }

  /** Where the output's gradient starts in a pass's memory. */
  public int outputGradientAt() {
    return plan.gradient(ops.length).at();
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

  /** Runs layer {@code i} backward, after all layers that follow it. */
  public void backward(int i, GroupPass pass) {
    ops[i].backward(pass);
  }

  /** Runs all layers backward, from the output's gradient to the parameters'. */
  public void backward(GroupPass pass) {
    for (int i = ops.length - 1; i >= 0; i--) {
      ops[i].backward(pass);
    }
  }

  /** Where layer {@code i}'s output lies. */
  public Place outputOf(int i) {
    return plan.activation(i + 1);
  }
}
