package dev.lanewise.layers.train;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.Result;
import dev.lanewise.layers.loss.Targets;
import dev.lanewise.layers.plan.BoundNetwork;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs batches through a network, lane group by lane group: a worker takes a group forward, through
 * the loss and backward while its activations are in its cache. In training, groups belong to
 * shards by index, and a shard's groups are run in order by one worker, so that every gradient is
 * summed in an order that depends on the batch size alone.
 *
 * <p>Where layers need sums over the whole batch in training, every group has memory of its own,
 * and all groups go through the network segment by segment, with a barrier between two segments.
 */
final class BatchRunner implements StepRunner {

  /** Most shards of a batch: more would cost memory traffic, fewer would idle workers. */
  static final int MAX_SHARDS = 16;

  private final BoundNetwork bound;
  private final Loss loss;
  private final BatchExecutor executor;
  private final boolean training;
  private final Worker[] workers;
  private final GroupPass[] groupPasses;
  private final float[][] scratches;
  private final float[][] gradients;
  private final double[] groupLoss;
  private final int[] groupCorrect;
  private final int[] groupInvalid;
  private final boolean[] groupCounted;
  private final Job shardJob = this::runShard;
  private final Job groupJob = this::runGroup;
  private final Job forwardJob = this::runForward;
  private final Job turnJob = this::runTurn;
  private final Job backwardJob = this::runBackward;
  private final Job prepareJob;
  private @Nullable Samples samples;
  private int[] order = {};
  private int first;
  private int images;
  private int groups;
  private int shards;
  private int segment;
  private int usedShards;
  private double shares;
  private long key;
  private float @Nullable [] outputs;

  /** What a worker has for itself, or a group, if there are barriers. */
  private static final class Worker {
    final GroupPass pass;
    final Targets targets;
    final SampleLoader loader;
    final Result result;
    final Result gradient;

    Worker(BoundNetwork bound, GroupPass newPass, boolean training, Loss loss) {
      pass = newPass;
      int elements = bound.network().output().elements();
      targets = new Targets(elements);
      loader = new SampleLoader(training, targets, loss);
      result =
          new Result(
              pass.memory(),
              bound.output().at() + bound.output().lanes().origin(),
              bound.output().lanes().planeStride(),
              elements);
      gradient =
          new Result(
              pass.memory(),
              bound.outputGradient().at() + bound.outputGradient().lanes().origin(),
              bound.outputGradient().lanes().planeStride(),
              elements);
    }
  }

  /**
   * Plans everything.
   *
   * @param network a network whose output is flat
   * @param loss the loss
   * @param training whether gradients are wanted
   * @param batch largest batch
   * @param algorithm how convolutions are computed
   * @param executor workers
   * @param simd kernels
   * @throws IllegalArgumentException if the network's output is not flat
   */
  BatchRunner(
      Network network,
      Loss loss,
      boolean training,
      int batch,
      ConvAlgorithm algorithm,
      BatchExecutor executor,
      Simd simd) {
    TrainingCheck.checkFlat(network);
    this.loss = loss;
    this.executor = executor;
    this.training = training;
    bound = new BoundNetwork(network, training, algorithm, simd);
    int maxGroups = Lanes.groups(batch);
    boolean hasBarriers = bound.barriers() > 0;
    workers = new Worker[hasBarriers ? maxGroups : executor.workers()];
    groupPasses = new GroupPass[hasBarriers ? maxGroups : 0];
    scratches = new float[hasBarriers ? executor.workers() : 0][];
    for (int i = 0; i < workers.length; i++) {
      workers[i] =
          new Worker(bound, hasBarriers ? bound.newGroup() : bound.newPass(), training, loss);
      if (hasBarriers) {
        groupPasses[i] = workers[i].pass;
      }
    }
    for (int i = 0; i < scratches.length; i++) {
      scratches[i] = bound.newScratch();
    }
    int parameters = network.parameters().values().length;
    gradients = new float[training ? shardsOf(maxGroups) : 1][training ? parameters : 0];
    groupLoss = new double[maxGroups];
    groupCorrect = new int[maxGroups];
    groupInvalid = new int[maxGroups];
    groupCounted = new boolean[maxGroups];
    prepareJob = (layer, worker) -> bound.prepare(layer);
  }

  /** Shards of a batch of {@code groups} lane groups. */
  static int shardsOf(int groups) {
    return Math.min(groups, MAX_SHARDS);
  }

  /** Packs parameters that have changed. */
  @Override
  public void prepare() {
    usedShards = 0;
    // Waking a worker takes longer than packing a small network.
    if (bound.network().parameters().values().length < 1 << 17) {
      for (int i = 0; i < bound.layers(); i++) {
        bound.prepare(i);
      }
    } else {
      executor.run(prepareJob, bound.layers());
    }
  }

