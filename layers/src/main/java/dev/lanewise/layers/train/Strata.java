package dev.lanewise.layers.train;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Samples;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Samples chosen class by class, so that each class keeps its share, however the samples are
 * ordered. A class's share of a choice is {@code chosen * samples of the class / samples}, rounded
 * by the method of the largest remainder; of equal remainders the lower class goes first. Which
 * samples of a class are chosen depends on the seed and the class alone. Chosen samples stay in
 * their order.
 *
 * <p>Samples that have targets ({@link Samples#hasTargets}) have no class that could be kept
 * together: some of them are drawn at random, by seed.
 */
public final class Strata {

  private static final long DIVIDE_STREAM = 7;
  private static final long CHOOSE_STREAM = 8;

  private final Samples samples;

  /** Index of each sample, class by class, those of a class in order. */
  private final int[] byClass;

  /** Where each class starts there; one entry more for the end. */
  private final int[] starts;

  private Strata(Samples samples) {
    this.samples = samples;
    int classes = samples.hasTargets() ? 1 : samples.classes();
    int[] labels = new int[samples.size()];
    starts = new int[classes + 1];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = samples.hasTargets() ? 0 : SampleChecks.label(samples.label(i), classes, i);
      starts[labels[i] + 1]++;
    }
    for (int c = 0; c < classes; c++) {
      starts[c + 1] += starts[c];
    }
    byClass = new int[labels.length];
    int[] next = starts.clone();
    for (int i = 0; i < labels.length; i++) {
      byClass[next[labels[i]]++] = i;
    }
  }

  /**
   * Some of the samples. Every class has at least one among them, if there are as many to choose as
   * classes that have samples; otherwise the larger classes have one.
   *
   * @param samples all samples
   * @param count how many to choose, at least 1; all, if there are not more
   * @param seed seed of the draw
   * @return indices, in order
   * @throws IllegalArgumentException if the count is below 1 or a label is out of range
   */
  public static int[] choose(Samples samples, int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "A choice of samples must have at least 1. Received: " + count);
    }
    Strata strata = new Strata(samples);
    int[] least = new int[strata.classes()];
    int[] most = new int[strata.classes()];
    for (int c = 0; c < most.length; c++) {
      least[c] = Math.min(1, strata.size(c));
      most[c] = strata.size(c);
    }
    int[] counts = strata.counts(Math.min(count, samples.size()), least, most);
    return strata.draw(counts, CounterRandom.key(seed, CHOOSE_STREAM))[1];
  }

  /**
   * The classes that none of the samples belongs to, in order; none where samples have targets.
   *
   * @throws IllegalArgumentException if a label is out of range
   */
  public static int[] absent(Samples samples) {
    if (samples.hasTargets()) {
      return new int[0];
    }
    boolean[] present = new boolean[samples.classes()];
    for (int i = 0; i < samples.size(); i++) {
      present[SampleChecks.label(samples.label(i), present.length, i)] = true;
    }
    int[] classes = new int[present.length];
    int count = 0;
    for (int c = 0; c < present.length; c++) {
      if (!present[c]) {
        classes[count++] = c;
      }
    }
    return Arrays.copyOf(classes, count);
  }

  /**
   * Sets some samples aside, by class. A class of two or more has samples on both sides, and the
   * only sample of a class is kept, as far as the count allows it.
   *
   * @param aside how many to set aside, from 1 to {@code size - 1}
   * @return indices of the samples that are kept, and of those that are set aside; in order
   */
  static int[][] divide(Samples samples, int aside, long seed) {
    Strata strata = new Strata(samples);
    int[] least = new int[strata.classes()];
    int[] most = new int[strata.classes()];
    for (int c = 0; c < most.length; c++) {
      least[c] = strata.size(c) > 1 ? 1 : 0;
      most[c] = Math.max(0, strata.size(c) - 1);
    }
    return strata.draw(strata.counts(aside, least, most), CounterRandom.key(seed, DIVIDE_STREAM));
  }

  private int classes() {
    return starts.length - 1;
  }

  private int size(int label) {
    return starts[label + 1] - starts[label];
  }

  /** How many samples of each class are chosen: their shares, within bounds if that can be. */
  private int[] counts(int all, int[] least, int[] most) {
    int[] counts = new int[classes()];
    int sum = 0;
    for (int c = 0; c < counts.length; c++) {
      int share = (int) ((long) all * size(c) / samples.size());
      counts[c] = Math.clamp(share, least[c], most[c]);
      sum += counts[c];
    }
    int[] none = new int[counts.length];
    int[] whole = new int[counts.length];
    Arrays.setAll(whole, this::size);
    sum = move(counts, sum, all, least, most);
    sum = move(counts, sum, all, none, whole);
    return counts;
  }

  /** Brings the sum of the counts to {@code all}, one by one, as far as the bounds let it. */
  private int move(int[] counts, int sum, int all, int[] least, int[] most) {
    int step = sum < all ? 1 : -1;
    // What a class lacks of its share, times the number of samples: exact.
    Comparator<Integer> byLack =
        Comparator.comparingLong(
            c -> -step * ((long) all * size(c) - (long) counts[c] * samples.size()));
    PriorityQueue<Integer> queue = new PriorityQueue<>(byLack.thenComparingInt(c -> step * c));
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] != (step > 0 ? most[c] : least[c])) {
        queue.add(c);
      }
    }
    int reached = sum;
    while (reached != all && !queue.isEmpty()) {
      int c = queue.poll();
      counts[c] += step;
      reached += step;
      if (counts[c] != (step > 0 ? most[c] : least[c])) {
        queue.add(c);
      }
    }
    return reached;
  }

  /** Draws as many of each class: the others, and those that were drawn. */
  private int[][] draw(int[] counts, long key) {
    boolean[] drawn = new boolean[samples.size()];
    int total = 0;
    for (int c = 0; c < counts.length; c++) {
      int[] order = Arrays.copyOfRange(byClass, starts[c], starts[c + 1]);
      CounterRandom.shuffle(order, CounterRandom.key(key, c));
      for (int i = 0; i < counts[c]; i++) {
        drawn[order[i]] = true;
      }
      total += counts[c];
    }
    int[][] parts = {new int[drawn.length - total], new int[total]};
    int[] next = new int[2];
    for (int i = 0; i < drawn.length; i++) {
      int part = drawn[i] ? 1 : 0;
      parts[part][next[part]++] = i;
    }
    return parts;
  }
}
