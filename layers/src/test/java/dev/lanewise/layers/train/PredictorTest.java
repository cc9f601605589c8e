package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.layers.twin.NaiveNetwork;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {

  private static final Shape INPUT = new Shape(3, 9, 7);

  private static Network network(int groups) {
    return Network.builder(INPUT)
        .add(Conv2d.of(18, 3))
        .add(new Relu())
        .add(Conv2d.of(6, 3).withGroups(groups))
        .add(MaxPool2d.of(2))
        .add(new Flatten())
        .add(Dense.of(5))
        .build(4);
  }

  private static ArraySamples samples(int count) {
    return ArraySamples.random(new Random(count), INPUT, 5, count);
  }

  /**
   * Whole groups, images that are left over, groups that are not whole; with and without threads.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 15, 16, 17, 21, 22, 37})
  void anyCountAndAnyWorkersGiveTheSameBits(int count) {
    ArraySamples samples = samples(count);
    for (int groups = 1; groups <= 2; groups++) {
      Network network = network(groups);
      float[] expected = expected(network, samples);
      for (Simd simd : Widths.ALL) {
        for (int workers = 0; workers <= 3; workers++) {
          try (BatchExecutor executor = new BatchExecutor(Math.max(1, workers))) {
            Predictor predictor =
                new Predictor(
                    network,
                    Predictor.Output.RAW,
                    37,
                    ConvAlgorithm.DIRECT,
                    workers == 0 ? Optional.empty() : Optional.of(executor),
                    simd);
            float[] results = Poison.floats(count * 5 + 3);
            predictor.predict(samples.images(), count, results);
            Bits.assertIdentical(
                expected, Arrays.copyOf(results, count * 5), simd.width() + ", " + workers);
            Poison.assertUntouched(results, count * 5, results.length);
          }
        }
      }
    }
  }

  /** Each image in a lane group of its own. */
  private static float[] expected(Network network, ArraySamples samples) {
    float[] expected = new float[samples.size() * 5];
    try (BatchExecutor executor = new BatchExecutor(1)) {
      BatchRunner runner =
          new BatchRunner(
              network,
              new MeanSquaredError(MeanSquaredError.Form.SUM),
              false,
              1,
              ConvAlgorithm.DIRECT,
              executor,
              Widths.SCALAR);
      runner.prepare();
      float[] one = new float[5];
      for (int i = 0; i < samples.size(); i++) {
        runner.run(samples, new int[] {i}, 0, 1, 1, 0, one);
        System.arraycopy(one, 0, expected, i * 5, 5);
      }
    }
    return expected;
  }

  @Test
  void equalsTheNaiveTwinAndTheEvaluator() {
    Network network = network(1);
    ArraySamples samples = samples(4);
    Predictor predictor = new Predictor(network, Predictor.Output.PROBABILITIES, Widths.best());
    NaiveNetwork twin = new NaiveNetwork(network);
    try (BatchExecutor executor = new BatchExecutor(2)) {
      Evaluator evaluator =
          new Evaluator(network, new SoftmaxCrossEntropy(), executor, Widths.best());
      float[][] rows = evaluator.predict(samples);
      for (int n = 0; n < 4; n++) {
        float[] image =
            Arrays.copyOfRange(samples.images(), n * INPUT.elements(), (n + 1) * INPUT.elements());
        double[] exact = new double[image.length];
        Arrays.setAll(exact, i -> image[i]);
        double[] y = twin.forward(NaiveNetwork.parametersOf(network), exact, 0, false);
        double sum = Arrays.stream(y).map(Math::exp).sum();
        float[] got = predictor.predict(image);
        for (int c = 0; c < 5; c++) {
          assertEquals(Math.exp(y[c]) / sum, got[c], 1e-6);
        }
        Bits.assertIdentical(got, rows[n], "the evaluator's row " + n);
      }
    }
  }

  @Test
  void changedParametersCountAfterARefresh() {
    Network network = network(1);
    ArraySamples samples = samples(1);
    Predictor predictor = new Predictor(network, Predictor.Output.RAW, Widths.best());
    float[] before = predictor.predict(samples.images());
    float[] values = network.parameters().values();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    predictor.refresh();
    float[] after = predictor.predict(samples.images());
    Bits.assertIdentical(expected(network, samples), after, "after the refresh");
    assertEquals(false, Arrays.equals(before, after));
  }

  @Test
  void anEvaluatorSeesChangedParameters() {
    Network network = network(1);
    ArraySamples samples = samples(2);
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Evaluator evaluator =
          new Evaluator(
              network, new MeanSquaredError(MeanSquaredError.Form.SUM), executor, Widths.SCALAR);
      evaluator.predict(samples);
      network.parameters().values()[0] = 3;
      float[][] rows = evaluator.predict(samples);
      float[] expected = expected(network, samples);
      Bits.assertIdentical(Arrays.copyOf(expected, 5), rows[0], "row 0");
      Bits.assertIdentical(Arrays.copyOfRange(expected, 5, 10), rows[1], "row 1");
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    Predictor predictor = new Predictor(network(1), Predictor.Output.RAW, Widths.SCALAR);
    assertEquals(189, predictor.inputSize());
    assertEquals(5, predictor.outputSize());
    assertMessage(
        "An image must have as many values as the network's input, 3x9x7. Expected: 189."
            + " Received: 188",
        () -> predictor.predict(new float[188]));
    assertMessage(
        "A call must have at least 1 image and at most 5. Received: 6",
        () -> predictor.predict(new float[6 * 189], 6, new float[30]));
    assertMessage(
        "A call must have at least 1 image and at most 5. Received: 0",
        () -> predictor.predict(new float[189], 0, new float[30]));
    assertMessage(
        "The images must have room for all values. Expected: at least 378. Received: 377",
        () -> predictor.predict(new float[377], 2, new float[10]));
    assertMessage(
        "The results must have room for all values. Expected: at least 10. Received: 9",
        () -> predictor.predict(new float[378], 2, new float[9]));
    assertMessage(
        "A predictor must take at least 1 image. Received: 0",
        () ->
            new Predictor(
                network(1),
                Predictor.Output.RAW,
                0,
                ConvAlgorithm.AUTO,
                Optional.empty(),
                Widths.SCALAR));
    Network image = Network.builder(INPUT).add(Conv2d.of(2, 3)).build(1);
    assertMessage(
        "Probabilities need a flat result, n x 1 x 1. Received: 2x7x5",
        () -> new Predictor(image, Predictor.Output.PROBABILITIES, Widths.SCALAR));
  }

  private static void assertMessage(
      String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