  /**
   * Runs one batch: images {@code order[first .. first + images - 1]}. In training, gradients of
   * the mean loss are added to the shards.
   *
   * @param newShares what the loss's mean is over
   * @param batchKey key of the random numbers; each sample derives its own
   * @param newOutputs receives the results, {@code [images][elements]}; null if they are not
   *     wanted. Without training, they are all that is asked for then: no label is read.
   */
  @Override
  public void run(
      Samples newSamples,
      int[] newOrder,
      int newFirst,
      int newImages,
      double newShares,
      long batchKey,
      float @Nullable [] newOutputs) {
    samples = newSamples;
    order = newOrder;
    first = newFirst;
    images = newImages;
    shares = newShares;
    key = batchKey;
    outputs = newOutputs;
    groups = Lanes.groups(images);
    shards = shardsOf(groups);
    repeat();
  }

  /** Runs the last batch again. */
  @Override
  public void repeat() {
    if (training) {
      usedShards = Math.max(usedShards, shards);
    }
    if (bound.barriers() > 0) {
      runSegments();
    } else if (training) {
      executor.run(shardJob, shards);
    } else {
      executor.run(groupJob, groups);
    }
  }

  private void runSegments() {
    int last = bound.barriers();
    for (segment = 0; segment < last; segment++) {
      executor.run(forwardJob, shards);
      bound.combine(segment, groupPasses, groups);
    }
    executor.run(turnJob, shards);
    for (; segment > 0; segment--) {
      bound.combineBackward(segment, groupPasses, groups, gradients[0]);
      executor.run(backwardJob, shards);
    }
  }

  /** One segment forward; groups belong to shards here too, so as to stay in a worker's cache. */
  private void runForward(int shard, int worker) {
    for (int g = firstGroup(shard); g < firstGroup(shard + 1); g++) {
      Worker w = workers[g];
      w.pass.useScratch(scratches[worker]);
      if (segment == 0) {
        load(g, w, gradients[shard]);
      }
      bound.forwardSegment(segment, w.pass);
    }
  }

  /** The last segment forward, the loss, and the same segment backward. */
  private void runTurn(int shard, int worker) {
    for (int g = firstGroup(shard); g < firstGroup(shard + 1); g++) {
      Worker w = workers[g];
      w.pass.useScratch(scratches[worker]);
      bound.forwardSegment(segment, w.pass);
      evaluate(g, w, w.gradient);
      bound.backwardSegment(segment, w.pass);
    }
  }

  private void runBackward(int shard, int worker) {
    for (int g = firstGroup(shard); g < firstGroup(shard + 1); g++) {
      Worker w = workers[g];
      w.pass.useScratch(scratches[worker]);
      bound.backwardSegment(segment - 1, w.pass);
    }
  }

  private int firstGroup(int shard) {
    return (int) ((long) shard * groups / shards);
  }

  private void runShard(int shard, int worker) {
    for (int g = firstGroup(shard); g < firstGroup(shard + 1); g++) {
      Worker w = workers[worker];
      load(g, w, gradients[shard]);
      bound.forward(w.pass);
      evaluate(g, w, w.gradient);
      bound.backward(w.pass);
    }
  }

  private void runGroup(int group, int worker) {
    Worker w = workers[worker];
    load(group, w, gradients[0]);
    bound.forward(w.pass);
    evaluate(group, w, null);
  }

  private void load(int group, Worker w, float[] shard) {
    Samples source = samples;
    if (source == null) {
      throw new IllegalStateException("A batch must have samples.");
    }
    int count = Lanes.imagesInGroup(images, group);
    LaneLayout layout = bound.input().lanes();
    float[] memory = w.pass.memory();
    w.pass.begin(count, bound.network().parameters().values(), shard);
    w.loader.begin(source, count, measures());
    for (int lane = 0; lane < count; lane++) {
      int index = order[first + group * Lanes.WIDTH + lane];
      long sampleKey = CounterRandom.key(key, index);
      w.loader.read(index, sampleKey, lane);
      w.loader.copyTo(memory, bound.input().at(), layout, lane);
      w.pass.sampleKey(lane, sampleKey);
    }
    if (count < Lanes.WIDTH) {
      clearLanes(memory, bound.input().at(), layout, count);
    }
  }

