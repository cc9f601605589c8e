package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.ClassWeights;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.Norm;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.schedule.LinearWarmUp;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.schedule.StepDecay;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UpdateOptionsTest {

  private static final Shape INPUT = new Shape(1, 6, 5);
  private static final int CLASSES = 3;

  /** More parameters than four chunks of the update if it is wide. */
  private static Network network(boolean wide) {
    return Network.builder(INPUT)
        .add(new Flatten())
        .add(Dense.of(wide ? 2000 : 7))
        .add(new Tanh())
        .add(Dense.of(CLASSES))
        .build(2);
  }

  private static ArraySamples samples(int size) {
    return ArraySamples.random(new Random(8), INPUT, CLASSES, size);
  }

  private static Trainer trainer(
      Network network, Optimizer optimizer, UpdateOptions update, BatchExecutor executor) {
    return new Trainer(
        network,
        new SoftmaxCrossEntropy(),
        optimizer,
        new TrainOptions(2, 33, 1, false, 0).withUpdate(update),
        executor,
        Widths.SCALAR);
  }

  private static float[] afterSteps(
      boolean wide, Optimizer optimizer, UpdateOptions update, int workers, int steps) {
    Network network = network(wide);
    ArraySamples samples = samples(33);
    int[] order = new int[33];
    Arrays.setAll(order, i -> i);
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      Trainer trainer = trainer(network, optimizer, update, executor);
      for (int step = 0; step < steps; step++) {
        trainer.step(samples, order, 0, step == 1 ? 17 : 33, 1);
      }
    }
    return network.parameters().values();
  }

  @Test
  void theRateFollowsTheStepsOrTheEpochs() {
    ArraySamples samples = samples(70);
    int[] order = new int[70];
    Arrays.setAll(order, i -> i);
    Schedule schedule = new LinearWarmUp(4, 0.25);
    for (UpdateOptions.Per per : List.of(UpdateOptions.Per.STEP, UpdateOptions.Per.EPOCH)) {
      Network network = network(false);
      Network twin = network(false);
      try (BatchExecutor executor = new BatchExecutor(1)) {
        trainer(network, Sgd.of(0.5), UpdateOptions.NONE.withSchedule(schedule, per), executor)
            .train(samples, Optional.empty(), new TrainListener() {});
        for (int step = 0; step < 6; step++) {
          int epoch = step / 3;
          double rate = schedule.rate(0.5, per == UpdateOptions.Per.STEP ? step : epoch);
          int from = step % 3 * 33;
          // Without momentum nothing is remembered from one step to the next.
          trainer(twin, Sgd.of(rate), UpdateOptions.NONE, executor)
              .step(samples, order, from, Math.min(33, 70 - from), epoch + 1);
        }
      }
      Bits.assertSame(twin.parameters().values(), network.parameters().values(), per.name());
    }
  }

  @Test
  void frozenParametersStay() {
    Network start = network(false);
    String first = start.parameters().list().getFirst().name();
    Network network = network(false);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      trainer(
              network,
              Sgd.of(0.5),
              UpdateOptions.NONE.withGroups(List.of(ParameterGroup.frozen(first))),
              executor)
          .train(samples(50), Optional.empty(), new TrainListener() {});
    }
    start
        .parameters()
        .list()
        .forEach(
            parameter ->
                assertEquals(
                    parameter.name().equals(first),
                    Arrays.equals(
                        start.parameters().copyOf(parameter),
                        network.parameters().copyOf(parameter)),
                    parameter.name()));
  }

  @Test
  void aClippedStepIsAsLongAsItMay() {
    for (boolean wide : new boolean[] {false, true}) {
      float[] start = network(wide).parameters().values();
      UpdateOptions update = UpdateOptions.NONE.withClip(new GradientClip.ByNorm(0.01));
      float[] values = afterSteps(wide, Sgd.of(1), update, 2, 1);
      double squares = 0;
      for (int i = 0; i < values.length; i++) {
        squares += Math.pow((double) values[i] - start[i], 2);
      }
      assertEquals(0.01, Math.sqrt(squares), 1e-5, "wide: " + wide);
      UpdateOptions each = UpdateOptions.NONE.withClip(new GradientClip.ByValue(1e-3));
      values = afterSteps(wide, Sgd.of(1), each, 2, 1);
      double largest = 0;
      for (int i = 0; i < values.length; i++) {
        largest = Math.max(largest, Math.abs((double) values[i] - start[i]));
      }
      assertEquals(1e-3, largest, 1e-6, "wide: " + wide);
    }
  }

  @Test
  void aBoundThatIsNotReachedChangesNoBit() {
    for (boolean wide : new boolean[] {false, true}) {
      float[] plain = afterSteps(wide, Sgd.momentum(0.1, 0.9), UpdateOptions.NONE, 2, 3);
      for (GradientClip clip :
          List.of(new GradientClip.ByNorm(1e6), new GradientClip.ByValue(1e6))) {
        UpdateOptions update = UpdateOptions.NONE.withClip(clip);
        Bits.assertSame(
            plain, afterSteps(wide, Sgd.momentum(0.1, 0.9), update, 2, 3), clip.toString());
      }
    }
  }

  @Test
  void clippingDoesNotDependOnWorkers() {
    for (boolean wide : new boolean[] {false, true}) {
      for (Norm norm : Norm.values()) {
        UpdateOptions update =
            UpdateOptions.NONE
                .withClip(new GradientClip.ByNorm(0.05, norm))
                .withSchedule(new StepDecay(1, 0.5), UpdateOptions.Per.STEP)
                .withGroups(ParameterGroup.decayOfWeightsOnly());
        Sgd optimizer = new Sgd(0.5, 0.9, 0, false, 0.01);
        float[] one = afterSteps(wide, optimizer, update, 1, 3);
        for (int workers : new int[] {2, 3}) {
          Bits.assertSame(one, afterSteps(wide, optimizer, update, workers, 3), norm.name());
        }
        float[] plain = afterSteps(wide, optimizer, UpdateOptions.NONE, 1, 3);
        assertNotEquals(Arrays.hashCode(plain), Arrays.hashCode(one), norm.name());
      }
    }
  }

  @Test
  void weightsMustFitTheClasses() {
    Network network = network(false);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      assertEquals(
          "There must be a weight for each element of a result. Expected: 3. Received: 2",
          assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      new Trainer(
                          network,
                          new SoftmaxCrossEntropy().withWeights(ClassWeights.of(1, 2)),
                          Sgd.of(0.1),
                          new TrainOptions(1, 4, 1, false, 0),
                          executor,
                          Widths.SCALAR))
              .getMessage());
    }
  }
}
