package dev.lanewise.core.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.math.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BetaTest {

  /** Beta(a, a) has mean 1/2 and variance 1 / (4 (2 a + 1)); its density is symmetric. */
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.2, 0.5, 1, 1.5, 4, 300})
  void betaHasItsMoments(double alpha) {
    int n = 40_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double x = Beta.draw(CounterRandom.key(5, i), alpha);
      assertTrue(x >= 0 && x <= 1);
      sum += x;
      squares += (x - 0.5) * (x - 0.5);
    }
    double variance = 1 / (4 * (2 * alpha + 1));
    assertEquals(0.5, sum / n, 4.5 * Math.sqrt(variance / n));
    // The variance of a square is at most 3 variance^2 for what is flatter than a normal.
    assertEquals(variance, squares / n, 4.5 * variance * Math.sqrt(2.0 / n));
  }

  /** Beta(1/2, 1/2) is the arcsine law: P(x below sin^2(t)) = 2 t / pi. */
  @Test
  void betaOfAHalfIsTheArcsineLaw() {
    int n = 20_000;
    for (double t : new double[] {0.1, 0.5, 1.2}) {
      int below = 0;
      for (int i = 0; i < n; i++) {
        below += Beta.draw(CounterRandom.key(6, i), 0.5) < Math.sin(t) * Math.sin(t) ? 1 : 0;
      }
      double p = 2 * t / Math.PI;
      assertEquals(p, (double) below / n, 4.5 * Math.sqrt(p * (1 - p) / n));
    }
  }
}