  /** Zeroes the lanes from {@code first} on, so that no value of an earlier group remains there. */
  private static void clearLanes(float[] memory, int at, LaneLayout layout, int first) {
    Shape shape = layout.shape();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int pixel = at + layout.offset(c, y, 0);
        for (int x = 0; x < shape.width(); x++, pixel += Lanes.WIDTH) {
          Arrays.fill(memory, pixel + first, pixel + Lanes.WIDTH, 0f);
        }
      }
    }
  }

  private void evaluate(int group, Worker w, @Nullable Result gradient) {
    if (measures()) {
      measure(group, w, gradient);
    }
    float[] destination = outputs;
    if (destination != null) {
      for (int lane = 0; lane < w.targets.images(); lane++) {
        int to = (group * Lanes.WIDTH + lane) * elements();
        for (int e = 0; e < elements(); e++) {
          destination[to + e] = w.result.values()[w.result.index(e) + lane];
        }
      }
    }
  }

  /** Whether labels are wanted: not where results are all that is asked for. */
  private boolean measures() {
    return training || outputs == null;
  }

  private void measure(int group, Worker w, @Nullable Result gradient) {
    groupLoss[group] =
        loss.compute(w.result, w.targets, gradient, Answers.scale(loss, shares, elements()));
    int correct = 0;
    int invalid = 0;
    boolean counted = false;
    for (int lane = 0; lane < w.targets.images(); lane++) {
      int best = Answers.largest(w.result, lane);
      if (best < 0) {
        invalid++;
      } else if (best == w.targets.label(lane)) {
        correct++;
      }
      counted |= Answers.counts(loss, w.targets, lane);
    }
    groupCorrect[group] = correct;
    groupInvalid[group] = invalid;
    groupCounted[group] = counted;
  }

  /** Values of one image's result. */
  @Override
  public int elements() {
    return bound.network().output().elements();
  }

  /** The last batch's loss before it is divided by the normaliser: groups in order. */
  @Override
  public double lossSum() {
    double sum = 0;
    for (int g = 0; g < groups; g++) {
      sum += groupLoss[g];
    }
    return sum;
  }

  /** The last batch's loss. */
  @Override
  public double loss() {
    return lossSum() / loss.normaliser(shares, elements());
  }

  /** How many of the last batch's images have their largest result at their label. */
  @Override
  public int correct() {
    int sum = 0;
    for (int g = 0; g < groups; g++) {
      sum += groupCorrect[g];
    }
    return sum;
  }

  /** How many of the last batch's images have a result that is not a number. */
  int invalid() {
    int sum = 0;
    for (int g = 0; g < groups; g++) {
      sum += groupInvalid[g];
    }
    return sum;
  }

  @Override
  public boolean counted() {
    for (int g = 0; g < groups; g++) {
      if (groupCounted[g]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void commit() {
    bound.commit();
  }

  /** Gradients of the batches since a step began: {@link #shards()} shards of them count. */
  @Override
  public float[][] gradients() {
    return gradients;
  }

  /** Zeroes what the step's batches have added, of which nothing shall remain. */
  @Override
  public void discardGradients() {
    for (int s = 0; s < usedShards; s++) {
      Arrays.fill(gradients[s], 0f);
    }
  }

  /** Shards of the batches since a step began: the last may be the smallest. */
  @Override
  public int shards() {
    return usedShards;
  }

  @Override
  public String memoryPlan() {
    return bound.plan().toString();
  }

  /**
   * Runs the last batch forward again, layer by layer, and names the first layer whose result is
   * not finite.
   */
  @Override
  public String firstNonFiniteLayer() {
    int layers = bound.layers();
    int earliest = bound.barriers() > 0 ? firstOfBatch(layers) : firstOfGroups(layers);
    return earliest == layers ? "the loss" : bound.network().nodes().get(earliest).name();
  }

  @Override
  public int nonFiniteSample() {
    Worker w = workers[0];
    LaneLayout layout = bound.input().lanes();
    for (int g = 0; g < groups; g++) {
      load(g, w, gradients[0]);
      for (int lane = 0; lane < w.targets.images(); lane++) {
        if (!isFinite(w.pass.memory(), bound.input().at() + lane, layout)) {
          return order[first + g * Lanes.WIDTH + lane];
        }
      }
    }
    return -1;
  }

  private static boolean isFinite(float[] memory, int at, LaneLayout layout) {
    Shape shape = layout.shape();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int from = at + layout.offset(c, y, 0);
        for (int x = 0; x < shape.width(); x++) {
          if (!Float.isFinite(memory[from + x * Lanes.WIDTH])) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private int firstOfGroups(int layers) {
    Worker w = workers[0];
    int earliest = layers;
    for (int g = 0; g < groups; g++) {
      load(g, w, gradients[0]);
      for (int i = 0; i < earliest; i++) {
        bound.forward(i, w.pass);
        if (!isFinite(w.pass, i)) {
          earliest = i;
        }
      }
    }
    return earliest;
  }

  /** All groups take part in each layer before any goes on to the next. */
  private int firstOfBatch(int layers) {
    for (int g = 0; g < groups; g++) {
      workers[g].pass.useScratch(scratches[0]);
      load(g, workers[g], gradients[0]);
    }
    for (int i = 0; i < layers; i++) {
      bound.forward(i, groupPasses, groups);
      for (int g = 0; g < groups; g++) {
        if (!isFinite(groupPasses[g], i)) {
          return i;
        }
      }
    }
    return layers;
  }

  private boolean isFinite(GroupPass pass, int layer) {
    LaneLayout layout = bound.outputOf(layer).lanes();
    int at = bound.outputOf(layer).at();
    Shape shape = layout.shape();
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int from = at + layout.offset(c, y, 0);
        for (int i = from; i < from + shape.width() * Lanes.WIDTH; i++) {
          if (!Float.isFinite(pass.memory()[i])) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
