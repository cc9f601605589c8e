package dev.lanewise.data.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ArraySamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void weightsAreOdds(int size) {
    double[] weights = new double[size];
    double all = 0;
    for (int i = 0; i < size; i++) {
      weights[i] = i % 3 == 1 ? 0 : 1 + i % 5;
      all += weights[i];
    }
    Sampling sampling = Sampling.weighted(weights);
    int[] counts = new int[size];
    int n = 50_000;
    for (int i = 0; i < n; i++) {
      counts[sampling.draw(CounterRandom.key(8, i))]++;
    }
    for (int i = 0; i < size; i++) {
      double p = weights[i] / all;
      assertEquals(n * p, counts[i], 4.5 * Math.sqrt(n * p * (1 - p)));
    }
    assertEquals(size, sampling.size());
  }

  @Test
  void whatWeighsNothingIsNeverDrawn() {
    double[] weights = new double[1001];
    for (int i = 0; i < weights.length; i += 10) {
      weights[i] = 0.1 + 1e-9 * i;
    }
    Sampling sampling = Sampling.weighted(weights);
    for (int i = 0; i < 20_000; i++) {
      assertEquals(0, sampling.draw(CounterRandom.key(2, i)) % 10);
    }
  }

  @Test
  void balancedClassesAreAsLikely() {
    int[] labels = new int[100];
    for (int i = 0; i < 10; i++) {
      labels[i] = 2;
    }
    labels[50] = 3;
    ArraySamples samples = ArraySamples.of(new Shape(1, 1, 1), new float[100], labels, 5);
    Sampling sampling = Sampling.balanced(samples);
    int[] counts = new int[5];
    for (int i = 0; i < 9000; i++) {
      counts[labels[sampling.draw(CounterRandom.key(4, i))]]++;
    }
    for (int c : new int[] {0, 2, 3}) {
      assertEquals(3000, counts[c], 200);
    }
    assertEquals(0, counts[1] + counts[4]);
  }

  @Test
  void weightsOutOfRangeAreRefused() {
    assertEquals(
        "A weight must be at least 0 and finite. Received: -1.0 for image 1",
        assertThrows(IllegalArgumentException.class, () -> Sampling.weighted(1, -1)).getMessage());
    assertEquals(
        "The weights must have a finite sum above 0. Received: 2 weights of sum 0.0",
        assertThrows(IllegalArgumentException.class, () -> Sampling.weighted(0, 0)).getMessage());
    assertEquals(
        "The weights must have a finite sum above 0. Received: 0 weights of sum 0.0",
        assertThrows(IllegalArgumentException.class, Sampling::weighted).getMessage());
  }
}
