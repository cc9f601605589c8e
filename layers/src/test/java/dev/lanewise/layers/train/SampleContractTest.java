package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.AugmentedSamples;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.ForwardingSamples;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.SampleReader;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.ClassWeights;
import dev.lanewise.layers.loss.Loss;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.NegativeLogLikelihood;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Widths;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What samples of one's own may get wrong is refused where it is read, by its number. */
class SampleContractTest {

  private static final ArraySamples GOOD = ArraySamples.random(new Random(3), Shape.flat(4), 3, 40);

  private static final Loss WEIGHED =
      new SoftmaxCrossEntropy().withWeights(ClassWeights.of(1, 2, 3));

  /** The good samples, with something else about sample 21. */
  private static class Odd extends ForwardingSamples {

    Odd() {
      super(GOOD);
    }

    static Samples withLabel(int label) {
      return new Odd() {
        @Override
        public int label(int index) {
          return index == 21 ? label : super.label(index);
        }
      };
    }

    static Samples withWeight(float weight) {
      return new Odd() {
        @Override
        public float weight(int index) {
          return index == 21 ? weight : 1;
        }
      };
    }

    static Samples withTarget(float target) {
      return new Odd() {
        @Override
        public boolean hasTargets() {
          return true;
        }

        @Override
        public float target(int index, int element) {
          return index == 21 && element == 2 ? target : 0.25f;
        }
      };
    }

