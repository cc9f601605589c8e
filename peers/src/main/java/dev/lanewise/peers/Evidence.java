package dev.lanewise.peers;

import java.util.Arrays;

/**
 * What a contestant's check gave: the losses of a few steps of training, or probabilities. All
 * begin with the same values, images and labels, so all must give nearly the same.
 *
 * @param values losses or probabilities; empty if they can't be compared
 */
record Evidence(double[] values) {

  /** How far two engines' first loss, or a probability, may be apart, as a share of it or of 1. */
  static final double FIRST = 1e-3;

  /** The same for the losses after it: rounding grows from step to step. */
  static final double LATER = 2e-2;

  /** An answer's words from one on. */
  static Evidence of(String[] words, int from) {
    return new Evidence(Arrays.stream(words).skip(from).mapToDouble(Double::parseDouble).toArray());
  }

  /** The words of an answer. */
  static String text(double[] values) {
    StringBuilder text = new StringBuilder();
    for (double value : values) {
      text.append(' ').append(value);
    }
    return text.toString();
  }

  /** Whether there is something to hold against another's. */
  boolean isComparable(Evidence other) {
    return values.length > 0 && other.values.length > 0;
  }

  /** How far this is from another's, as a multiple of what is allowed: at most 1 is near. */
  double distance(Evidence other) {
    if (values.length != other.values.length) {
      return Double.POSITIVE_INFINITY;
    }
    double most = 0;
    for (int i = 0; i < values.length; i++) {
      boolean isProbability = values[0] <= 1;
      double size = isProbability ? 1 : Math.abs(other.values[i]);
      double allowed = isProbability || i == 0 ? FIRST : LATER;
      double apart = Math.abs(values[i] - other.values[i]) / (allowed * size);
      most = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(most, apart);
    }
    return most;
  }
}
