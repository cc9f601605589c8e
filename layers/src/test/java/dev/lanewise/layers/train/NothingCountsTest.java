package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.ForwardingSamples;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.ClassWeights;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.NegativeLogLikelihood;
import dev.lanewise.layers.loss.Reduction;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch of which nothing counts adds nothing: where PyTorch has a loss of 0/0. */
class NothingCountsTest {

  private static final Shape INPUT = new Shape(1, 4, 3);

  /** In batches of four, the second one and the fourth have class 0 alone. */
  private static final int[] LABELS = {0, 1, 2, 1, 0, 0, 0, 0, 2, 2, 1, 0, 0, 0, 0, 0, 1, 0};

  private static final ArraySamples SAMPLES =
      new ArraySamples(
          INPUT, 3, ArraySamples.random(new Random(4), INPUT, 3, LABELS.length).images(), LABELS);

  private static final int[] COUNTING = {0, 1, 2, 3, 8, 9, 10, 11, 16, 17};

  private static final Samples WEIGHTED =
      new ForwardingSamples(SAMPLES) {
        @Override
        public float weight(int index) {
          return index / 4 % 2 == 1 && index < 16 ? 0 : 1;
        }
      };

  private static Network network(boolean normalised) {
    Network.Builder builder = Network.builder(INPUT).add(Conv2d.of(3, 2));
    if (normalised) {
      builder.add(new BatchNorm());
    }
    return builder.add(new Flatten()).add(Dense.of(3)).build(2);
  }

  private static Trainer trainer(
      Network network, Loss loss, int batch, int epochs, BatchExecutor executor) {
    return new Trainer(
        network,
        loss,
        Adam.of(0.01),
        new TrainOptions(epochs, batch, 1, false, 1)
            .withUpdate(UpdateOptions.NONE.withAverage(0.9)),
        executor,
        Widths.best());
  }

  static Stream<Arguments> ways() {
    Loss entropy = new SoftmaxCrossEntropy();
    return Stream.of(
        Arguments.of("ignored", new SoftmaxCrossEntropy().withIgnored(0), SAMPLES),
        Arguments.of(
            "class weight 0",
            new SoftmaxCrossEntropy().withWeights(ClassWeights.of(0, 1, 2)),
            SAMPLES),
        Arguments.of(
            "ignored, sum", new SoftmaxCrossEntropy(Reduction.SUM).withIgnored(0), SAMPLES),
        Arguments.of(
            "likelihood", new NegativeLogLikelihood(Reduction.MEAN, ClassWeights.NONE, 0), SAMPLES),
        Arguments.of("sample weight 0", entropy, WEIGHTED));
  }

