package dev.lanewise.layers.metric;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How often each class was taken for each: the confusion matrix, and precision, recall and F1 after
 * it. As in scikit-learn with {@code zero_division=0}, a quotient whose divisor is 0 is 0, and a
 * macro average is over all classes, weighted equally.
 */
public final class Confusion {

  /** What stands for no class, where a network gives no answer: results that are not numbers. */
  public static final int NONE = -1;

  private final long[][] counts;
  private final long[] unanswered;

  private Confusion(long[][] counts, long[] unanswered) {
    this.counts = counts;
    this.unanswered = unanswered;
  }

  /**
   * Counts.
   *
   * @param labels the right classes
   * @param predicted the classes that were predicted, or {@link #NONE}, which is never right
   * @param classes number of classes
   * @throws IllegalArgumentException if there is not a prediction for each label, or a class is out
   *     of range
   */
  public static Confusion of(int[] labels, int[] predicted, int classes) {
    if (labels.length != predicted.length) {
      throw new IllegalArgumentException(
          "There must be a prediction for each label. Expected: %s. Received: %s"
              .formatted(labels.length, predicted.length));
    }
    long[][] counts = new long[classes][classes];
    long[] unanswered = new long[classes];
    for (int i = 0; i < labels.length; i++) {
      check(labels[i], classes);
      if (predicted[i] == NONE) {
        unanswered[labels[i]]++;
        continue;
      }
      check(predicted[i], classes);
      counts[labels[i]][predicted[i]]++;
    }
    return new Confusion(counts, unanswered);
  }

  private static void check(int label, int classes) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "A class must be between 0 and %s. Received: %s".formatted(classes - 1, label));
    }
  }

  /** Number of classes. */
  public int classes() {
    return counts.length;
  }

  /** How many samples of class {@code label} were predicted to be of class {@code predicted}. */
  public long count(int label, int predicted) {
    return counts[label][predicted];
  }

  /** Number of samples of a class, those without an answer among them. */
  public long support(int label) {
    return IntStream.range(0, classes()).mapToLong(p -> counts[label][p]).sum() + unanswered[label];
  }

  /** Number of samples for which no class was predicted. */
  public long unanswered() {
    return LongStream.of(unanswered).sum();
  }

  /** Number of samples that were predicted to be of a class. */
  public long predicted(int label) {
    return IntStream.range(0, classes()).mapToLong(l -> counts[l][label]).sum();
  }

  /** Number of samples. */
  public long samples() {
    return IntStream.range(0, classes()).mapToLong(this::support).sum();
  }

  /**
   * The fraction that was right: also micro-averaged precision, recall and F1, which are equal
   * where each sample has one class and one answer.
   */
  public double accuracy() {
    return quotient(IntStream.range(0, classes()).mapToLong(c -> counts[c][c]).sum(), samples());
  }

  /** Of the samples that were predicted to be of a class, the fraction that is. */
  public double precision(int label) {
    return quotient(counts[label][label], predicted(label));
  }

  /** Of the samples of a class, the fraction that was found. */
  public double recall(int label) {
    return quotient(counts[label][label], support(label));
  }

  /** Twice the hits of a class, over its samples and its predictions together. */
  public double f1(int label) {
    return quotient(2 * counts[label][label], support(label) + predicted(label));
  }

  /** The mean of the classes' precisions. */
  public double macroPrecision() {
    return IntStream.range(0, classes()).mapToDouble(this::precision).sum() / classes();
  }

  /** The mean of the classes' recalls: the balanced accuracy. */
  public double macroRecall() {
    return IntStream.range(0, classes()).mapToDouble(this::recall).sum() / classes();
  }

  /** The mean of the classes' F1. */
  public double macroF1() {
    return IntStream.range(0, classes()).mapToDouble(this::f1).sum() / classes();
  }

  /** The counts, a list for each class. */
  public List<List<Long>> rows() {
    return IntStream.range(0, classes())
        .mapToObj(l -> IntStream.range(0, classes()).mapToObj(p -> counts[l][p]).toList())
        .toList();
  }

  private static double quotient(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }
}
