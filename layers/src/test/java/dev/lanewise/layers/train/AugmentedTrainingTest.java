package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.AugmentedSamples;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.SampleReader;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Augmented samples: seen by training, by key; not seen by measuring. */
class AugmentedTrainingTest {

  private static final Shape SHAPE = new Shape(2, 3, 5);
  private static final int CLASSES = 4;
  private static final int SIZE = 37;
  private static final long SEED = 6;

  /** Every value times a factor that the key decides; the other class is the next one. */
  private record Scaled(ArraySamples plain, float share) implements AugmentedSamples {

    static float factor(long key) {
      return (float) (0.5 + CounterRandom.uniform(key, 1));
    }

    @Override
    public int size() {
      return plain.size();
    }

    @Override
    public Shape shape() {
      return plain.shape();
    }

    @Override
    public int classes() {
      return plain.classes();
    }

    @Override
    public int label(int index) {
      return plain.label(index);
    }

    @Override
    public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
      plain.copyTo(index, group, at, layout, lane);
    }

    @Override
    public boolean mixes() {
      return share < 1;
    }

    @Override
    public SampleReader newReader() {
      return new Reader(this);
    }
  }

  private static final class Reader implements SampleReader {
    private final Scaled samples;
    private final float[] image = new float[SHAPE.elements()];
    private int index;

    Reader(Scaled samples) {
      this.samples = samples;
    }

    @Override
    public void read(int newIndex, long key) {
      index = newIndex;
      for (int i = 0; i < image.length; i++) {
        image[i] = samples.plain.images()[index * image.length + i] * Scaled.factor(key);
      }
    }

    @Override
    public void copyTo(float[] group, int at, LaneLayout layout, int lane) {
      int[] offsets = layout.pixelOffsets();
      for (int i = 0; i < image.length; i++) {
        int c = i / offsets.length;
        group[at + c * layout.planeStride() + offsets[i % offsets.length] + lane] = image[i];
      }
    }

    @Override
    public void copyTo(float[] to, int at, ChannelLayout layout) {
      for (int i = 0; i < image.length; i++) {
        to[at + layout.elementOffsets()[i]] = image[i];
      }
    }

    @Override
    public int label() {
      return samples.label(index);
    }

    @Override
    public int otherLabel() {
      return samples.share < 1 ? (label() + 1) % CLASSES : label();
    }

    @Override
    public float share() {
      return samples.share;
    }
  }

  private static ArraySamples plain() {
    return ArraySamples.random(new Random(3), SHAPE, CLASSES, SIZE);
  }

  private static Network network() {
    return Network.builder(SHAPE).add(new Flatten()).add(Dense.of(CLASSES)).build(2);
  }

  private static Trainer trainer(Network network, int batch, BatchExecutor executor) {
    return new Trainer(
        network,
        new SoftmaxCrossEntropy(),
        Sgd.of(0.1),
        new TrainOptions(3, batch, SEED, true, 0),
        executor,
        Widths.SCALAR);
  }

  /** What epoch 2 makes of the samples. */
  private static ArraySamples secondEpoch(int labelStep) {
    float[] images = plain().images().clone();
    long epoch = CounterRandom.key(CounterRandom.key(SEED, 3), 2);
    for (int i = 0; i < images.length; i++) {
      images[i] *= Scaled.factor(CounterRandom.key(epoch, i / SHAPE.elements()));
    }
    int[] labels = Arrays.stream(plain().labels()).map(l -> (l + labelStep) % CLASSES).toArray();
    return new ArraySamples(SHAPE, CLASSES, images, labels);
  }

  private static double loss(Samples samples, int batch, BatchExecutor executor) {
    int[] order = new int[SIZE];
    Arrays.setAll(order, i -> SIZE - 1 - i);
    return trainer(network(), batch, executor).step(samples, order, 4, batch, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 33})
  void aStepSeesWhatSeedEpochAndSampleDecide(int batch) {
    try (BatchExecutor executor = new BatchExecutor(2)) {
      assertEquals(
          loss(secondEpoch(0), batch, executor), loss(new Scaled(plain(), 1), batch, executor));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 33})
  void mixedTargetsAreTheMeanOfTwoLosses(int batch) {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      float share = 0.3f;
      double expected =
          share * loss(secondEpoch(0), batch, executor)
              + (1 - share) * loss(secondEpoch(1), batch, executor);
      double mixed = loss(new Scaled(plain(), share), batch, executor);
      assertEquals(expected, mixed, 1e-6 * expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void workersDoNotMatterAndMeasuringSeesPlainImages(int batch) {
    float[][] values = new float[2][];
    for (int i = 0; i < 2; i++) {
      Network network = network();
      try (BatchExecutor executor = new BatchExecutor(1 + 2 * i)) {
        trainer(network, batch, executor)
            .train(new Scaled(plain(), 0.6f), Optional.empty(), new TrainListener() {});
        values[i] = network.parameters().values().clone();
        Evaluator evaluator =
            new Evaluator(network, new SoftmaxCrossEntropy(), executor, Widths.SCALAR);
        assertEquals(evaluator.evaluate(plain()), evaluator.evaluate(new Scaled(plain(), 0.6f)));
      }
    }
    assertArrayEquals(values[0], values[1]);
  }

  @Test
  void aTrainerMayChangeItsSamples() {
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Trainer trainer = trainer(network(), 5, executor);
      Trainer other = trainer(network(), 5, executor);
      int[] order = {4, 9, 11, 36, 0};
      trainer.step(new Scaled(plain(), 0.4f), order, 0, 5, 2);
      other.step(new Scaled(plain(), 0.4f), order, 0, 5, 2);
      assertEquals(
          trainer.step(secondEpoch(0), order, 0, 5, 2),
          other.step(new Scaled(plain(), 1), order, 0, 5, 2));
    }
  }

  @Test
  void augmentedSamplesAreNotSplit() {
    assertEquals(
        "Samples must be split before they are augmented. Received: augmented samples",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    ValidationSplit.of(new Scaled(plain(), 1), 0.2, ValidationSplit.Which.LAST, 1))
            .getMessage());
  }
}
