package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;

/** Checks of numbers, and uniform draws. */
final class Ranges {

  private Ranges() {}

  static void requireIn(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be between %s and %s. Received: %s"
              .formatted(what, number(least), number(most), number(value)));
    }
  }

  static void requireOrder(String what, double least, double most) {
    if (!(least <= most)) {
      throw new IllegalArgumentException(
          "%s must not end before it begins. Received: %s to %s"
              .formatted(what, number(least), number(most)));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Uniform in [least, most). */
  static double uniform(long key, long index, double least, double most) {
    return least + (most - least) * CounterRandom.uniform(key, index);
  }
}
