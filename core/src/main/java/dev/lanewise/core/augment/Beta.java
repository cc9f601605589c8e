package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;

/** Draws from the symmetric beta distribution, in {@code StrictMath}: the same on every machine. */
final class Beta {

  private Beta() {}

  /**
   * One draw from Beta(alpha, alpha).
   *
   * @param key of a stream that nothing else uses
   * @param alpha above 0
   */
  static double draw(long key, double alpha) {
    if (alpha == 1) {
      return CounterRandom.uniform(key, 0);
    }
    if (alpha < 1) {
      return johnk(key, alpha);
    }
    double a = gamma(CounterRandom.key(key, 0), alpha);
    double b = gamma(CounterRandom.key(key, 1), alpha);
    return a / (a + b);
  }

  /**
   * M. D. Joehnk, "Erzeugung von betaverteilten und gammaverteilten Zufallszahlen", 1964: of two
   * uniform numbers' powers whose sum is at most 1, the first's share. In logarithms, since small
   * alphas give powers below every double.
   */
  private static double johnk(long key, double alpha) {
    for (int i = 0; ; i += 2) {
      double x = StrictMath.log(1 - CounterRandom.uniform(key, i)) / alpha;
      double y = StrictMath.log(1 - CounterRandom.uniform(key, i + 1)) / alpha;
      double sum = StrictMath.exp(x) + StrictMath.exp(y);
      if (sum <= 1) {
        return 1 / (1 + StrictMath.exp(y - x));
      }
    }
  }

  /**
   * Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", 2000, for shapes of at
   * least 1.
   */
  private static double gamma(long key, double shape) {
    double d = shape - 1 / 3.0;
    double c = 1 / Math.sqrt(9 * d);
    for (int i = 0; ; i++) {
      long attempt = CounterRandom.key(key, i);
      double x = normal(CounterRandom.key(attempt, 0));
      double v = 1 + c * x;
      if (v > 0) {
        v = v * v * v;
        double u = 1 - CounterRandom.uniform(attempt, 1);
        if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
          return d * v;
        }
      }
    }
  }

  /** Standard normal, by Marsaglia's polar method: StrictMath's cosine allocates. */
  private static double normal(long key) {
    for (int i = 0; ; i += 2) {
      double u = 2 * CounterRandom.uniform(key, i) - 1;
      double v = 2 * CounterRandom.uniform(key, i + 1) - 1;
      double square = u * u + v * v;
      if (square > 0 && square < 1) {
        return u * Math.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }
}
