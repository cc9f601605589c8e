package dev.lanewise.core.math;

/**
 * Functions of doubles with the same bits on every machine that allocate nothing, as {@code
 * StrictMath.pow} and {@code StrictMath.cos} do until they are compiled.
 */
public final class DoubleMath {

  private DoubleMath() {}

  /**
   * {@code base^exponent} by repeated squaring.
   *
   * @param exponent at least 0
   */
  public static double power(double base, long exponent) {
    double result = 1;
    double square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }

  /**
   * {@code base^exponent} as {@code e^(exponent log base)}: a relative error of about {@code 1e-16
   * (1 + |exponent log base|)}.
   *
   * @param base at least 0; 0 gives 0, or 1 for exponent 0
   */
  public static double power(double base, double exponent) {
    if (exponent == 0) {
      return 1;
    }
    return StrictMath.exp(exponent * StrictMath.log(base));
  }

  /** The cosine of {@code PI * turns}; exact where it is -1, 0 or 1. */
  public static double cosPi(double turns) {
    double x = Math.abs(turns) % 2;
    x = x > 1 ? 2 - x : x;
    double sign = 1;
    if (x > 0.5) {
      sign = -1;
      x = 1 - x;
    }
    // Now 0 <= x <= 1/2; a sum over at most a quarter of PI needs few terms.
    return sign * (x <= 0.25 ? cosine(Math.PI * x) : sine(Math.PI * (0.5 - x)));
  }

  /** The series, up to the quarter of PI. */
  private static double cosine(double x) {
    double square = x * x;
    double sum = 1;
    for (int k = 16; k > 0; k -= 2) {
      sum = 1 - square / (k * (k - 1)) * sum;
    }
    return sum;
  }

  private static double sine(double x) {
    double square = x * x;
    double sum = 1;
    for (int k = 17; k > 1; k -= 2) {
      sum = 1 - square / (k * (k - 1)) * sum;
    }
    return x * sum;
  }
}
