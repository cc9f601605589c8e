package dev.lanewise.layers.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricTest {

  /** scikit-learn's example of {@code classification_report}. */
  @Test
  void confusionByHand() {
    Confusion confusion = Confusion.of(new int[] {0, 1, 2, 2, 2}, new int[] {0, 0, 2, 2, 1}, 3);
    assertEquals(
        List.of(List.of(1L, 0L, 0L), List.of(1L, 0L, 0L), List.of(0L, 1L, 2L)), confusion.rows());
    assertEquals(5, confusion.samples());
    assertEquals(3, confusion.support(2));
    assertEquals(2, confusion.predicted(0));
    assertEquals(1, confusion.count(2, 1));
    assertEquals(0.6, confusion.accuracy());
    assertEquals(0.5, confusion.precision(0));
    assertEquals(0, confusion.precision(1));
    assertEquals(1, confusion.precision(2));
    assertEquals(1, confusion.recall(0));
    assertEquals(0, confusion.recall(1));
    assertEquals(2 / 3.0, confusion.recall(2));
    assertEquals(2 / 3.0, confusion.f1(0));
    assertEquals(0, confusion.f1(1));
    assertEquals(0.8, confusion.f1(2));
    assertEquals(0.5, confusion.macroPrecision());
    assertEquals((1 + 2 / 3.0) / 3, confusion.macroRecall(), 1e-15);
    assertEquals((2 / 3.0 + 0.8) / 3, confusion.macroF1(), 1e-15);
  }

  @Test
  void aClassThatNeverOccursHasZeros() {
    Confusion confusion = Confusion.of(new int[] {0}, new int[] {0}, 2);
    assertEquals(0, confusion.precision(1));
    assertEquals(0, confusion.recall(1));
    assertEquals(0, confusion.f1(1));
    assertEquals(0, Confusion.of(new int[0], new int[0], 2).accuracy());
  }

  @Test
  void theLargestIsTheFirstOfEqualOnes() {
    assertArrayEquals(
        new int[] {1, 0, -1, 2},
        Ranks.largest(new float[][] {{1, 3, 3}, {2, 2, 2}, {Float.NaN, 1, 0}, {-3, -2, -1}}));
  }

  @Test
  void topAccuracyByHand() {
    float[][] results = {{0.5f, 0.2f, 0.3f}, {0.1f, 0.8f, 0.1f}, {0.3f, 0.3f, 0.4f}};
    int[] labels = {2, 2, 1};
    assertEquals(0, Ranks.topAccuracy(results, labels, 1));
    assertEquals(1 / 3.0, Ranks.topAccuracy(results, labels, 2));
    assertEquals(1, Ranks.topAccuracy(results, labels, 3));
    assertEquals(1, Ranks.topAccuracy(results, labels, 7));
    assertEquals(0, Ranks.topAccuracy(new float[][] {{Float.NaN, 1}}, new int[] {0}, 2));
  }

  @Test
  void topOneIsTheConfusionsAccuracy() {
    Random random = new Random(4);
    float[][] results = new float[97][5];
    int[] labels = new int[97];
    for (int n = 0; n < labels.length; n++) {
      labels[n] = random.nextInt(5);
      for (int c = 0; c < 5; c++) {
        results[n][c] = random.nextInt(4);
      }
    }
    assertEquals(
        Confusion.of(labels, Ranks.largest(results), 5).accuracy(),
        Ranks.topAccuracy(results, labels, 1));
  }

  @Test
  void areasByHand() {
    boolean[] positive = {false, false, true, true};
    assertEquals(0.75, Ranks.areaUnderCurve(new float[] {0.1f, 0.4f, 0.35f, 0.8f}, positive));
    assertEquals(1, Ranks.areaUnderCurve(new float[] {1, 2, 3, 4}, positive));
    assertEquals(0, Ranks.areaUnderCurve(new float[] {4, 3, 2, 1}, positive));
    assertEquals(0.5, Ranks.areaUnderCurve(new float[] {7, 7, 7, 7}, positive));
    assertEquals(Double.NaN, Ranks.areaUnderCurve(new float[] {7}, new boolean[] {true}));
    assertEquals(
        Double.NaN, Ranks.areaUnderCurve(new float[] {1, Float.NaN}, new boolean[] {true, false}));
  }

  /** The area is the share of pairs that are in order: all pairs, one by one. */
  @Test
  void areasOfManyAreSharesOfPairs() {
    Random random = new Random(9);
    int n = 131;
    float[][] results = new float[n][3];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(3);
      for (int c = 0; c < 3; c++) {
        results[i][c] = random.nextInt(20) + (labels[i] == c ? 3 : 0);
      }
    }
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      double inOrder = 0;
      int pairs = 0;
      for (int p = 0; p < n; p++) {
        for (int q = 0; q < n; q++) {
          if (labels[p] == c && labels[q] != c) {
            pairs++;
            inOrder += results[p][c] > results[q][c] ? 1 : results[p][c] == results[q][c] ? 0.5 : 0;
          }
        }
      }
      assertEquals(inOrder / pairs, Ranks.areaUnderCurve(results, labels, c), 1e-12);
      sum += inOrder / pairs;
    }
    assertEquals(sum / 3, Ranks.macroAreaUnderCurve(results, labels), 1e-12);
  }

  @Test
  void badInput() {
    assertMessage(
        "There must be a prediction for each label. Expected: 1. Received: 2",
        () -> Confusion.of(new int[1], new int[2], 3));
    assertMessage(
        "A class must be between 0 and 2. Received: 3",
        () -> Confusion.of(new int[] {0}, new int[] {3}, 3));
    assertMessage(
        "The k of top-k must be at least 1. Received: 0",
        () -> Ranks.topAccuracy(new float[1][2], new int[1], 0));
    assertMessage(
        "There must be a label for each result, at least one. Received: 0 results, 0 labels",
        () -> Ranks.topAccuracy(new float[0][], new int[0], 1));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