    static Samples withPixel(float value) {
      return new Odd() {
        @Override
        public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
          super.copyTo(index, group, at, layout, lane);
          if (index == 21) {
            group[at + layout.offset(2, 0, 0) + lane] = value;
          }
        }

        @Override
        public void copyTo(
            int index, float[] image, int at, ChannelLayout layout, float[] scratch) {
          super.copyTo(index, image, at, layout, scratch);
          if (index == 21) {
            image[at + layout.elementOffsets()[2]] = value;
          }
        }
      };
    }
  }

  private static Network network() {
    return Network.builder(Shape.flat(4)).add(Dense.of(3)).build(1);
  }

  private static TrainResult train(Samples samples, Loss loss, int batch) {
    try (BatchExecutor executor = new BatchExecutor(2)) {
      return new Trainer(
              network(),
              loss,
              Sgd.of(0.1),
              new TrainOptions(1, batch, 1, false, 0),
              executor,
              Widths.SCALAR)
          .train(samples, Optional.empty(), new TrainListener() {});
    }
  }

  private static Evaluation evaluate(Samples samples, Loss loss) {
    try (BatchExecutor executor = new BatchExecutor(2)) {
      return new Evaluator(network(), loss, executor, Widths.SCALAR).evaluate(samples);
    }
  }

  private static void assertRefused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  /** One by one, in lane groups, and measured; by losses that look for weights and by others. */
  private static void assertRefused(String message, Samples samples) {
    for (Loss loss :
        new Loss[] {
          new SoftmaxCrossEntropy(),
          WEIGHED,
          new NegativeLogLikelihood(),
          new MeanSquaredError(MeanSquaredError.Form.SUM)
        }) {
      assertRefused(message, () -> train(samples, loss, 1));
      assertRefused(message, () -> train(samples, loss, 17));
      assertRefused(message, () -> evaluate(samples, loss));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, -1, 255, -100, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aLabelOutOfRangeIsRefused(int label) {
    assertRefused(
        "A label must be 0 to 2. Received: %d for sample 21".formatted(label),
        Odd.withLabel(label));
  }

  @Test
  void aLabelThatIsNoClassMayBeIgnored() {
    for (int label : new int[] {255, -1}) {
      Loss loss = new SoftmaxCrossEntropy().withIgnored(label);
      assertEquals(1, train(Odd.withLabel(label), loss, 40).steps());
      // As if the sample were not there.
      double others = 0;
      for (int i = 0; i < 40; i++) {
        others += i == 21 ? 0 : evaluate(only(i), new SoftmaxCrossEntropy()).loss();
      }
      assertEquals(others / 39, evaluate(Odd.withLabel(label), loss).loss(), 1e-6);
    }
  }

  private static Samples only(int index) {
    float[] image = new float[4];
    System.arraycopy(GOOD.images(), index * 4, image, 0, 4);
    return new ArraySamples(Shape.flat(4), 3, image, new int[] {GOOD.label(index)});
  }

  @ParameterizedTest
  @ValueSource(floats = {-1f, Float.NaN, Float.POSITIVE_INFINITY})
  void aWeightOutOfRangeIsRefused(float weight) {
    assertRefused(
        "A weight must be at least 0 and finite. Received: %s for sample 21".formatted(weight),
        Odd.withWeight(weight));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
  void aTargetThatIsNotFiniteIsRefused(float target) {
    assertRefused(
        "A target must be finite. Received: %s for element 2 of sample 21".formatted(target),
        Odd.withTarget(target));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void aPixelThatIsNotFiniteIsNamedAndNotTheLearningRate(float value) {
    for (int batch : new int[] {1, 16, 40}) {
      NonFiniteLossException e =
          assertThrows(
              NonFiniteLossException.class,
              () -> train(Odd.withPixel(value), new SoftmaxCrossEntropy(), batch));
      assertEquals("the input", e.layer());
      assertEquals(
          "The loss must be finite. Received: NaN at step %d (epoch 1); it began in the input: sample 21 has a value that is not finite."
              .formatted(21 / batch + 1),
          e.getMessage());
    }
  }

  @Test
  void whatSamplesThrowReachesTheCallerWithTheSample() {
    IllegalStateException cause = new IllegalStateException("the disk is gone");
    Samples samples =
        new Odd() {
          @Override
          public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
            if (index == 21) {
              throw cause;
            }
            super.copyTo(index, group, at, layout, lane);
          }

          @Override
          public void copyTo(
              int index, float[] image, int at, ChannelLayout layout, float[] scratch) {
            if (index == 21) {
              throw cause;
            }
            super.copyTo(index, image, at, layout, scratch);
          }
        };
    for (int batch : new int[] {1, 40}) {
      SampleException e =
          assertThrows(
              SampleException.class, () -> train(samples, new SoftmaxCrossEntropy(), batch));
      assertEquals(21, e.index());
      assertSame(cause, e.getCause());
      assertEquals(
          "Every sample must be readable. Received for sample 21: java.lang.IllegalStateException:"
              + " the disk is gone",
          e.getMessage());
    }
    assertEquals(
        21,
        assertThrows(SampleException.class, () -> evaluate(samples, new SoftmaxCrossEntropy()))
            .index());
  }

  @Test
  void samplesMustStayAsMany() {
    int[] calls = new int[1];
    Samples shrinking =
        new Odd() {
          @Override
          public int size() {
            return calls[0] == 0 ? 40 : 30;
          }

          @Override
          public int label(int index) {
            calls[0] += index == 2 ? 1 : 0;
            return super.label(index);
          }
        };
    assertRefused(
        "Samples must stay as many while a network is trained on them. Expected: 40. Received: 30",
        () -> train(shrinking, new SoftmaxCrossEntropy(), 8));
  }

  @Test
  void noSamplesAndOtherClassesAreRefused() {
    ArraySamples none = new ArraySamples(Shape.flat(4), 3, new float[0], new int[0]);
    assertRefused(
        "There must be at least 1 sample. Received: 0",
        () -> train(none, new SoftmaxCrossEntropy(), 1));
    assertRefused(
        "There must be at least 1 sample. Received: 0",
        () -> evaluate(none, new SoftmaxCrossEntropy()));
    Samples more = new ArraySamples(Shape.flat(4), 4, GOOD.images(), GOOD.labels());
    assertRefused(
        "The network must give a value for each class. Expected: 4. Received: 3",
        () -> train(more, new SoftmaxCrossEntropy(), 1));
  }

  /** Predictions need no labels. */
  @Test
  void predictionsDoNotLookAtLabels() {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Evaluator evaluator =
          new Evaluator(network(), new SoftmaxCrossEntropy(), executor, Widths.SCALAR);
      assertEquals(40, evaluator.predict(Odd.withLabel(-1)).length);
    }
  }

  /** Mixed images whose second class, or whose share, is out of range. */
  private static final class Mixed extends ForwardingSamples implements AugmentedSamples {

    private final int other;
    private final float share;

    Mixed(int other, float share) {
      super(GOOD);
      this.other = other;
      this.share = share;
    }

    @Override
    public boolean mixes() {
      return true;
    }

    @Override
    public SampleReader newReader() {
      return new SampleReader() {
        private int index;

        @Override
        public void read(int newIndex, long key) {
          index = newIndex;
        }

        @Override
        public void copyTo(float[] group, int at, LaneLayout layout, int lane) {
          GOOD.copyTo(index, group, at, layout, lane);
        }

        @Override
        public void copyTo(float[] image, int at, ChannelLayout layout) {
          GOOD.copyTo(index, image, at, layout, new float[64]);
        }

        @Override
        public int label() {
          return GOOD.label(index);
        }

        @Override
        public int otherLabel() {
          return index == 21 ? other : label();
        }

        @Override
        public float share() {
          return index == 21 ? share : 1;
        }
      };
    }
  }

  @Test
  void mixedImagesAreChecked() {
    for (int batch : new int[] {1, 40}) {
      assertRefused(
          "A label must be 0 to 2. Received: 3 for sample 21",
          () -> train(new Mixed(3, 0.75f), new SoftmaxCrossEntropy(), batch));
      assertRefused(
          "A share must be 0 to 1. Received: 1.5 for sample 21",
          () -> train(new Mixed(0, 1.5f), new SoftmaxCrossEntropy(), batch));
    }
  }
}
