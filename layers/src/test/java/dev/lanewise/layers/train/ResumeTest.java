package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.ClassWeights;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.optim.Adagrad;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.Lion;
import dev.lanewise.layers.optim.NAdam;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.RAdam;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.schedule.CosineDecay;
import dev.lanewise.layers.schedule.OneCycle;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.schedule.Plateau.Goal;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.train.TrainListener.EpochResult;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Widths;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A training that was stopped and gone on with is the training that was not. */
class ResumeTest {

  private static final Shape INPUT = new Shape(2, 5, 3);
  private static final int EPOCHS = 5;
  private static final ArraySamples TRAINING = ArraySamples.separable(new Random(1), INPUT, 53);
  private static final ArraySamples WATCHED = ArraySamples.separable(new Random(2), INPUT, 19);
  private static final SoftmaxCrossEntropy LOSS =
      new SoftmaxCrossEntropy().withWeights(ClassWeights.of(1, 2, 0.5f));

  /** Kinds of trainings, which keep different things from step to step. */
  private enum Kind {
    PLAIN(Sgd.of(0.05), 8, UpdateOptions.NONE, Optional.empty()),
    MOMENTUM_AVERAGED(
        Sgd.nesterov(0.05, 0.9),
        8,
        UpdateOptions.NONE
            .withAverage(0.9)
            .withSchedule(new CosineDecay(EPOCHS), UpdateOptions.Per.EPOCH_SMOOTHLY),
        Optional.of(EarlyStopping.of(2))),
    ADAM_ACCUMULATED(
        Adam.of(0.01),
        4,
        UpdateOptions.NONE.withAccumulation(3).withClip(new GradientClip.ByNorm(1)),
        Optional.empty()),
    NADAM_PLATEAU(
        NAdam.of(0.02),
        16,
        UpdateOptions.NONE.withPlateau(new Plateau(Goal.SMALL, 0.5, 0, 0.9, true, 1, 0, 0)),
        Optional.empty()),
    RADAM(RAdam.of(0.01), 17, UpdateOptions.NONE.withAverage(0.5), Optional.empty()),
    ADAGRAD_STOPPING(
        Adagrad.of(0.01),
        8,
        UpdateOptions.NONE,
        Optional.of(new EarlyStopping(Goal.LARGE, 1, 0.4, true))),
    LION_ONE_CYCLE(
        Lion.of(0.002),
        8,
        UpdateOptions.NONE.withSchedule(
            OneCycle.of(0.004, EPOCHS), UpdateOptions.Per.EPOCH_SMOOTHLY),
        Optional.of(new EarlyStopping(Goal.SMALL, 1, 10, false))),
    SINGLE_IMAGES(Adam.of(0.003), 1, UpdateOptions.NONE.withAverage(0.8), Optional.empty());

    final Optimizer optimizer;
    final TrainOptions options;

    Kind(Optimizer optimizer, int batch, UpdateOptions update, Optional<EarlyStopping> stopping) {
      this.optimizer = optimizer;
      TrainOptions plain = new TrainOptions(EPOCHS, batch, 9, true, 3).withUpdate(update);
      options = stopping.map(plain::withStopping).orElse(plain);
    }

    Network network(long seed) {
      Network.Builder builder = Network.builder(INPUT).add(Conv2d.of(5, 3));
      if (options.batch() > 1) {
        builder.add(new BatchNorm());
      }
      return builder
          .add(new Relu())
          .add(new Flatten())
          .add(new Dropout(0.2))
          .add(Dense.of(3))
          .build(seed);
    }

    Trainer trainer(Network network, BatchExecutor executor) {
      return new Trainer(network, LOSS, optimizer, options, executor, Widths.SCALAR);
    }
  }

  /** Keeps all states, and what was logged, and stops after a step. */
  private static final class Observer implements TrainListener {
    final List<TrainState> states = new ArrayList<>();
    final List<Progress> logs = new ArrayList<>();
    final int lastStep;
    Trainer trainer;
    int steps;

    Observer(Trainer trainer, int lastStep) {
      this.trainer = trainer;
      this.lastStep = lastStep;
    }

    @Override
    public void onStep(int epoch, int images, double loss) {
      steps++;
      if (steps == lastStep) {
        trainer.requestStop();
      }
    }

    @Override
    public void onLog(Progress progress) {
      logs.add(progress);
    }

