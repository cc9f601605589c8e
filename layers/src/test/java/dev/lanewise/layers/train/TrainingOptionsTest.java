package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.ForwardingSamples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.ClassWeights;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.Reduction;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.optim.Penalties;
import dev.lanewise.layers.optim.Penalty;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.optim.WeightAverage;
import dev.lanewise.layers.schedule.CosineDecay;
import dev.lanewise.layers.schedule.OneCycle;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.schedule.Sequence;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each option of a training against the same thing done step by step. */
class TrainingOptionsTest {

  private static final Shape INPUT = new Shape(1, 4, 5);
  private static final int CLASSES = 3;
  private static final Loss LOSS = new SoftmaxCrossEntropy();

  private static Network network() {
    return Network.builder(INPUT)
        .add(new Flatten())
        .add(Dense.of(7))
        .add(new Tanh())
        .add(Dense.of(CLASSES))
        .build(2);
  }

  private static ArraySamples samples(int size) {
    return ArraySamples.random(new Random(8), INPUT, CLASSES, size);
  }

  private static int[] order(int size) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    return order;
  }

  private static Trainer trainer(
      Network network,
      Loss loss,
      Optimizer optimizer,
      TrainOptions options,
      BatchExecutor executor) {
    return new Trainer(network, loss, optimizer, options, executor, Widths.SCALAR);
  }

  private static TrainOptions options(int epochs, int batch, UpdateOptions update) {
    return new TrainOptions(epochs, batch, 1, false, 0).withUpdate(update);
  }

  /** Steps with given rates by a trainer each: plain SGD remembers nothing. */
  private static float[] twin(ArraySamples samples, int batch, double... rates) {
    Network network = network();
    int steps = (samples.size() + batch - 1) / batch;
    try (BatchExecutor executor = new BatchExecutor(1)) {
      for (int s = 0; s < rates.length; s++) {
        int from = s % steps * batch;
        trainer(network, LOSS, Sgd.of(rates[s]), options(1, batch, UpdateOptions.NONE), executor)
            .step(
                samples,
                order(samples.size()),
                from,
                Math.min(batch, samples.size() - from),
                1 + s / steps);
      }
    }
    return network.parameters().values();
  }

  @Test
  void aScheduleInEpochsChangesWithEveryStep() {
    ArraySamples samples = samples(70);
    Schedule epochs = Sequence.warmUp(1, 0.25, new CosineDecay(1));
    Network network = network();
    try (BatchExecutor executor = new BatchExecutor(1)) {
      UpdateOptions update =
          UpdateOptions.NONE.withSchedule(epochs, UpdateOptions.Per.EPOCH_SMOOTHLY);
      trainer(network, LOSS, Sgd.of(0.5), options(2, 33, update), executor)
          .train(samples, Optional.empty(), new TrainListener() {});
    }
    double third = 0.5 * 0.75 / 3;
    float[] expected =
        twin(samples, 33, 0.125, 0.125 + third, 0.125 + 2 * third, 0.5, 0.375, 0.125);
    float[] got = network.parameters().values();
    for (int i = 0; i < got.length; i++) {
      assertEquals(expected[i], got[i], 1e-6);
    }
  }

  @Test
  void oneCycleMovesTheMomentum() {
    ArraySamples samples = samples(33);
    OneCycle cycle = OneCycle.of(0.4, 5);
    Network network = network();
    Network twin = network();
    Sgd rule = Sgd.nesterov(0.1, 0.9);
    float[][] slots = new float[1][twin.parameters().values().length];
    try (BatchExecutor executor = new BatchExecutor(1)) {
      UpdateOptions update = UpdateOptions.NONE.withSchedule(cycle, UpdateOptions.Per.STEP);
      trainer(network, LOSS, rule, options(5, 33, update), executor)
          .train(samples, Optional.empty(), new TrainListener() {});
      for (int step = 1; step <= 5; step++) {
        // The gradient is what a plain step of rate 1 takes away.
        float[] before = twin.parameters().values().clone();
        trainer(twin, LOSS, Sgd.of(1), options(1, 33, UpdateOptions.NONE), executor)
            .step(samples, order(33), 0, 33, step);
        float[] after = twin.parameters().values();
        float[] gradients = new float[before.length];
        for (int i = 0; i < before.length; i++) {
          gradients[i] = before[i] - after[i];
        }
        System.arraycopy(before, 0, after, 0, before.length);
        double momentum = cycle.momentum(0.9, step - 1);
        new Sgd(1, momentum, 0, true, 0)
            .update(step, cycle.rate(0.1, step - 1), after, gradients, slots, 0, after.length);
      }
    }
    float[] got = network.parameters().values();
    for (int i = 0; i < got.length; i++) {
      assertEquals(twin.parameters().values()[i], got[i], 2e-6);
    }
  }

  @Test
  void aPlateauLowersTheRate() {
    ArraySamples samples = samples(33);
    // Any loss is as bad as any other: better means by 1000.
    Plateau plateau = new Plateau(Plateau.Goal.SMALL, 0.5, 1, 1000, false, 0, 0, 0);
    Network network = network();
    List<Double> rates = new ArrayList<>();
    try (BatchExecutor executor = new BatchExecutor(1)) {
      trainer(
              network,
              LOSS,
              Sgd.of(0.5),
              options(6, 33, UpdateOptions.NONE.withPlateau(plateau)),
              executor)
          .train(
              samples,
              Optional.empty(),
              new TrainListener() {
                @Override
                public void onEpoch(EpochResult result) {
                  rates.add(result.learningRate());
                }
              });
    }
    // The first report is better than nothing; two bad ones are one too many.
    assertEquals(List.of(0.5, 0.5, 0.5, 0.25, 0.25, 0.125), rates);
    Bits.assertSame(
        twin(samples, 33, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125),
        network.parameters().values(),
        "parameters");
  }

  @Test
  void averagesAreMeasuredAndStay() {
    ArraySamples samples = samples(70);
    ArraySamples watched = ArraySamples.random(new Random(3), INPUT, CLASSES, 19);
    Network network = network();
    Network twin = network();
    WeightAverage average = new WeightAverage(0.75, twin.parameters().values().length);
    List<Double> losses = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    try (BatchExecutor executor = new BatchExecutor(2)) {
      UpdateOptions update = UpdateOptions.NONE.withAverage(0.75);
      TrainResult result =
          trainer(network, LOSS, Sgd.momentum(0.3, 0.9), options(2, 33, update), executor)
              .train(samples, Optional.of(watched), new TrainListener() {});
      result.epochs().forEach(epoch -> losses.add(epoch.validation().orElseThrow().loss()));
      Trainer plain =
          trainer(twin, LOSS, Sgd.momentum(0.3, 0.9), options(2, 33, UpdateOptions.NONE), executor);
      float[] values = twin.parameters().values();
      for (int step = 0; step < 6; step++) {
        int from = step % 3 * 33;
        plain.step(samples, order(70), from, Math.min(33, 70 - from), 1 + step / 3);
        average.update(step + 1, values, 0, values.length);
        if (step % 3 == 2) {
          average.swap(values);
          expected.add(new Evaluator(twin, LOSS, executor, Widths.SCALAR).evaluate(watched).loss());
          average.swap(values);
        }
      }
    }
    assertEquals(expected, losses);
    Bits.assertSame(average.values(), network.parameters().values(), "averages");
  }

  @Test
  void accumulatedBatchesAreOneStep() {
    ArraySamples samples = samples(90);
    Loss weighted =
        new SoftmaxCrossEntropy().withWeights(ClassWeights.of(1, 0.25f, 3)).withIgnored(1);
    for (Loss loss : List.of(LOSS, weighted, new SoftmaxCrossEntropy(Reduction.SUM))) {
      Network whole = network();
      Network parts = network();
      Network single = network();
      TrainResult result;
      TrainResult expected;
      try (BatchExecutor executor = new BatchExecutor(2)) {
        UpdateOptions three = UpdateOptions.NONE.withAccumulation(3);
        UpdateOptions many = UpdateOptions.NONE.withAccumulation(51);
        Optimizer rule = Sgd.momentum(0.01, 0.9);
        expected =
            trainer(whole, loss, rule, options(2, 51, UpdateOptions.NONE), executor)
                .train(samples, Optional.empty(), new TrainListener() {});
        result =
            trainer(parts, loss, rule, options(2, 17, three), executor)
                .train(samples, Optional.empty(), new TrainListener() {});
        trainer(single, loss, rule, options(2, 1, many), executor)
            .train(samples, Optional.empty(), new TrainListener() {});
      }
      assertEquals(4, result.steps());
      for (int e = 0; e < 2; e++) {
        assertEquals(expected.epochs().get(e).loss(), result.epochs().get(e).loss(), 1e-5);
        assertEquals(expected.epochs().get(e).accuracy(), result.epochs().get(e).accuracy());
      }
      for (int i = 0; i < whole.parameters().values().length; i++) {
        float value = whole.parameters().values()[i];
        assertEquals(value, parts.parameters().values()[i], 1e-5);
        assertEquals(value, single.parameters().values()[i], 1e-5);
      }
    }
  }

  /** PyTorch's weighted mean: the sum of the weights divides, those of ignored images left out. */
  @Test
  void aWeightedMeanIsDividedByTheWeights() {
    for (int batch : new int[] {1, 35}) {
      ArraySamples samples = samples(batch == 1 ? 1 : 35);
      float[] weights = {0.5f, 2, 1.25f};
      int ignored = batch == 1 ? -100 : 1;
      Loss mean =
          new SoftmaxCrossEntropy().withWeights(ClassWeights.of(weights)).withIgnored(ignored);
      Loss sum =
          new SoftmaxCrossEntropy(Reduction.SUM)
              .withWeights(ClassWeights.of(weights))
              .withIgnored(ignored);
      double shares = 0;
      for (int i = 0; i < samples.size(); i++) {
        shares += samples.label(i) == ignored ? 0 : weights[samples.label(i)];
      }
      Network network = network();
      Network twin = network();
      try (BatchExecutor executor = new BatchExecutor(2)) {
        Evaluator evaluator = new Evaluator(network, mean, executor, Widths.SCALAR);
        Evaluator sums = new Evaluator(network, sum, executor, Widths.SCALAR);
        double total = sums.evaluate(samples).loss();
        assertEquals(total / shares, evaluator.evaluate(samples).loss(), 1e-12);
        double loss =
            trainer(network, mean, Sgd.of(0.5), options(1, batch, UpdateOptions.NONE), executor)
                .step(samples, order(samples.size()), 0, samples.size(), 1);
        assertEquals(total / shares, loss, 1e-6);
        trainer(twin, sum, Sgd.of(0.5 / shares), options(1, batch, UpdateOptions.NONE), executor)
            .step(samples, order(samples.size()), 0, samples.size(), 1);
      }
      for (int i = 0; i < network.parameters().values().length; i++) {
        assertEquals(
            twin.parameters().values()[i],
            network.parameters().values()[i],
            1e-6,
            "batch " + batch);
      }
    }
  }

  /** A quarter of the weight for all is a quarter of the rate. */
  @Test
  void samplesCountByTheirWeights() {
    ArraySamples samples = samples(35);
    for (int batch : new int[] {1, 35}) {
      Network network = network();
      Network twin = network();
      try (BatchExecutor executor = new BatchExecutor(2)) {
        double loss =
            trainer(network, LOSS, Sgd.of(0.5), options(1, batch, UpdateOptions.NONE), executor)
                .step(new Weighted(samples, 0.25f), order(35), 0, batch, 1);
        double plain =
            trainer(twin, LOSS, Sgd.of(0.125), options(1, batch, UpdateOptions.NONE), executor)
                .step(samples, order(35), 0, batch, 1);
        assertEquals(0.25 * plain, loss, 1e-9);
        Evaluator evaluator = new Evaluator(network, LOSS, executor, Widths.SCALAR);
        assertEquals(
            0.25 * evaluator.evaluate(samples).loss(),
            evaluator.evaluate(new Weighted(samples, 0.25f)).loss(),
            1e-9);
      }
      for (int i = 0; i < network.parameters().values().length; i++) {
        assertEquals(
            twin.parameters().values()[i],
            network.parameters().values()[i],
            1e-6,
            "batch " + batch);
      }
    }
  }

  private static final class Weighted extends ForwardingSamples {

    private final float factor;

    Weighted(ArraySamples samples, float factor) {
      super(samples);
      this.factor = factor;
    }

    @Override
    public float weight(int index) {
      return factor;
    }
  }

  /** With and without a norm to measure, which sums gradients elsewhere. */
  @Test
  void penaltiesAreInTheGradient() {
    ArraySamples samples = samples(33);
    Penalty all = new Penalty("", ParameterGroup.Kind.WEIGHTS, 0, 0.25);
    Penalty first = new Penalty("fc1.", ParameterGroup.Kind.ALL, 0.5, 0);
    for (boolean clipped : new boolean[] {false, true}) {
      Network plain = network();
      Network network = network();
      float[] start = network.parameters().values().clone();
      UpdateOptions update = UpdateOptions.NONE.withPenalties(List.of(all, first));
      if (clipped) {
        update = update.withClip(new GradientClip.ByNorm(1e6));
      }
      try (BatchExecutor executor = new BatchExecutor(1)) {
        trainer(plain, LOSS, Sgd.of(0.1), options(1, 33, UpdateOptions.NONE), executor)
            .step(samples, order(33), 0, 33, 1);
        trainer(network, LOSS, Sgd.of(0.1), options(1, 33, update), executor)
            .step(samples, order(33), 0, 33, 1);
      }
      for (Parameter parameter : network.parameters().list()) {
        double l1 = parameter.name().startsWith("fc1.") ? 0.5 : 0;
        double l2 = parameter.name().endsWith("weight") ? 0.25 : 0;
        for (int i = parameter.offset(); i < parameter.offset() + parameter.size(); i++) {
          double penalty = l1 * Math.signum(start[i]) + 2 * l2 * start[i];
          assertEquals(
              plain.parameters().values()[i] - 0.1 * penalty,
              network.parameters().values()[i],
              1e-6,
              parameter.name());
        }
      }
    }
    Penalty none = new Penalty("conv1.", ParameterGroup.Kind.ALL, 1, 0);
    assertMessage(
        "A penalty must be for a parameter. Expected one of [fc1.weight, fc1.bias, fc2.weight,"
            + " fc2.bias]. Received: Penalty[prefix=conv1., kind=ALL, l1=1.0, l2=0.0]",
        () -> new Penalties(List.of(none), network().parameters()));
    assertMessage(
        "The l1 of a penalty must be at least 0 and finite. Received: -1.0",
        () -> new Penalty("", ParameterGroup.Kind.ALL, -1, 0));
  }

  @Test
  void theEvaluatorChecksTheWeights() {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Loss loss = new SoftmaxCrossEntropy().withWeights(ClassWeights.of(1, 2));
      assertEquals(
          "There must be a weight for each element of a result. Expected: 3. Received: 2",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new Evaluator(network(), loss, executor, Widths.SCALAR))
              .getMessage());
    }
  }

  @Test
  void trainingEndsWhenItNoLongerGetsBetterAndTheBestComesBack() {
    ArraySamples samples = samples(64);
    ArraySamples watched = ArraySamples.random(new Random(3), INPUT, CLASSES, 40);
    for (boolean restore : new boolean[] {true, false}) {
      Network network = network();
      List<float[]> parameters = new ArrayList<>();
      List<Double> losses = new ArrayList<>();
      TrainResult result;
      try (BatchExecutor executor = new BatchExecutor(1)) {
        TrainOptions options =
            options(200, 16, UpdateOptions.NONE)
                .withStopping(new EarlyStopping(Plateau.Goal.SMALL, 3, 0, restore));
        result =
            trainer(network, LOSS, Sgd.of(0.5), options, executor)
                .train(
                    samples,
                    Optional.of(watched),
                    new TrainListener() {
                      @Override
                      public void onEpoch(EpochResult epoch) {
                        parameters.add(network.parameters().values().clone());
                        losses.add(epoch.figure(Plateau.Goal.SMALL));
                      }
                    });
      }
      int best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow()) + 1;
      assertEquals(best + 3, result.epochs().size(), "random labels can't be learned for long");
      assertTrue(best + 3 < 200);
      assertFalse(result.stopped());
      assertEquals(restore ? OptionalInt.of(best) : OptionalInt.empty(), result.restored());
      Bits.assertSame(
          parameters.get((restore ? best : best + 3) - 1),
          network.parameters().values(),
          "restore: " + restore);
      assertNotEquals(
          Arrays.hashCode(parameters.get(best - 1)), Arrays.hashCode(parameters.get(best + 2)));
    }
  }

  @Test
  void theBestIsBetterByTheLeastAmount() {
    Best small = new Best(Plateau.Goal.SMALL, 0.1);
    assertEquals(0, small.at());
    assertTrue(small.report(1));
    assertFalse(small.report(0.95));
    assertFalse(small.report(Double.NaN));
    assertEquals(2, small.since());
    assertTrue(small.report(0.85));
    assertEquals(4, small.at());
    Best large = new Best(Plateau.Goal.LARGE, 0);
    assertFalse(large.report(Double.NaN));
    assertTrue(large.report(0));
    assertFalse(large.report(0));
    assertEquals(2, large.at());
  }

  @Test
  void optionsOutOfRange() {
    assertMessage(
        "The decay of the weights' average must be at least 0 and less than 1. Received: 1.0",
        () -> UpdateOptions.NONE.withAverage(1));
    assertMessage(
        "The number of batches a step must be between 1 and 1024. Received: 1025",
        () -> UpdateOptions.NONE.withAccumulation(1025));
    assertMessage(
        "The patience of early stopping must be at least 1. Received: 0",
        () -> EarlyStopping.of(0));
    assertMessage(
        "The least improvement must be at least 0 and finite. Received: -1.0",
        () -> new EarlyStopping(Plateau.Goal.LARGE, 1, -1, true));
    assertMessage(
        "A schedule may have at most 2147483647 steps. Received: 3 times 1.0E9",
        () -> new CosineDecay(3).stretched(1e9));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
