package dev.lanewise.layers.plan;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.BatchOp;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Place;
import dev.lanewise.layers.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network with a memory plan and operations, for training or for prediction. Threads share it;
 * each brings a {@link GroupPass}. Call {@link #prepare} whenever parameters have changed.
 *
 * <p>Its lanes are the images of lane groups, or the channels of one image: that form has the bits
 * of direct convolutions of lane groups, and no work goes into idle lanes.
 */
public final class BoundNetwork {

  private final Network network;
  private final boolean training;
  private final Wiring wiring;
  private final MemoryPlan plan;
  private final ElementwiseKernel elementwise;
  private final LayerOp[] ops;
  private final boolean[][] added;
  private final int[] barriers;
  private final int scratchSize;
  private final int statisticsSize;

  /** Plans and binds a network whose convolutions take {@link ConvAlgorithm#AUTO}. */
  public BoundNetwork(Network network, boolean training, Simd simd) {
    this(network, training, ConvAlgorithm.AUTO, simd);
  }

  /**
   * Plans and binds a network for lane groups.
   *
   * @param network the network, whose parameters are read at each pass
   * @param training whether there will be backward passes
   * @param algorithm how convolutions are computed
   * @param simd kernels
   * @throws IllegalArgumentException if the activations of sixteen images do not fit one array
   */
  public BoundNetwork(Network network, boolean training, ConvAlgorithm algorithm, Simd simd) {
    this(new Binder(network, training, algorithm, simd, LaneUse.IMAGES));
  }

  private BoundNetwork(Binder binder) {
    this(
        binder,
        binder
            .operations()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Every layer must have an operation for lane groups. Received: "
                            + binder.network().nodes())));
  }

  private BoundNetwork(Binder binder, List<LayerOp> operations) {
    network = binder.network();
    training = binder.training();
    wiring = binder.wiring();
    plan = binder.plan();
    elementwise = binder.simd().elementwise();
    ops = operations.toArray(LayerOp[]::new);
    added = new boolean[ops.length][];
    int scratch = 0;
    int statistics = 0;
    List<Integer> barriers = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      int i = node.index();
      added[i] = new boolean[training ? node.from().size() : 0];
      for (int k = 0; k < added[i].length; k++) {
        added[i][k] = wiring.isAdded(new Wiring.Edge(i, k));
      }
      scratch = Math.max(scratch, ops[i].scratchSize());
      if (ops[i] instanceof BatchOp op) {
        barriers.add(i);
        op.statisticsAt(statistics);
        statistics += op.statisticsSize();
      }
    }
    scratchSize = scratch;
    statisticsSize = statistics;
    this.barriers = barriers.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Plans and binds a network for one image at a time, if all its layers have a form for it, and,
   * for training, they follow one another: where values have several readers, or statistics of a
   * batch are wanted, a batch of one image is trained in lane groups. Convolutions are direct.
   *
   * @param network the network, whose parameters are read at each pass
   * @param training whether there will be backward passes
   * @param simd kernels
   */
  public static Optional<BoundNetwork> ofOneImage(Network network, boolean training, Simd simd) {
    if (training && !network.isSequential()) {
      return Optional.empty();
    }
    Binder binder = new Binder(network, training, ConvAlgorithm.DIRECT, simd, LaneUse.CHANNELS);
    return binder.operations().map(operations -> new BoundNetwork(binder, operations));
  }

  /**
   * Plans a network's memory and reserves none.
   *
   * @throws IllegalArgumentException if the activations of sixteen images do not fit one array
   */
  public static void check(Network network, boolean training) {
    MemoryPlan.of(network, training);
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
    return new GroupPass(plan.size(), scratchSize, statisticsSize);
  }

  /** Memory for one group of a batch, to be given a worker's {@link #newScratch} to run. */
  public GroupPass newGroup() {
    return new GroupPass(plan.size(), 0, statisticsSize);
  }

  /** Scratch memory for one worker. */
  public float[] newScratch() {
    return new float[scratchSize];
  }

  /** Number of layers. */
  public int layers() {
    return ops.length;
  }

  /** Packs what layer {@code i} packs of its parameters; different layers may run in threads. */
  public void prepare(int i) {
    ops[i].prepare(network.parameters().values(), training);
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

  /** Packs what all layers pack. */
  public void prepare() {
    prepare(network.parameters().values());
  }

  /** Where the input lies in a pass's memory. */
  public Place input() {
    return plan.activation(0);
  }

  /** Where the output lies in a pass's memory. */
  public Place output() {
    return plan.activation(ops.length);
  }

  /** Where the output's gradient lies in a pass's memory. */
  public Place outputGradient() {
    return plan.gradient(ops.length);
  }

  /** Runs layer {@code i} forward; one that needs the whole batch takes the group for the batch. */
  public void forward(int i, GroupPass pass) {
    forward(i, pass.alone(), 1);
  }

  /** Runs layer {@code i} forward for a whole batch of groups. */
  public void forward(int i, GroupPass[] passes, int groups) {
    if (training && ops[i] instanceof BatchOp op) {
      for (int g = 0; g < groups; g++) {
        op.gather(passes[g]);
      }
      op.combine(passes, groups);
    }
    for (int g = 0; g < groups; g++) {
      ops[i].forward(passes[g]);
    }
  }

  /** Runs all layers forward; see {@link #forward(int, GroupPass)}. */
  public void forward(GroupPass pass) {
    if (barriers.length == 0) {
      for (LayerOp op : ops) {
        op.forward(pass);
      }
      return;
    }
    for (int i = 0; i < ops.length; i++) {
      forward(i, pass);
    }
  }

  /**
   * Runs layer {@code i} backward, after all layers that follow it; one that needs the whole batch
   * takes the group for the batch.
   */
  public void backward(int i, GroupPass pass) {
    if (ops[i] instanceof BatchOp op) {
      op.gatherBackward(pass);
      op.combineBackward(pass.alone(), 1, pass.gradients());
    }
    runBackward(i, pass);
  }

  /** Runs all layers backward, from the output's gradient to the parameters'. */
  public void backward(GroupPass pass) {
    for (int i = ops.length - 1; i >= 0; i--) {
      backward(i, pass);
    }
  }

  private void runBackward(int i, GroupPass pass) {
    ops[i].backward(pass);
    boolean[] edges = added[i];
    for (int k = 0; k < edges.length; k++) {
      if (edges[k]) {
        int value = network.nodes().get(i).from().get(k);
        Rows.add(elementwise, pass.memory(), plan.inputGradient(i, k), plan.gradient(value));
      }
    }
  }

  /**
   * Number of layers that need the whole batch in training. They cut the network into as many
   * segments and one more: segment {@code s} begins with the layer of barrier {@code s - 1}, whose
   * sums have been combined, and ends with the sums of barrier {@code s}.
   */
  public int barriers() {
    return training ? barriers.length : 0;
  }

  /** Runs segment {@code s} forward. */
  public void forwardSegment(int s, GroupPass pass) {
    int end = s < barriers.length ? barriers[s] : ops.length;
    for (int i = s == 0 ? 0 : barriers[s - 1]; i < end; i++) {
      ops[i].forward(pass);
    }
    if (s < barriers.length) {
      ((BatchOp) ops[barriers[s]]).gather(pass);
    }
  }

  /** Combines the sums that all groups have taken at the end of segment {@code s}. */
  public void combine(int s, GroupPass[] passes, int groups) {
    ((BatchOp) ops[barriers[s]]).combine(passes, groups);
  }

  /** Runs segment {@code s} backward, up to and with the sums of barrier {@code s - 1}. */
  public void backwardSegment(int s, GroupPass pass) {
    int first = s == 0 ? 0 : barriers[s - 1] + 1;
    for (int i = s < barriers.length ? barriers[s] : ops.length - 1; i >= first; i--) {
      runBackward(i, pass);
    }
    if (s > 0) {
      ((BatchOp) ops[barriers[s - 1]]).gatherBackward(pass);
    }
  }

  /** Combines the sums that all groups have taken at the end of segment {@code s}, backward. */
  public void combineBackward(int s, GroupPass[] passes, int groups, float[] gradients) {
    ((BatchOp) ops[barriers[s - 1]]).combineBackward(passes, groups, gradients);
  }

  /** Lets layers keep what they have learned about the last batch, such as running statistics. */
  public void commit() {
    for (int barrier : barriers) {
      ((BatchOp) ops[barrier]).commit();
    }
  }

  /** Where layer {@code i}'s output lies. */
  public Place outputOf(int i) {
    return plan.activation(wiring.result(i));
  }
}
