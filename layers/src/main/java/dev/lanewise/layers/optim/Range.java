package dev.lanewise.layers.optim;

/** Checks of an optimizer's factors. */
final class Range {

  private Range() {}

  static void positive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "The %s must be positive and finite. Received: %s".formatted(what, value));
    }
  }

  static void notNegative(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "The %s must be at least 0 and finite. Received: %s".formatted(what, value));
    }
  }

  static void finite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "The %s must be finite. Received: %s".formatted(what, value));
    }
  }

  static void fraction(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "%s must be at least 0 and less than 1. Received: %s".formatted(what, value));
    }
  }
}
