package dev.lanewise.layers.train;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.ChannelNetwork;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.SingleValueException;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.optim.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network. The parameters that result depend on the network, the samples, the optimizer
 * and the {@link TrainOptions}, and on nothing else: any number of workers and any kernels give the
 * same bits. A step allocates nothing.
 */
public final class Trainer {

  private static final long SHUFFLE_STREAM = 2;
  private static final long SAMPLE_STREAM = 3;

  private final Network network;
  private final Loss loss;
  private final TrainOptions options;
  private final BatchExecutor executor;
  private final Simd simd;
  private final StepRunner runner;
  private final ParameterUpdate update;
  private final LearningRate rate;
  private final Shares shares;
  private @Nullable Evaluator evaluator;
  private volatile boolean stopRequested;

  /** Whether the network has the averages instead of the parameters. */
  private boolean averaged;

  private long step;

  /** Of the last step. */
  private double lossSum;

  private double shareSum;
  private int correct;

  /**
   * Plans a training: all memory is allocated here.
   *
   * @param network the network to train
   * @param loss what to make small
   * @param optimizer how
   * @param options how long, in what portions
   * @param executor workers
   * @param simd kernels
   * @throws IllegalArgumentException if the network's output is not flat or does not fit memory,
   *     the loss has weights for another number of classes, or a parameter group is empty
   */
  public Trainer(
      Network network,
      Loss loss,
      Optimizer optimizer,
      TrainOptions options,
      BatchExecutor executor,
      Simd simd) {
    this.network = network;
    this.loss = loss;
    this.options = options;
    this.executor = executor;
    this.simd = simd;
    runner = runner();
    loss.check(network.output().elements());
    update = new ParameterUpdate(network, optimizer, options.update(), runner, executor);
    rate = new LearningRate(options.update(), optimizer);
    shares = new Shares(loss);
  }

  /** Single images run with channels as lanes, if all layers can: no lane is idle then. */
  private StepRunner runner() {
    if (options.batch() == 1 && network.output().isFlat()) {
      Optional<ChannelNetwork> bound = ChannelNetwork.of(network, true, simd);
      if (bound.isPresent()) {
        return new ChannelRunner(bound.get(), loss, executor);
      }
    }
    return new BatchRunner(network, loss, true, options.batch(), options.conv(), executor, simd);
  }

  /** Makes {@link #train} return after the step that runs; any thread may call this. */
  public void requestStop() {
    stopRequested = true;
  }

  /** A description of the memory of one lane group, or of one image if the batch size is 1. */
  public String memoryPlan() {
    return runner.memoryPlan();
  }

  /**
   * Trains for {@link TrainOptions#epochs} epochs, or fewer with {@link TrainOptions#stopping}. If
   * the weights are averaged, the network has the averages in the end.
   *
   * @param training samples to learn from
   * @param validation samples to measure on after each epoch
   * @param listener is told
   * @throws IllegalArgumentException if samples do not fit the network
   * @throws SingleValueException if a batch normalisation would have a batch of one value
   * @throws NonFiniteLossException if the loss, or a parameter after the last step, is not finite
   * @throws CancellationException if the thread is interrupted; the parameters are then those
   *     between two steps
   */
  public TrainResult train(Samples training, Optional<Samples> validation, TrainListener listener) {
    Fit.check(network, training);
    SingleValueException.check(network, training.size(), options.batch());
    validation.ifPresent(samples -> Fit.check(network, samples));
    int portion = portion();
    int stepsPerEpoch = stepsPerEpoch(training);
    listener.onBegin(options.epochs(), stepsPerEpoch, training.size());
    List<TrainListener.EpochResult> results = new ArrayList<>();
    int[] order = new int[training.size()];
    long images = 0;
    double seconds = 0;
    int lastEpoch = 0;
    boolean early = false;
    if (averaged) {
      swapAverages();
    }
    @Nullable Watch watch = options.stopping().map(Watch::new).orElse(null);
    for (int epoch = 1; epoch <= options.epochs() && !stopRequested && !early; epoch++) {
      lastEpoch = epoch;
      arrange(order, epoch);
      EpochState state = new EpochState(epoch);
      long start = System.nanoTime();
      for (int from = 0; from < order.length && !stopRequested; from += portion) {
        int count = Math.min(portion, order.length - from);
        double value = step(training, order, from, count, epoch);
        state.add(lossSum, shareSum, correct, count);
        listener.onStep(epoch, state.images, value);
        if (options.logEvery() > 0 && state.steps % options.logEvery() == 0) {
          listener.onLog(state.progress(step));
        }
      }
      double epochSeconds = (System.nanoTime() - start) / 1e9;
      seconds += epochSeconds;
      images += state.images;
      if (state.images == order.length) {
        swapAverages();
        TrainListener.EpochResult result =
            new TrainListener.EpochResult(
                epoch,
                step,
                state.epochLoss(),
                state.accuracy(),
                validation.map(this::evaluate),
                rate.rate(step, epoch),
                epochSeconds);
        results.add(result);
        listener.onEpoch(result);
        rate.epochEnded(result);
        early = watch != null && watch.isOver(result);
        swapAverages();
      }
    }
    if (lastEpoch > 0) {
      checkParameters(lastEpoch);
      checkLastBatch(lastEpoch);
    }
    if (lastEpoch > 0) {
      swapAverages();
    }
    boolean complete = early || results.size() == options.epochs();
    OptionalInt restored = complete && watch != null ? watch.restore(results) : OptionalInt.empty();
    return new TrainResult(List.copyOf(results), step, images, seconds, restored, !complete);
  }

