package dev.lanewise.bench;

import dev.lanewise.core.math.CounterRandom;

/** A sum of products in double, to hold a result against. */
final class SpotCheck {

  /** Values that are looked at in a result. */
  static final int SPOTS = 40;

  /**
   * Allowed error relative to the sum of the products' magnitudes: far above what rounding does,
   * far below what one wrong operand in a hundred does.
   */
  private static final double TOLERANCE = 1e-5;

  private double sum;
  private double magnitude;

  /** Begins with 0 again. */
  void clear() {
    sum = 0;
    magnitude = 0;
  }

  /** Adds a product. */
  void add(float a, float b) {
    double product = (double) a * b;
    sum += product;
    magnitude += Math.abs(product);
  }

  /**
   * Winograd's error follows the largest values around, not the products themselves: the sum of
   * magnitudes counts at least as much as that of {@code terms} products of average values.
   */
  void normwise(double terms) {
    magnitude = Math.max(magnitude, terms / 4);
  }

  /**
   * Compares a result with the sum.
   *
   * @throws IllegalStateException if they differ by more than rounding
   */
  void compare(String what, float received) {
    if (!(Math.abs(received - sum) <= TOLERANCE * magnitude)) {
      throw new IllegalStateException(
          "A measured result must be right. Expected of %s: %s. Received: %s"
              .formatted(what, sum, received));
    }
  }

  /** An index of a spot, the same in every run. */
  static int index(int spot, int axis, int bound) {
    return CounterRandom.below(CounterRandom.key(7, axis), spot, bound);
  }

  /** A random value in [-1, 1). */
  static float value(long key, long index) {
    return (float) (2 * CounterRandom.uniform(key, index) - 1);
  }

  /** An array of random values. */
  static float[] values(int length, long key) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = value(key, i);
    }
    return values;
  }
}