    @Override
    public void onState(Supplier<TrainState> state) {
      states.add(state.get());
    }
  }

  /** What a training came to. */
  private record Outcome(
      float[] parameters, float[] buffers, TrainResult result, Observer observer) {

    void assertSame(Outcome other) {
      assertArrayEquals(parameters, other.parameters);
      assertArrayEquals(buffers, other.buffers);
      assertEquals(timeless(result.epochs()), timeless(other.result.epochs()));
      assertEquals(result.steps(), other.result.steps());
      assertEquals(result.images(), other.result.images());
      assertEquals(result.restored(), other.result.restored());
      assertEquals(result.stopped(), other.result.stopped());
    }

    private static List<EpochResult> timeless(List<EpochResult> epochs) {
      return epochs.stream()
          .map(
              e ->
                  new EpochResult(
                      e.epoch(),
                      e.steps(),
                      e.loss(),
                      e.accuracy(),
                      e.validation(),
                      e.learningRate(),
                      0))
          .toList();
    }
  }

  private static Outcome train(
      Kind kind, long seed, Optional<TrainState> state, int lastStep, int workers) {
    Network network = kind.network(seed);
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      Trainer trainer = kind.trainer(network, executor);
      state.ifPresent(trainer::resume);
      Observer observer = new Observer(trainer, lastStep);
      TrainResult result = trainer.train(TRAINING, Optional.of(WATCHED), observer);
      return new Outcome(
          network.parameters().values(), network.buffers().values(), result, observer);
    }
  }

  private static Outcome whole(Kind kind) {
    return train(kind, 4, Optional.empty(), 0, 1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyEpochCanBeGoneOnFrom(Kind kind) {
    Outcome whole = whole(kind);
    assertFalse(whole.result.stopped());
    List<TrainState> states = whole.observer.states;
    assertEquals(whole.result.epochs().size(), states.size());
    for (TrainState state : states) {
      whole.assertSame(train(kind, 77, Optional.of(state), 0, 2));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyStepCanBeGoneOnFrom(Kind kind) {
    Outcome whole = whole(kind);
    int steps = (int) whole.result.steps();
    for (int stop = 1; stop < steps; stop += 1 + steps / 9) {
      Outcome first = train(kind, 4, Optional.empty(), stop, 2);
      assertTrue(first.result.stopped());
      assertEquals(stop, first.result.steps());
      TrainState state = first.observer.states.getLast();
      assertEquals(stop, state.step());
      Outcome second = train(kind, 5, Optional.of(state), 0, 1);
      whole.assertSame(second);
      List<TrainListener.Progress> logs = new ArrayList<>(first.observer.logs);
      logs.addAll(second.observer.logs);
      assertEquals(whole.observer.logs, logs);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aTrainingMayBeStoppedAgainAndAgain(Kind kind) {
    Outcome whole = whole(kind);
    int stride = kind.options.batch() == 1 ? 50 : 3;
    Outcome part = train(kind, 4, Optional.empty(), stride, 1);
    int parts = 1;
    while (part.result.stopped()) {
      part = train(kind, parts, Optional.of(part.observer.states.getLast()), stride, 1 + parts % 2);
      parts++;
    }
    assertTrue(parts > 3);
    whole.assertSame(part);
  }

  /** The kinds above would prove little if their trainings were alike. */
  @Test
  void theyStopEarlyAndLowerTheirRates() {
    assertTrue(whole(Kind.ADAGRAD_STOPPING).result.epochs().size() < EPOCHS);
    assertTrue(whole(Kind.ADAGRAD_STOPPING).result.restored().isPresent());
    assertEquals(2, whole(Kind.LION_ONE_CYCLE).result.epochs().size());
    List<EpochResult> plateau = whole(Kind.NADAM_PLATEAU).result.epochs();
    assertNotEquals(plateau.getFirst().learningRate(), plateau.getLast().learningRate());
  }

  @Test
  void aStateIsACopy() {
    Kind kind = Kind.MOMENTUM_AVERAGED;
    Outcome whole = whole(kind);
    TrainState state = whole.observer.states.getFirst();
    float[] before = state.parameters().clone();
    train(kind, 77, Optional.of(state), 0, 1);
    assertArrayEquals(before, state.parameters());
    whole.assertSame(train(kind, 78, Optional.of(state), 0, 1));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    TrainState plain = whole(Kind.PLAIN).observer.states.getLast();
    assertRefused(
        "A training must go on with the network, optimizer and options that it began with:"
            + " averages. Expected: %d. Received: 0".formatted(plain.parameters().length),
        Kind.MOMENTUM_AVERAGED,
        plain);
    assertRefused(
        "A training must go on with the network, optimizer and options that it began with:"
            + " optimizer slots. Expected: 2. Received: 0",
        Kind.ADAM_ACCUMULATED,
        plain);
    assertRefused(
        "A training must go on with the network, optimizer and options that it began with:"
            + " early stopping. Expected: 0. Received: 1",
        Kind.PLAIN,
        new TrainState(
            1,
            plain.epoch(),
            plain.parameters(),
            plain.averages(),
            plain.buffers(),
            List.of(),
            Optional.empty(),
            Optional.of(new TrainState.Watched(1, 1, 5, new float[0], new float[0])),
            plain.results(),
            0,
            0));
    TrainState.Epoch late =
        new TrainState.Epoch(6, 1, 8, 0, TrainState.Sums.NONE, TrainState.Sums.NONE);
    assertRefused(
        "A training must not have come further than its last epoch. Expected: at most 5. Received:"
            + " epoch 6",
        Kind.PLAIN,
        at(plain, late, plain.results()));
    TrainState.Epoch large =
        new TrainState.Epoch(2, 9, 72, 0, new TrainState.Sums(72, 1, 72, 9), TrainState.Sums.NONE);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Trainer trainer = Kind.PLAIN.trainer(Kind.PLAIN.network(1), executor);
      trainer.resume(at(plain, large, plain.results().subList(0, 1)));
      assertEquals(
          "A training must go on with the samples that it began with. Expected: more than"
              + " 72. Received: 53",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> trainer.train(TRAINING, Optional.of(WATCHED), new TrainListener() {}))
              .getMessage());
    }
    assertSamples(
        "A training must go on with the samples that it began with. Expected: 53. Received: 19",
        plain,
        WATCHED,
        Optional.of(WATCHED));
    assertSamples(
        "A training must go on with the validation samples that it began with. Expected: 19."
            + " Received: none",
        plain,
        TRAINING,
        Optional.empty());
    assertSamples(
        "A training must go on with the validation samples that it began with. Expected: 19."
            + " Received: 53",
        plain,
        TRAINING,
        Optional.of(TRAINING));
  }

  @Test
  void whatNoTrainingComesToIsRefused() {
    TrainState plain = whole(Kind.PLAIN).observer.states.getLast();
    TrainState.Epoch none =
        new TrainState.Epoch(9, 1, 8, 0, TrainState.Sums.NONE, TrainState.Sums.NONE);
    assertEquals(
        "All epochs but the last must be complete. Expected: results of 8 or 9. Received: 5",
        assertThrows(IllegalArgumentException.class, () -> at(plain, none, plain.results()))
            .getMessage());
    TrainState.Epoch negative =
        new TrainState.Epoch(5, 1, -8, 0, TrainState.Sums.NONE, TrainState.Sums.NONE);
    assertEquals(
        "Steps and images must be at least 0. Received: 35 steps, -8 images",
        assertThrows(IllegalArgumentException.class, () -> at(plain, negative, plain.results()))
            .getMessage());
    TrainState watched = whole(Kind.LION_ONE_CYCLE).observer.states.getLast();
    assertEquals(
        "Early stopping must know each complete epoch, and the best of them. Expected: 1. Received:"
            + " 2, the best 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> at(watched, watched.epoch(), watched.results().subList(0, 1)))
            .getMessage());
  }

  private static TrainState at(
      TrainState state, TrainState.Epoch epoch, List<EpochResult> results) {
    return new TrainState(
        state.step(),
        epoch,
        state.parameters(),
        state.averages(),
        state.buffers(),
        state.slots(),
        state.plateau(),
        state.watched(),
        results,
        state.images(),
        state.seconds());
  }

  private static void assertRefused(String message, Kind kind, TrainState state) {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Trainer trainer = kind.trainer(kind.network(1), executor);
      assertEquals(
          message,
          assertThrows(IllegalArgumentException.class, () -> trainer.resume(state)).getMessage());
    }
  }

  private static void assertSamples(
      String message, TrainState state, Samples training, Optional<Samples> validation) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> state.checkSamples(training, validation))
            .getMessage());
  }
}
