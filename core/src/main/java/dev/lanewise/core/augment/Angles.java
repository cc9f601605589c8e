package dev.lanewise.core.augment;

/**
 * Sines and cosines of degrees, the same on every machine: {@code StrictMath}'s allocate an array a
 * call. Quarter turns are exact; otherwise Taylor's series up to half of one, within an ulp or two.
 */
final class Angles {

  private Angles() {}

  static double sin(double degrees) {
    double quarters = Math.rint(degrees / 90);
    return turned(Math.toRadians(degrees - 90 * quarters), (int) quarters);
  }

  static double cos(double degrees) {
    double quarters = Math.rint(degrees / 90);
    return turned(Math.toRadians(degrees - 90 * quarters), (int) quarters + 1);
  }

  private static double turned(double x, int quarters) {
    double value = (quarters & 1) == 0 ? sinSeries(x) : cosSeries(x);
    return (quarters & 2) == 0 ? value : -value;
  }

  private static double sinSeries(double x) {
    double term = x;
    double sum = x;
    for (int i = 2; i < 20; i += 2) {
      term *= -x * x / (i * (i + 1));
      sum += term;
    }
    return sum;
  }

  private static double cosSeries(double x) {
    double term = 1;
    double sum = 1;
    for (int i = 1; i < 20; i += 2) {
      term *= -x * x / (i * (i + 1));
      sum += term;
    }
    return sum;
  }
}
