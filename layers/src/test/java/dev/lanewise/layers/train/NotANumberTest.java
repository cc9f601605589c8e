package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.MeanSquaredError;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.metric.Confusion;
import dev.lanewise.layers.metric.Ranks;
import dev.lanewise.layers.optim.Sgd;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.twin.ArraySamples;
import dev.lanewise.testkit.Widths;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A result that is not a number is never right. */
class NotANumberTest {

  private static final ArraySamples SAMPLES =
      new ArraySamples(Shape.flat(1), 2, new float[] {1, 2, 3, -1, 0}, new int[] {0, 0, 1, 0, 0});

  private static Network network(float... weights) {
    Network network = Network.builder(Shape.flat(1)).add(Dense.of(2).withBias(false)).build(1);
    network.parameters().set(network.parameters().list().getFirst(), weights);
    return network;
  }

  @Test
  void aNetworkOfNotANumberHasAccuracyZeroAndSaysSo() {
    for (float[] weights : new float[][] {{Float.NaN, Float.NaN}, {1, Float.NaN}, {Float.NaN, 1}}) {
      try (BatchExecutor executor = new BatchExecutor(1)) {
        Evaluation result =
            new Evaluator(
                    network(weights),
                    new MeanSquaredError(MeanSquaredError.Form.SUM),
                    executor,
                    Widths.best())
                .evaluate(SAMPLES);
        assertEquals(0, result.accuracy());
        assertEquals(5, result.invalid());
        assertEquals(Double.NaN, result.loss());
      }
    }
    try (BatchExecutor executor = new BatchExecutor(1)) {
      Evaluation result =
          new Evaluator(network(1, 0), new SoftmaxCrossEntropy(), executor, Widths.best())
              .evaluate(SAMPLES);
      assertEquals(0, result.invalid());
      assertEquals(0.6, result.accuracy(), 1e-12);
    }
  }

  @Test
  void trainingStopsAndCountsNoneAsRight() {
    for (int batch : new int[] {1, 5}) {
      try (BatchExecutor executor = new BatchExecutor(1)) {
        Trainer trainer =
            new Trainer(
                network(Float.NaN, Float.NaN),
                new SoftmaxCrossEntropy(),
                Sgd.of(0.1),
                new TrainOptions(1, batch, 1, false, 0),
                executor,
                Widths.best());
        assertEquals(
            "fc1",
            assertThrows(
                    NonFiniteLossException.class,
                    () -> trainer.train(SAMPLES, Optional.empty(), new TrainListener() {}))
                .layer());
      }
    }
  }

  @Test
  void metricsCountNoneAsRight() {
    float[][] results = {{Float.NaN, Float.NaN}, {0, 1}, {1, Float.NaN}, {1, 0}};
    int[] labels = {0, 1, 0, 1};
    int[] largest = Ranks.largest(results);
    assertArrayEquals(new int[] {-1, 1, -1, 0}, largest);
    assertEquals(0.25, Ranks.topAccuracy(results, labels, 1));
    assertEquals(0.5, Ranks.topAccuracy(results, labels, 2));
    Confusion confusion = Confusion.of(labels, largest, 2);
    assertEquals(0.25, confusion.accuracy());
    assertEquals(2, confusion.unanswered());
    assertEquals(2, confusion.support(0));
    assertEquals(0, confusion.recall(0));
    assertEquals(4, confusion.samples());
    assertEquals(List.of(List.of(0L, 0L), List.of(1L, 1L)), confusion.rows());
  }

  @Test
  void aClassWithoutImagesHasFiguresOfZeroAndNoArea() {
    float[][] results = {{1, 0, 0}, {0, 1, 0}};
    Confusion confusion = Confusion.of(new int[] {0, 1}, Ranks.largest(results), 3);
    assertEquals(0, confusion.precision(2));
    assertEquals(0, confusion.recall(2));
    assertEquals(2 / 3.0, confusion.macroF1(), 1e-12);
    assertEquals(Double.NaN, Ranks.areaUnderCurve(results, new int[] {0, 1}, 2));
  }

  @Test
  void figuresThatAreNotNumbersAreNeverTheBest() {
    Best best = new Best(Plateau.Goal.SMALL, 0);
    assertFalse(best.report(Double.NaN));
    assertEquals(0, best.at());
    Plateau plateau = Plateau.of(Plateau.Goal.SMALL);
    Plateau.State state = plateau.next(plateau.start(1), Double.NaN);
    assertEquals(1, state.bad());
    assertEquals(Double.POSITIVE_INFINITY, state.best());
  }
}
