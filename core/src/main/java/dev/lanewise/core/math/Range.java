package dev.lanewise.core.math;

/**
 * Checks of the numbers that options are. Each throws an {@code IllegalArgumentException} that says
 * the rule and what was received; {@code what} is the number's name in it.
 */
public final class Range {

  private Range() {}

  /** Above 0 and finite. */
  public static void positive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "The %s must be positive and finite. Received: %s".formatted(what, value));
    }
  }

  /** At least 0 and finite. */
  public static void notNegative(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "The %s must be at least 0 and finite. Received: %s".formatted(what, value));
    }
  }

  /** Finite. */
  public static void finite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "The %s must be finite. Received: %s".formatted(what, value));
    }
  }

  /** At least 0 and less than 1; {@code what} begins the sentence. */
  public static void fraction(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s must be at least 0 and less than 1. Received: %s".formatted(what, value));
    }
  }

  /** From 0 to 1, both allowed. */
  public static void share(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "The %s must be between 0 and 1. Received: %s".formatted(what, value));
    }
  }

  /** A whole number that is not too small. */
  public static void atLeast(long least, String what, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "The %s must be at least %s. Received: %s".formatted(what, least, value));
    }
  }
}
