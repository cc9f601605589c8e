package dev.lanewise.data.augment;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Samples;
import java.util.Arrays;

/**
 * Which images an epoch sees: as many draws as there are images, each with replacement and with
 * odds by weight, like PyTorch's {@code WeightedRandomSampler}. A draw takes the same time for any
 * number of images (M. D. Vose, "A Linear Algorithm for Generating Random Numbers with a Given
 * Distribution", 1991).
 */
public final class Sampling {

  // Image i is kept with probability keep[i], otherwise alias[i] is taken.
  private final double[] keep;
  private final int[] alias;

  private Sampling(double[] keep, int[] alias) {
    this.keep = keep;
    this.alias = alias;
  }

  /**
   * Odds by weight.
   *
   * @param weights a weight an image, at least 0; they need not sum to 1
   * @throws IllegalArgumentException if one is negative or not finite, or if none is above 0
   */
  public static Sampling weighted(double... weights) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "A weight must be at least 0 and finite. Received: %s for image %s"
                .formatted(weights[i], i));
      }
      sum += weights[i];
    }
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The weights must have a finite sum above 0. Received: %s weights of sum %s"
              .formatted(weights.length, sum));
    }
    int n = weights.length;
    double[] keep = new double[n];
    int[] alias = new int[n];
    // Images with less than the mean weight wait at the front, those with more at the back.
    int[] waiting = new int[n];
    int small = 0;
    int large = n;
    for (int i = 0; i < n; i++) {
      keep[i] = weights[i] / sum * n;
      alias[i] = i;
      if (keep[i] < 1) {
        waiting[small++] = i;
      } else {
        waiting[--large] = i;
      }
    }
    int next = 0;
    while (next < small && large < n) {
      int less = waiting[next++];
      int more = waiting[large];
      alias[less] = more;
      keep[more] -= 1 - keep[less];
      if (keep[more] < 1) {
        large++;
        waiting[small++] = more;
      }
    }
    // What is left is 1 but for rounding, unless its weight is 0.
    for (; next < small; next++) {
      settle(weights, keep, alias, waiting[next]);
    }
    for (; large < n; large++) {
      settle(weights, keep, alias, waiting[large]);
    }
    return new Sampling(keep, alias);
  }

  private static void settle(double[] weights, double[] keep, int[] alias, int i) {
    if (weights[i] > 0) {
      keep[i] = 1;
      return;
    }
    keep[i] = 0;
    for (int j = 0; j < weights.length; j++) {
      if (weights[j] > 0) {
        alias[i] = j;
        return;
      }
    }
  }

  /**
   * Every class that has images as often as any other.
   *
   * @throws IllegalArgumentException if there are no images or a label is out of range
   */
  public static Sampling balanced(Samples samples) {
    long[] counts = new long[samples.classes()];
    for (int i = 0; i < samples.size(); i++) {
      int label = samples.label(i);
      if (label < 0 || label >= counts.length) {
        throw new IllegalArgumentException(
            "A label must be 0 to %s. Received: %s for sample %s"
                .formatted(counts.length - 1, label, i));
      }
      counts[label]++;
    }
    double[] weights = new double[samples.size()];
    Arrays.setAll(weights, i -> 1.0 / counts[samples.label(i)]);
    return weighted(weights);
  }

  /** Number of images. */
  public int size() {
    return keep.length;
  }

  /** An image, by key. */
  int draw(long key) {
    int i = CounterRandom.below(key, 0, keep.length);
    return CounterRandom.uniform(key, 1) < keep[i] ? i : alias[i];
  }
}
