package dev.lanewise.peers;

import java.util.Arrays;

/**
 * What a contestant's check gave: the losses of a few steps of training, or probabilities. All
 * begin with the same values, images and labels, so all must give nearly the same.
 *
 * @param values losses or probabilities; empty if they can't be compared
 */
record Evidence(double[] values) {

  /** How far two engines' probabilities may be apart. */
  private static final double PROBABILITY = 1e-4;

  /**
   * How far their losses may be apart, as a share of the first: before any update, after one, after
   * two. Normalisation over few images makes rounding grow from step to step.
   */
  private static final double[] LOSSES = {1e-4, 1e-2, 1e-1};

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
    boolean areProbabilities = values[0] <= 1;
    for (int i = 0; i < values.length; i++) {
      double allowed =
          areProbabilities ? PROBABILITY : LOSSES[Math.min(i, LOSSES.length - 1)] * other.values[0];
      double apart = Math.abs(values[i] - other.values[i]) / allowed;
      most = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(most, apart);
    }
    return most;
  }
}
