package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Graph;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Relu6;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.SqueezeExcite;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.optim.Adam;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.pool.AvgPool2d;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.pool.Pool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither workers nor widths change a bit; seeds do. */
class DeterminismTest {

  private static final Shape INPUT = new Shape(2, 9, 7);
  private static final int[] WORKERS = {1, 2, 3, 5};

  private static Network network() {
    return Network.builder(INPUT)
        .add(Conv2d.of(5, 3).withPadding(Padding.of(1)))
        .add(new Tanh())
        .add(new MaxPool2d(new Pool2d(3, 3, 2, 2, new Halo(1, 1, 1, 1), false, true)))
        .add(Conv2d.of(6, 3).withPadding(Padding.SAME).withStride(2).withBias(Bias.POSITION))
        .add(new Sigmoid())
        .add(new AvgPool2d(new Pool2d(2, 2, 2, 2, Halo.NONE, true, true)))
        .add(new Dropout(0.3))
        .add(new Flatten())
        .add(Dense.of(7))
        .add(new Relu())
        .add(Dense.of(4))
        .build(11);
  }

  private static float[] train(
      ArraySamples samples, Optimizer optimizer, int batch, long seed, int workers, Simd simd) {
    Network network = network();
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      new Trainer(
              network,
              new SoftmaxCrossEntropy(),
              optimizer,
              new TrainOptions(2, batch, seed, true, 0),
              executor,
              simd)
          .train(samples, Optional.empty(), new TrainListener() {});
    }
    return network.parameters().values().clone();
  }

  /** Batches of 300 are 19 groups in 16 shards; the last steps have 1, 2, 7, 12, 2, 20 images. */
  @ParameterizedTest
  @CsvSource({"1, 3", "5, 12", "16, 23", "17, 46", "33, 68", "300, 320"})
  void trainingHasTheSameBits(int batch, int images) {
    ArraySamples samples = ArraySamples.random(new Random(batch), INPUT, 4, images);
    Optimizer optimizer = batch % 2 == 0 ? Adam.of(0.01) : Sgd.nesterov(0.1, 0.9);
    float[] expected = train(samples, optimizer, batch, 3, 1, Widths.SCALAR);
    assertFalse(Arrays.equals(network().parameters().values(), expected), "something is learned");
    for (Simd simd : Widths.ALL) {
      for (int workers : WORKERS) {
        float[] got = train(samples, optimizer, batch, 3, workers, simd);
        Bits.assertSame(expected, got, simd.width() + ", " + workers + " workers");
      }
    }
  }

  /**
   * The bits themselves: what another machine has to come to, and what a change of any order of
   * sums, key or formula alters. A change that means to alter them says so in the changelog.
   */
  @ParameterizedTest
  @CsvSource({"17, 46, bcd2cce6d6ce7125", "300, 320, 4912a5c05411869f"})
  void theBitsAreThese(int batch, int images, String expected) throws NoSuchAlgorithmException {
    ArraySamples samples = ArraySamples.random(new Random(batch), INPUT, 4, images);
    Optimizer optimizer = batch % 2 == 0 ? Adam.of(0.01) : Sgd.nesterov(0.1, 0.9);
    float[] values = train(samples, optimizer, batch, 3, 2, Widths.best());
    assertEquals(expected, digest(values));
  }

  private static String digest(float[] values) throws NoSuchAlgorithmException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
    bytes.asFloatBuffer().put(values);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
    return HexFormat.of().formatHex(digest, 0, 8);
  }

  /** Sums over the whole batch, branches and a moving average of statistics. */
  private static float[] trainGraph(int batch, int images, int workers, Simd simd) {
    Graph graph = Graph.of(INPUT);
    Graph.Value stem = graph.input().then(Conv2d.of(5, 3)).then(new BatchNorm()).then(new Relu());
    Conv2d conv = Conv2d.of(5, 3).withPadding(Padding.SAME).withBias(Bias.NONE);
    Conv2d another = conv.withPadding(Padding.SAME);
    Graph.Value sum =
        stem.then(conv)
            .then(new BatchNorm())
            .then(new Relu6())
            .then(another)
            .then(new BatchNorm())
            .plus(stem)
            .then(new Relu());
    Graph.Value block = SqueezeExcite.of(sum, 5, 3);
    Network network =
        graph.network(
            block.concat(stem).then(MaxPool2d.of(2)).then(new Flatten()).then(Dense.of(4)), 11);
    ArraySamples samples = ArraySamples.random(new Random(batch), INPUT, 4, images);
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      new Trainer(
              network,
              new SoftmaxCrossEntropy(),
              Sgd.nesterov(0.05, 0.9),
              new TrainOptions(2, batch, 3, true, 0),
              executor,
              simd)
          .train(samples, Optional.empty(), new TrainListener() {});
    }
    float[] parameters = network.parameters().values();
    float[] buffers = network.buffers().values();
    float[] all = Arrays.copyOf(parameters, parameters.length + buffers.length);
    System.arraycopy(buffers, 0, all, parameters.length, buffers.length);
    return all;
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "5, 12", "17, 46", "300, 320"})
  void batchesAreNormalisedWithTheSameBits(int batch, int images) {
    float[] expected = trainGraph(batch, images, 1, Widths.SCALAR);
    for (Simd simd : Widths.ALL) {
      for (int workers : WORKERS) {
        Bits.assertSame(
            expected,
            trainGraph(batch, images, workers, simd),
            simd.width() + ", " + workers + " workers");
      }
    }
  }

  /** The second layer suits Winograd's tiles in all passes, the third in one, the first in none. */
  private static float[] trainTiled(ConvAlgorithm conv, int workers, Simd simd) {
    Network network =
        Network.builder(INPUT)
            .add(Conv2d.of(33, 3).withPadding(Padding.of(1)))
            .add(new Relu())
            .add(Conv2d.of(32, 3).withPadding(Padding.of(1)))
            .add(new Tanh())
            .add(Conv2d.of(19, 3))
            .add(new Flatten())
            .add(Dense.of(4))
            .build(11);
    ArraySamples samples = ArraySamples.random(new Random(6), INPUT, 4, 46);
    TrainOptions options = new TrainOptions(2, 37, 3, true, 0).withConv(conv);
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      new Trainer(network, new SoftmaxCrossEntropy(), Sgd.of(0.1), options, executor, simd)
          .train(samples, Optional.empty(), new TrainListener() {});
    }
    return network.parameters().values().clone();
  }

  @ParameterizedTest
  @EnumSource(ConvAlgorithm.class)
  void everyAlgorithmHasOneSetOfBits(ConvAlgorithm conv) {
    float[] expected = trainTiled(conv, 1, Widths.SCALAR);
    for (Simd simd : Widths.ALL) {
      Bits.assertSame(expected, trainTiled(conv, 2, simd), conv + ", " + simd.width());
    }
  }

  @Test
  void algorithmsDifferInRoundingOnly() {
    float[] direct = trainTiled(ConvAlgorithm.DIRECT, 1, Widths.best());
    float[] tiled = trainTiled(ConvAlgorithm.AUTO, 1, Widths.best());
    assertFalse(Arrays.equals(direct, tiled), "both are in use");
    for (int i = 0; i < direct.length; i++) {
      assertEquals(direct[i], tiled[i], 1e-4, "parameter " + i);
    }
  }

  /** As {@link #theBitsAreThese}, for each algorithm. */
  @ParameterizedTest
  @CsvSource({"AUTO, c27b73e7129494ce", "DIRECT, 4069fdc62f78e6cb", "WINOGRAD, 47a64dd37b27ef6f"})
  void theBitsOfEveryAlgorithmAreThese(ConvAlgorithm conv, String expected)
      throws NoSuchAlgorithmException {
    assertEquals(expected, digest(trainTiled(conv, 2, Widths.best())));
  }

  @Test
  void seedsDecide() {
    ArraySamples samples = ArraySamples.random(new Random(1), INPUT, 4, 30);
    Simd simd = Widths.SCALAR;
    float[] first = train(samples, Sgd.of(0.1), 30, 3, 1, simd);
    Bits.assertSame(first, train(samples, Sgd.of(0.1), 30, 3, 1, simd), "the same seed");
    assertFalse(Arrays.equals(first, train(samples, Sgd.of(0.1), 30, 4, 1, simd)), "another seed");
  }

  /**
   * Each on its own: the order, which matters in small batches, and dropout in the data's order.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSeedDecidesOnOrderAndOnDropout(boolean shuffle) {
    assertFalse(Arrays.equals(ordered(shuffle, 3), ordered(shuffle, 4)), "another seed");
  }

  private static float[] ordered(boolean shuffle, long seed) {
    Network.Builder builder = Network.builder(INPUT).add(new Flatten()).add(Dense.of(7));
    Network network = (shuffle ? builder : builder.add(new Dropout(0.5))).add(Dense.of(4)).build(1);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      TrainOptions options = new TrainOptions(1, 4, seed, shuffle, 0);
      new Trainer(network, new SoftmaxCrossEntropy(), Sgd.of(0.1), options, executor, Widths.SCALAR)
          .train(
              ArraySamples.random(new Random(1), INPUT, 4, 30),
              Optional.empty(),
              new TrainListener() {});
    }
    return network.parameters().values().clone();
  }

  @Test
  void evaluationHasTheSameBits() {
    Network network = network();
    ArraySamples samples = ArraySamples.random(new Random(2), INPUT, 4, 77);
    Evaluation evaluation = null;
    float[][] predictions = null;
    for (Simd simd : Widths.ALL) {
      for (int workers : WORKERS) {
        try (BatchExecutor executor = new BatchExecutor(workers)) {
          Evaluator evaluator = new Evaluator(network, new SoftmaxCrossEntropy(), executor, simd);
          Evaluation got = evaluator.evaluate(samples);
          float[][] rows = evaluator.predict(samples);
          if (evaluation == null || predictions == null) {
            evaluation = got;
            predictions = rows;
          }
          assertEquals(evaluation, got, simd.width() + ", " + workers + " workers");
          for (int i = 0; i < rows.length; i++) {
            Bits.assertSame(predictions[i], rows[i], "prediction " + i + " at " + simd.width());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 16, 17, 33})
  void aPredictionDoesNotDependOnItsCompany(int count) {
    Network network = network();
    ArraySamples samples = ArraySamples.random(new Random(2), INPUT, 4, 40);
    int elements = INPUT.elements();
    // The last images come first, in reverse order.
    float[] reversed = new float[count * elements];
    for (int i = 0; i < count; i++) {
      System.arraycopy(samples.images(), (39 - i) * elements, reversed, i * elements, elements);
    }
    try (BatchExecutor executor = new BatchExecutor(2)) {
      Evaluator evaluator =
          new Evaluator(network, new SoftmaxCrossEntropy(), executor, Widths.SCALAR);
      float[][] all = evaluator.predict(samples);
      float[][] some = evaluator.predict(new ArraySamples(INPUT, 4, reversed, new int[count]));
      for (int i = 0; i < count; i++) {
        Bits.assertSame(all[39 - i], some[i], "sample " + (39 - i));
      }
    }
  }
}