  /** Before the first step there are no averages. */
  private void swapAverages() {
    if (step > 0) {
      update.swapAverages();
      averaged = !averaged;
    }
  }

  /** Images of a step. */
  private int portion() {
    return options.batch() * options.update().accumulation();
  }

  private int stepsPerEpoch(Samples training) {
    return (training.size() + portion() - 1) / portion();
  }

  /** What the last step did wrong would otherwise be seen by nobody: from the loss backwards. */
  private void checkParameters(int epoch) {
    float[] values = network.parameters().values();
    for (Parameter parameter : network.parameters().list().reversed()) {
      int end = parameter.offset() + parameter.size();
      for (int i = parameter.offset(); i < end; i++) {
        if (!Float.isFinite(values[i])) {
          String layer = network.nodes().get(parameter.layer()).name();
          throw NonFiniteLossException.ofParameter(step, epoch, parameter.name(), layer);
        }
      }
    }
  }

  /** No step comes that would notice what the last one has done to the loss. */
  private void checkLastBatch(int epoch) {
    runner.prepare();
    try {
      runner.repeat();
      double value = runner.loss();
      if (!Double.isFinite(value)) {
        throw NonFiniteLossException.ofLossAfter(step, epoch, runner.firstNonFiniteLayer(), value);
      }
    } finally {
      runner.discardGradients();
    }
  }

  private void arrange(int[] order, int epoch) {
    Arrays.setAll(order, i -> i);
    if (options.shuffle()) {
      CounterRandom.shuffle(
          order, CounterRandom.key(CounterRandom.key(options.seed(), SHUFFLE_STREAM), epoch));
    }
  }

