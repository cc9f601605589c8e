package dev.lanewise.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.testkit.NaiveActivation;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of the normal numbers; keys are fixed, so the figures are the same in every run. */
class NormalHashTest {

  private static final int COUNT = 200_003;

  private static float[] numbers(long seed, int count) {
    long key = CounterRandom.mix(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = NormalHash.of((int) key, (int) (key >>> 32), i);
    }
    return numbers;
  }

  private static double moment(float[] values, int power) {
    double sum = 0;
    for (float value : values) {
      sum += Math.pow(value, power);
    }
    return sum / values.length;
  }

  /** Four standard errors: the variance of {@code z^k} is {@code E z^2k - (E z^k)^2}. */
  @Test
  void momentsAreThoseOfANormalDistribution() {
    float[] z = numbers(1, COUNT);
    double root = Math.sqrt(COUNT);
    assertEquals(0, moment(z, 1), 4 / root);
    assertEquals(1, moment(z, 2), 4 * Math.sqrt(2) / root);
    assertEquals(0, moment(z, 3), 4 * Math.sqrt(15) / root);
    assertEquals(3, moment(z, 4), 4 * Math.sqrt(96) / root);
  }

  /** Kolmogorov and Smirnov's distance; 1.95 / sqrt(n) is exceeded once in a thousand. */
  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4})
  void theDistributionIsNormal(long seed) {
    float[] z = numbers(seed, COUNT);
    Arrays.sort(z);
    double distance = 0;
    for (int i = 0; i < COUNT; i++) {
      double share = NaiveActivation.normal(z[i]);
      distance = Math.max(distance, Math.abs(share - (i + 0.5) / COUNT));
    }
    double bound = 1.95 / Math.sqrt(COUNT);
    double found = distance;
    assertTrue(distance < bound, () -> found + " exceeds " + bound);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 28, 256})
  void elementsApartAreUncorrelated(int distance) {
    float[] z = numbers(5, COUNT);
    double sum = 0;
    double squares = 0;
    for (int i = distance; i < COUNT; i++) {
      sum += z[i] * z[i - distance];
      squares += (z[i] * z[i] - 1) * (z[i - distance] * z[i - distance] - 1);
    }
    assertEquals(0, sum / COUNT, 4 / Math.sqrt(COUNT));
    assertEquals(0, squares / COUNT, 4 * 2 / Math.sqrt(COUNT));
  }

  @Test
  void largeOnesOccurAsOftenAsTheyShould() {
    float[] z = numbers(6, 2_000_003);
    for (double limit : new double[] {1, 2, 3, 4}) {
      double expected = 2 * NaiveActivation.normal(-limit);
      long beyond = 0;
      for (float value : z) {
        beyond += Math.abs(value) > limit ? 1 : 0;
      }
      double sigma = Math.sqrt(expected * (1 - expected) / z.length);
      assertEquals(expected, (double) beyond / z.length, 4 * sigma, "beyond " + limit);
    }
  }

  @Test
  void everyLaneHasItsOwnKey() {
    int[] low = new int[16];
    int[] high = new int[16];
    for (int lane = 0; lane < 16; lane++) {
      long key = CounterRandom.key(7, lane);
      low[lane] = (int) key;
      high[lane] = (int) (key >>> 32);
    }
    float[] x = new float[16 * 37];
    Arrays.fill(x, 2f);
    float[] y = new float[x.length];
    Widths.best().noise().gaussian(x, 0, y, 0, x.length, low, high, 5, 0.5f, 0.25f);
    for (int i = 0; i < x.length; i++) {
      float z = NormalHash.of(low[i % 16], high[i % 16], 5 + i / 16);
      assertEquals(2 * (1 + 0.5 * z) + 0.25 * z, y[i], 1e-6);
    }
  }
}
