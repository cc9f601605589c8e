package dev.lanewise.layers.metric;

import java.util.Arrays;

/** Metrics of the order in which results stand, not of their size. */
public final class Ranks {

  private Ranks() {}

  /**
   * The index of the largest result; the first of equal ones. -1 if one is not a number: who gives
   * such results has no answer, and is never right.
   */
  public static int largest(float[] results) {
    int best = 0;
    for (int i = 0; i < results.length; i++) {
      if (Float.isNaN(results[i])) {
        return Confusion.NONE;
      }
      if (results[i] > results[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The index of the largest result of each sample; -1 where there is none. */
  public static int[] largest(float[][] results) {
    return Arrays.stream(results).mapToInt(Ranks::largest).toArray();
  }

  /**
   * The fraction of samples whose right class is among their {@code k} largest results. Of equal
   * ones, those of smaller index come first. A sample that has a result which is not a number is
   * never right.
   *
   * @param results {@code [samples][classes]}
   * @param labels the right classes
   * @param k how many count, at least 1
   * @throws IllegalArgumentException if {@code k} is below 1, there are no samples, or not a label
   *     for each
   */
  public static double topAccuracy(float[][] results, int[] labels, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("The k of top-k must be at least 1. Received: " + k);
    }
    checkSamples(results.length, labels.length);
    int hits = 0;
    for (int n = 0; n < labels.length; n++) {
      float own = results[n][labels[n]];
      int before = 0;
      for (int c = 0; c < results[n].length; c++) {
        if (results[n][c] > own || (results[n][c] == own && c < labels[n])) {
          before++;
        }
      }
      if (before < k && largest(results[n]) != Confusion.NONE) {
        hits++;
      }
    }
    return (double) hits / labels.length;
  }

  private static void checkSamples(int results, int labels) {
    if (labels < 1 || results != labels) {
      throw new IllegalArgumentException(
          "There must be a label for each result, at least one. Received: %s results, %s labels"
              .formatted(results, labels));
    }
  }

  /**
   * The area under the ROC curve: the probability that a positive sample has a higher score than a
   * negative one, equal scores counting one half (Mann and Whitney's U). Not a number if there are
   * no positive or no negative samples, or a score is not one.
   *
   * @param scores a score for each sample
   * @param positive whether each is positive
   * @throws IllegalArgumentException if there is not an answer for each score
   */
  public static double areaUnderCurve(float[] scores, boolean[] positive) {
    checkSamples(scores.length, positive.length);
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Float.compare(scores[a], scores[b]));
    long positives = 0;
    long negatives = 0;
    // Pairs that are in order count 2, equal ones 1: whole numbers have no rounding.
    long pairs = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      long up = 0;
      while (to < order.length && scores[order[to]] == scores[order[from]]) {
        up += positive[order[to]] ? 1 : 0;
        to++;
      }
      if (to == from) {
        return Double.NaN;
      }
      long down = to - from - up;
      pairs += up * (2 * negatives + down);
      positives += up;
      negatives += down;
      from = to;
    }
    return pairs / (2.0 * positives * negatives);
  }

  /**
   * The area under the ROC curve of one class against all others.
   *
   * @param results {@code [samples][classes]}
   * @param labels the right classes
   * @param label the class
   */
  public static double areaUnderCurve(float[][] results, int[] labels, int label) {
    checkSamples(results.length, labels.length);
    float[] scores = new float[labels.length];
    boolean[] positive = new boolean[labels.length];
    for (int n = 0; n < labels.length; n++) {
      scores[n] = results[n][label];
      positive[n] = labels[n] == label;
    }
    return areaUnderCurve(scores, positive);
  }

  /** The mean of the classes' areas; not a number if one is not. */
  public static double macroAreaUnderCurve(float[][] results, int[] labels) {
    checkSamples(results.length, labels.length);
    double sum = 0;
    for (int c = 0; c < results[0].length; c++) {
      sum += areaUnderCurve(results, labels, c);
    }
    return sum / results[0].length;
  }
}
