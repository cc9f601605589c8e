package dev.lanewise.layers.train;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.norm.SingleValueException;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.plan.BoundNetwork;
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
 *
 * <p>A trainer does one call at a time, and nobody else may change the network meanwhile.
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
  private final SampleWeights shares;
  private final Exclusive exclusive = new Exclusive("A trainer");
  private @Nullable Evaluator evaluator;
  private volatile boolean stopRequested;

  /** Where {@link #train} goes on. */
  private @Nullable TrainState resumed;

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
    TrainingCheck.check(network, loss);
    runner = runner();
    update = new ParameterUpdate(network, optimizer, options.update(), runner, executor);
    rate = new LearningRate(options.update(), optimizer);
    shares = new SampleWeights(loss, runner.elements());
  }

  /** Single images run with channels as lanes, if all layers can: no lane is idle then. */
  private StepRunner runner() {
    if (options.batch() == 1 && network.output().isFlat()) {
      Optional<BoundNetwork> bound = BoundNetwork.ofOneImage(network, true, simd);
      if (bound.isPresent()) {
        return new ChannelRunner(bound.get(), loss, executor);
      }
    }
    return new BatchRunner(network, loss, true, options.batch(), options.conv(), executor, simd);
  }

  /**
   * Makes {@link #train} return after the step that runs; any thread may call this. A request that
   * comes while nothing is trained ends the next call before its first step, so that none is lost
   * which comes a moment early. With that call's end every request is settled: a later call trains.
   */
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
   * @throws IllegalArgumentException if samples do not fit the network, none of them counts in the
   *     loss, their number changes, or a label, a target or a weight is out of range
   * @throws SampleException if samples throw when one of them is read
   * @throws IllegalStateException if another call is running
   * @throws SingleValueException if a batch normalisation would have a batch of one value
   * @throws NonFiniteLossException if the loss, or a parameter after the last step, is not finite
   * @throws CancellationException if the thread is interrupted; the parameters are then those
   *     between two steps
   */
  public TrainResult train(Samples training, Optional<Samples> validation, TrainListener listener) {
    exclusive.begin();
    try {
      return run(training, validation, listener);
    } finally {
      stopRequested = false;
      exclusive.end();
    }
  }

  private TrainResult run(Samples training, Optional<Samples> validation, TrainListener listener) {
    Fit.check(network, loss, training);
    SingleValueException.check(network, training.size(), options.batch());
    validation.ifPresent(samples -> Fit.check(network, loss, samples));
    if (resumed != null) {
      resumed.checkSamples(training, validation);
    }
    Course course = new Course(network, loss, runner.elements(), options.stopping(), resumed);
    resumed = null;
    listener.onBegin(options.epochs(), stepsPerEpoch(training), training.size());
    if (averaged) {
      swapAverages();
    }
    long stepsBefore = step;
    int lastEpoch = 0;
    int[] order = new int[training.size()];
    for (int epoch = course.firstEpoch();
        epoch <= options.epochs() && !stopRequested && !course.isOver();
        epoch++) {
      lastEpoch = epoch;
      arrange(order, epoch);
      double epochSeconds = steps(training, order, epoch, course, listener);
      if (course.sums().images() == order.length) {
        swapAverages();
        TrainListener.EpochResult result =
            new TrainListener.EpochResult(
                epoch,
                step,
                course.sums().epochLoss(),
                course.sums().accuracy(),
                validation.map(this::evaluate),
                rate.rate(Math.max(1, step), epoch),
                epochSeconds);
        course.add(result);
        listener.onEpoch(result);
        rate.epochEnded(result);
        swapAverages();
        listener.onState(() -> state(course, epochSeconds));
      } else if (step > stepsBefore) {
        listener.onState(() -> state(course, epochSeconds));
      }
    }
    if (step > stepsBefore) {
      checkParameters(lastEpoch);
      checkLastBatch(lastEpoch);
    }
    swapAverages();
    boolean complete = course.isOver() || course.results().size() == options.epochs();
    StoppingMonitor monitor = course.monitor();
    OptionalInt restored =
        complete && monitor != null ? monitor.restore(course.results()) : OptionalInt.empty();
    return new TrainResult(
        List.copyOf(course.results()),
        step,
        course.images(),
        course.seconds(),
        restored,
        !complete);
  }

  /** The steps of an epoch that are left, until somebody requests a stop; the epoch's seconds. */
  private double steps(
      Samples training, int[] order, int epoch, Course course, TrainListener listener) {
    EpochSums sums = course.begin(epoch);
    int imagesBefore = sums.images();
    int portion = portion();
    long start = System.nanoTime();
    for (int from = imagesBefore; from < order.length && !stopRequested; from += portion) {
      int count = Math.min(portion, order.length - from);
      if (training.size() != order.length) {
        throw new IllegalArgumentException(
            "Samples must stay as many while a network is trained on them. Expected: %s. Received: %s"
                .formatted(order.length, training.size()));
      }
      double value = runStep(training, order, from, count, epoch);
      sums.add(lossSum, shareSum, correct, count);
      listener.onStep(epoch, sums.images(), value);
      if (options.logEvery() > 0 && sums.steps() % options.logEvery() == 0) {
        listener.onLog(sums.progress(step));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    course.add(sums.images() - imagesBefore, seconds);
    return sums.secondsBefore() + seconds;
  }

  private TrainState state(Course course, double epochSeconds) {
    return new TrainState(
        step,
        course.sums().state(epochSeconds),
        network.parameters().values().clone(),
        update.averages().clone(),
        network.buffers().values().clone(),
        Arrays.stream(update.slots()).map(float[]::clone).toList(),
        rate.state(),
        Optional.ofNullable(course.monitor()).map(StoppingMonitor::state),
        course.results(),
        course.images(),
        course.seconds());
  }

  /**
   * Gives network and optimizer what they had, so that {@link #train} goes on where a training was:
   * with the same samples and options, to the same bits.
   *
   * @param state where it was; {@link TrainListener#onState} gives it
   * @throws IllegalArgumentException if it is of another network, optimizer or kind of options, or
   *     has come further than {@link TrainOptions#epochs}
   * @throws IllegalStateException if another call is running
   */
  public void resume(TrainState state) {
    exclusive.begin();
    try {
      restore(state);
    } finally {
      exclusive.end();
    }
  }

  private void restore(TrainState state) {
    float[] parameters = network.parameters().values();
    float[] buffers = network.buffers().values();
    fits("parameters", parameters.length, state.parameters().length);
    fits("running statistics", buffers.length, state.buffers().length);
    fits("averages", update.averages().length, state.averages().length);
    fits("optimizer slots", update.slots().length, state.slots().size());
    for (float[] slot : state.slots()) {
      fits("values of an optimizer slot", parameters.length, slot.length);
    }
    fits("plateau", rate.state().isPresent() ? 1 : 0, state.plateau().isPresent() ? 1 : 0);
    fits(
        "early stopping",
        options.stopping().isPresent() ? 1 : 0,
        state.watched().isPresent() ? 1 : 0);
    boolean restores = options.stopping().map(EarlyStopping::restore).orElse(false);
    if (state.watched().isPresent()) {
      TrainState.Watched watched = state.watched().get();
      fits("best parameters", restores ? parameters.length : 0, watched.parameters().length);
      fits("best statistics", restores ? buffers.length : 0, watched.buffers().length);
    }
    if (state.epoch().number() > options.epochs()) {
      throw new IllegalArgumentException(
          "A training must not have come further than its last epoch. Expected: at most %s."
                  .formatted(options.epochs())
              + " Received: epoch "
              + state.epoch().number());
    }
    System.arraycopy(state.parameters(), 0, parameters, 0, parameters.length);
    System.arraycopy(state.buffers(), 0, buffers, 0, buffers.length);
    System.arraycopy(state.averages(), 0, update.averages(), 0, state.averages().length);
    for (int i = 0; i < state.slots().size(); i++) {
      System.arraycopy(state.slots().get(i), 0, update.slots()[i], 0, parameters.length);
    }
    state.plateau().ifPresent(rate::resume);
    step = state.step();
    averaged = false;
    resumed = state;
  }

  private static void fits(String what, int expected, int received) {
    if (expected != received) {
      throw new IllegalArgumentException(
          "A training must go on with the network, optimizer and options that it began with: %s."
                  .formatted(what)
              + " Expected: %s. Received: %s".formatted(expected, received));
    }
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
      double sum = runner.lossSum();
      if (!Double.isFinite(sum)) {
        throw NonFiniteLossException.ofLossAfter(
            step, epoch, runner.firstNonFiniteLayer(), runner.loss());
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
   * UpdateOptions#accumulation} says so. Where nothing counts, since all images are of ignored
   * classes or of weight 0, nothing happens: no step is taken, and what the network and the
   * optimizer have stays as it is.
   *
   * @param training samples
   * @param order indices of samples
   * @param from first of the step's indices in {@code order}
   * @param count how many, at most the batch size times the accumulation
   * @param epoch epoch, from 1, which random numbers depend on
   * @return the step's loss before the update; not a number if nothing counts
   * @throws IllegalArgumentException if {@code count} is below 1 or beyond a step's images, or a
   *     label, a target or a weight is out of range
   * @throws SampleException if the samples throw
   * @throws IllegalStateException if another call is running
   * @throws NonFiniteLossException if the loss is infinite or not a number; nothing was updated
   * @throws CancellationException if the thread is interrupted; the step was done either wholly or
   *     not at all
   */
  public double step(Samples training, int[] order, int from, int count, int epoch) {
    exclusive.begin();
    try {
      return runStep(training, order, from, count, epoch);
    } finally {
      exclusive.end();
    }
  }

  private double runStep(Samples training, int[] order, int from, int count, int epoch) {
    if (count < 1 || count > portion()) {
      throw new IllegalArgumentException(
          "A step takes between 1 and %s images, the batch size. Received: %s"
              .formatted(portion(), count));
    }
    rate.begin(stepsPerEpoch(training));
    long key = CounterRandom.key(CounterRandom.key(options.seed(), SAMPLE_STREAM), epoch);
    runner.prepare();
    lossSum = 0;
    correct = 0;
    shareSum = shares.ofTraining(training, order, from, count, key);
    double normaliser = loss.normaliser(shareSum, runner.elements());
    boolean usable = false;
    try {
      boolean counted = false;
      for (int at = 0; at < count; at += options.batch()) {
        int images = Math.min(options.batch(), count - at);
        runner.run(training, order, from + at, images, shareSum, key, null);
        lossSum += runner.lossSum();
        correct += runner.correct();
        if (!Double.isFinite(normaliser == 0 ? lossSum : lossSum / normaliser)) {
          throw nonFinite(epoch, lossSum / normaliser);
        }
        if (runner.counted()) {
          counted = true;
          runner.commit();
        }
      }
      usable = counted;
    } finally {
      if (!usable) {
        runner.discardGradients();
      }
    }
    if (!usable) {
      shareSum = 0;
      return Double.NaN;
    }
    double value = lossSum / normaliser;
    step++;
    update.apply(step, rate.rate(step, epoch), rate.momentum(step, epoch));
    return value;
  }

  private NonFiniteLossException nonFinite(int epoch, double value) {
    int sample = runner.nonFiniteSample();
    return sample >= 0
        ? NonFiniteLossException.ofInput(step + 1, epoch, sample, value)
        : NonFiniteLossException.ofLoss(step + 1, epoch, runner.firstNonFiniteLayer(), value);
  }

  private Evaluation evaluate(Samples samples) {
    Evaluator current = evaluator;
    if (current == null) {
      current = new Evaluator(network, loss, options.conv(), executor, simd);
      evaluator = current;
    }
    return current.evaluate(samples);
  }
}
