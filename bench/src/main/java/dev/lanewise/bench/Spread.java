package dev.lanewise.bench;

import java.util.Arrays;

/**
 * What several rounds of one measurement gave.
 *
 * @param median the middle round, or the mean of the middle two
 * @param min the least
 * @param max the most
 */
public record Spread(double median, double min, double max) {

  /**
   * The spread of some values.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("A spread needs at least 1 value. Received: none");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return new Spread((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[0], sorted[n - 1]);
  }

  /** The spread of {@code amount / value}: of rates, if these are seconds. */
  Spread rates(double amount) {
    return new Spread(amount / median, amount / max, amount / min);
  }
}