  /** Bits, optimizer, averages and statistics are those of a training that never saw them. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void suchABatchLeavesNoTrace(String name, Loss loss, Samples samples) {
    for (boolean normalised : new boolean[] {false, true}) {
      Network with = network(normalised);
      Network without = network(normalised);
      int[] all = IntStream.range(0, LABELS.length).toArray();
      try (BatchExecutor executor = new BatchExecutor(2)) {
        Trainer trainer = trainer(with, loss, 4, 1, executor);
        Trainer other = trainer(without, loss, 4, 1, executor);
        for (int epoch = 1; epoch <= 3; epoch++) {
          for (int from = 0; from < all.length; from += 4) {
            int count = Math.min(4, all.length - from);
            double value = trainer.step(samples, all, from, count, epoch);
            boolean counts = from != 4 && from != 12;
            assertEquals(!counts, Double.isNaN(value), "the loss at " + from);
          }
          for (int from = 0; from < COUNTING.length; from += 4) {
            other.step(samples, COUNTING, from, Math.min(4, COUNTING.length - from), epoch);
          }
        }
      }
      Bits.assertIdentical(without.parameters().values(), with.parameters().values(), name);
      Bits.assertIdentical(without.buffers().values(), with.buffers().values(), name);
    }
  }

  /** One image a batch, channels as lanes; and in pieces that make one step. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 18})
  void trainingGoesOnWhateverTheBatch(int batch) {
    Network network = network(false);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      List<Double> losses = new ArrayList<>();
      TrainListener listener =
          new TrainListener() {
            @Override
            public void onEpoch(EpochResult result) {
              losses.add(result.loss());
            }
          };
      TrainResult result =
          trainer(network, new SoftmaxCrossEntropy().withIgnored(0), batch, 2, executor)
              .train(SAMPLES, Optional.of(SAMPLES), listener);
      assertEquals(36, result.images());
      assertTrue(losses.stream().allMatch(Double::isFinite), losses::toString);
      if (batch == 1) {
        assertEquals(2 * Arrays.stream(LABELS).filter(label -> label > 0).count(), result.steps());
      }
    }
  }

  /** The epoch's mean is over what counts. */
  @Test
  void averagesLeaveSuchABatchOut() {
    Loss loss = new SoftmaxCrossEntropy();
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Network still = network(false);
      Evaluator evaluator = new Evaluator(still, loss, executor, Widths.best());
      double sum = 0;
      for (int i : COUNTING) {
        sum += evaluator.evaluate(new Only(i)).loss();
      }
      Trainer trainer =
          new Trainer(
              still,
              loss,
              Sgd.of(1e-60),
              new TrainOptions(1, 4, 1, false, 0),
              executor,
              Widths.best());
      TrainResult result = trainer.train(WEIGHTED, Optional.empty(), new TrainListener() {});
      assertEquals(sum / COUNTING.length, result.epochs().getFirst().loss(), 1e-6);
      assertEquals(3, result.steps());
    }
  }

  /** One of the samples. */
  private static final class Only extends ForwardingSamples {

    private final int index;

    Only(int index) {
      super(SAMPLES);
      this.index = index;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public int label(int i) {
      return super.label(index);
    }

    @Override
    public void copyTo(int i, float[] group, int at, LaneLayout layout, int lane) {
      super.copyTo(index, group, at, layout, lane);
    }
  }

  /** Stopped after each batch and gone on with by another trainer: the same bits. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void aResumedTrainingSkipsTheSame(String name, Loss loss, Samples samples) {
    Network whole = network(true);
    Network pieces = network(true);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      TrainResult expected =
          trainer(whole, loss, 4, 2, executor)
              .train(samples, Optional.empty(), new TrainListener() {});
      TrainState[] state = new TrainState[1];
      TrainResult result;
      int rounds = 0;
      do {
        Trainer trainer = trainer(pieces, loss, 4, 2, executor);
        if (state[0] != null) {
          trainer.resume(state[0]);
        }
        TrainListener stopper =
            new TrainListener() {
              @Override
              public void onStep(int epoch, int images, double value) {
                if (Double.isFinite(value)) {
                  trainer.requestStop();
                }
              }

              @Override
              public void onState(Supplier<TrainState> supplier) {
                state[0] = supplier.get();
              }
            };
        result = trainer.train(samples, Optional.empty(), stopper);
      } while (result.stopped() && ++rounds < 20);
      assertEquals(expected.steps(), result.steps());
      assertEquals(expected.epochs().getLast().loss(), result.epochs().getLast().loss());
    }
    Bits.assertIdentical(whole.parameters().values(), pieces.parameters().values(), name);
    Bits.assertIdentical(whole.buffers().values(), pieces.buffers().values(), name);
  }

  @Test
  void aSetOfWhichNothingCountsIsRefused() {
    String message =
        "At least one sample must count in the loss: its weight and its class's weight must be"
            + " above 0, and its class not ignored. Received: none of ";
    ArraySamples zeros = new ArraySamples(INPUT, 3, new float[24], new int[] {0, 0});
    Samples weightless =
        new ForwardingSamples(SAMPLES) {
          @Override
          public float weight(int index) {
            return 0;
          }
        };
    Loss ignoring = new SoftmaxCrossEntropy().withIgnored(0);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Trainer trainer = trainer(network(false), ignoring, 4, 1, executor);
      TrainListener listener = new TrainListener() {};
      assertRefused(message + 2, () -> trainer.train(zeros, Optional.empty(), listener));
      assertRefused(message + 18, () -> trainer.train(weightless, Optional.empty(), listener));
      assertRefused(message + 2, () -> trainer.train(SAMPLES, Optional.of(zeros), listener));
      Evaluator evaluator = new Evaluator(network(false), ignoring, executor, Widths.best());
      assertRefused(message + 2, () -> evaluator.evaluate(zeros));
      assertRefused(message + 18, () -> evaluator.evaluate(weightless));
    }
  }

  @Test
  void classWeightsThatAreAllZeroAreRefused() {
    String message = "At least one class weight must be above 0. Received: 2 weights of 0";
    ClassWeights zeros = ClassWeights.of(0, 0);
    assertRefused(message, () -> new SoftmaxCrossEntropy().withWeights(zeros));
    assertRefused(message, () -> new NegativeLogLikelihood(Reduction.MEAN, zeros, -100));
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
