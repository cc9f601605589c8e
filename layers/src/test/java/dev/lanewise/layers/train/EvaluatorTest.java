package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.CategoricalCrossEntropy;
import dev.lanewise.layers.loss.Reduction;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.layers.twin.NaiveNetwork;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {

  private static final Shape INPUT = Shape.flat(5);

  private static Network network(boolean softmax) {
    Network.Builder builder =
        Network.builder(INPUT)
            .add(Dense.of(9))
            .add(new Tanh())
            .add(new Dropout(0.5))
            .add(Dense.of(4));
    return (softmax ? builder.add(new Softmax()) : builder).build(6);
  }

  /** Runs of 1024 images at most; dropout drops nothing. */
  @ParameterizedTest
  @ValueSource(ints = {1, 17, 1024, 1025, 2113})
  void equalsAPlainLoop(int size) {
    ArraySamples samples = ArraySamples.random(new Random(size), INPUT, 4, size);
    Network network = network(false);
    Network probabilities = network(true);
    NaiveNetwork twin = new NaiveNetwork(network);
    double loss = 0;
    int correct = 0;
    double[][] expected = new double[size][];
    for (int n = 0; n < size; n++) {
      double[] image = new double[5];
      for (int i = 0; i < 5; i++) {
        image[i] = samples.images()[n * 5 + i];
      }
      double[] y = twin.forward(NaiveNetwork.parametersOf(network), image, 0, false);
      double sum = Arrays.stream(y).map(Math::exp).sum();
      expected[n] = Arrays.stream(y).map(value -> Math.exp(value) / sum).toArray();
      loss -= Math.log(expected[n][samples.label(n)]);
      int best = 0;
      for (int c = 1; c < 4; c++) {
        best = y[c] > y[best] ? c : best;
      }
      correct += best == samples.label(n) ? 1 : 0;
    }
    try (BatchExecutor executor = new BatchExecutor(3)) {
      Evaluator evaluator =
          new Evaluator(network, new SoftmaxCrossEntropy(), executor, Widths.SCALAR);
      Evaluation evaluation = evaluator.evaluate(samples);
      assertEquals(loss / size, evaluation.loss(), 1e-6);
      assertEquals((double) correct / size, evaluation.accuracy());
      assertEquals(size, evaluation.images());
      assertPredictions(expected, evaluator.predict(samples));
      Evaluator sum =
          new Evaluator(network, new SoftmaxCrossEntropy(Reduction.SUM), executor, Widths.SCALAR);
      assertEquals(loss, sum.evaluate(samples).loss(), 1e-6 * size);
      // The network ends in a softmax of its own, which must not be applied twice.
      Evaluator own =
          new Evaluator(
              probabilities, new CategoricalCrossEntropy(Reduction.MEAN), executor, Widths.SCALAR);
      assertEquals(loss / size, own.evaluate(samples).loss(), 1e-6);
      assertPredictions(expected, own.predict(samples));
    }
  }

  private static void assertPredictions(double[][] expected, float[][] got) {
    assertEquals(expected.length, got.length);
    for (int n = 0; n < got.length; n++) {
      for (int c = 0; c < got[n].length; c++) {
        assertEquals(expected[n][c], got[n][c], 1e-6, "sample " + n);
      }
    }
  }
}