  /**
   * One step: forward, loss, backward, update. Several batches make one if {@link
   * UpdateOptions#accumulation} says so.
   *
   * @param training samples
   * @param order indices of samples
   * @param from first of the step's indices in {@code order}
   * @param count how many, at most the batch size times the accumulation
   * @param epoch epoch, from 1, which random numbers depend on
   * @return the step's loss before the update
   * @throws IllegalArgumentException if {@code count} is below 1 or beyond a step's images
   * @throws NonFiniteLossException if the loss is infinite or not a number; nothing was updated
   * @throws CancellationException if the thread is interrupted; the step was done either wholly or
   *     not at all
   */
  public double step(Samples training, int[] order, int from, int count, int epoch) {
    if (count < 1 || count > portion()) {
      throw new IllegalArgumentException(
          "A step takes between 1 and %d images, the batch size. Received: %d"
              .formatted(portion(), count));
    }
    rate.begin(stepsPerEpoch(training));
    long key = CounterRandom.key(CounterRandom.key(options.seed(), SAMPLE_STREAM), epoch);
    runner.prepare();
    lossSum = 0;
    correct = 0;
    shareSum = shares.ofTraining(training, order, from, count, key);
    double normaliser = loss.normaliser(shareSum, runner.elements());
    double value = 0;
    boolean usable = false;
    try {
      for (int at = 0; at < count; at += options.batch()) {
        int images = Math.min(options.batch(), count - at);
        runner.run(training, order, from + at, images, shareSum, key, null);
        lossSum += runner.lossSum();
        correct += runner.correct();
        value = lossSum / normaliser;
        if (!Double.isFinite(value)) {
          throw NonFiniteLossException.ofLoss(step + 1, epoch, runner.firstNonFiniteLayer(), value);
        }
        runner.commit();
      }
      usable = true;
    } finally {
      if (!usable) {
        runner.discardGradients();
      }
    }
    step++;
    update.apply(step, rate.rate(step, epoch), rate.momentum(step, epoch));
    return value;
  }

  private Evaluation evaluate(Samples samples) {
    Evaluator current = evaluator;
    if (current == null) {
      current = new Evaluator(network, loss, options.conv(), executor, simd);
      evaluator = current;
    }
    return current.evaluate(samples);
  }

  /** Looks out for the best epoch and for the last. */
  private final class Watch {
    private final EarlyStopping rule;
    private final Best best;
    private final float[] parameters;
    private final float[] buffers;

    Watch(EarlyStopping rule) {
      this.rule = rule;
      best = new Best(rule.goal(), rule.least());
      parameters = new float[rule.restore() ? network.parameters().values().length : 0];
      buffers = new float[rule.restore() ? network.buffers().values().length : 0];
    }

    /** Keeps the parameters if they are the best; whether training has to end. */
    boolean isOver(TrainListener.EpochResult result) {
      if (best.report(result.figure(rule.goal())) && rule.restore()) {
        System.arraycopy(network.parameters().values(), 0, parameters, 0, parameters.length);
        System.arraycopy(network.buffers().values(), 0, buffers, 0, buffers.length);
      }
      return best.since() >= rule.patience();
    }

    /** Gives the best epoch's parameters back, unless it was the last; the epoch. */
    OptionalInt restore(List<TrainListener.EpochResult> results) {
      if (!rule.restore() || best.at() == 0 || best.since() == 0) {
        return OptionalInt.empty();
      }
      System.arraycopy(parameters, 0, network.parameters().values(), 0, parameters.length);
      System.arraycopy(buffers, 0, network.buffers().values(), 0, buffers.length);
      return OptionalInt.of(results.get(best.at() - 1).epoch());
    }
  }

  /** Sums of an epoch and of the stretch since the last log. */
  private final class EpochState {
    private final int epoch;
    private int steps;
    private int images;
    private double lossSum;
    private double shares;
    private long correct;
    private int stretchImages;
    private double stretchLossSum;
    private double stretchShares;
    private long stretchCorrect;

    EpochState(int epoch) {
      this.epoch = epoch;
    }

    void add(double batchLossSum, double batchShares, int batchCorrect, int count) {
      steps++;
      images += count;
      lossSum += batchLossSum;
      shares += batchShares;
      correct += batchCorrect;
      stretchImages += count;
      stretchLossSum += batchLossSum;
      stretchShares += batchShares;
      stretchCorrect += batchCorrect;
    }

    double epochLoss() {
      return normalised(lossSum, shares);
    }

    private double normalised(double sum, double all) {
      return sum / loss.normaliser(all, runner.elements());
    }

    double accuracy() {
      return (double) correct / images;
    }

    TrainListener.Progress progress(long allSteps) {
      TrainListener.Progress progress =
          new TrainListener.Progress(
              epoch,
              allSteps,
              steps,
              normalised(stretchLossSum, stretchShares),
              (double) stretchCorrect / stretchImages,
              epochLoss(),
              accuracy());
      stretchImages = 0;
      stretchLossSum = 0;
      stretchShares = 0;
      stretchCorrect = 0;
      return progress;
    }
  }
}
