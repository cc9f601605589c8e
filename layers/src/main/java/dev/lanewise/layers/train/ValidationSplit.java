package dev.lanewise.layers.train;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.AugmentedSamples;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import java.util.Arrays;

/**
 * Samples divided into some to learn from and some to measure on.
 *
 * @param training to learn from
 * @param validation to measure on
 */
public record ValidationSplit(Samples training, Samples validation) {

  private static final long SPLIT_STREAM = 4;

  /** Which samples are set aside. */
  public enum Which {
    /** The last ones, before any shuffling: Keras's {@code validation_split}. */
    LAST,
    /** Some drawn at random, by seed. */
    RANDOM
  }

  /**
   * Sets a fraction aside: {@code size - floor(size * (1 - fraction))} samples, as Keras counts.
   *
   * @param samples all samples
   * @param fraction what to set aside, in (0, 1)
   * @param which which ones
   * @param seed seed of the draw
   * @throws IllegalArgumentException if the fraction is out of range or leaves either part empty,
   *     or if the samples are augmented: what is set aside would be mixed into what is learned from
   */
  public static ValidationSplit of(Samples samples, double fraction, Which which, long seed) {
    if (samples instanceof AugmentedSamples) {
      throw new IllegalArgumentException(
          "Samples must be split before they are augmented. Received: augmented samples");
    }
    int[][] parts = divide(samples.size(), fraction, which, seed);
    return new ValidationSplit(new View(samples, parts[0]), new View(samples, parts[1]));
  }

  /**
   * The samples to learn from and the samples to measure on, as {@link #of} divides them.
   *
   * @param size number of samples
   * @return two lists of indices
   * @throws IllegalArgumentException as {@link #of}
   */
  public static int[][] divide(int size, double fraction, Which which, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "A validation split must be more than 0 and less than 1. Received: " + fraction);
    }
    int kept = (int) (size * (1 - fraction));
    if (kept < 1 || kept >= size) {
      throw new IllegalArgumentException(
          "A validation split must leave samples on both sides. Received: %s of %d samples"
              .formatted(fraction, size));
    }
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    if (which == Which.RANDOM) {
      CounterRandom.shuffle(order, CounterRandom.key(seed, SPLIT_STREAM));
      Arrays.sort(order, 0, kept);
      Arrays.sort(order, kept, order.length);
    }
    return new int[][] {Arrays.copyOf(order, kept), Arrays.copyOfRange(order, kept, order.length)};
  }

  /** Some of a set's samples. */
  private static final class View implements Samples {

    private final Samples all;
    private final int[] indices;

    View(Samples all, int[] indices) {
      this.all = all;
      this.indices = indices;
    }

    @Override
    public int size() {
      return indices.length;
    }

    @Override
    public Shape shape() {
      return all.shape();
    }

    @Override
    public int classes() {
      return all.classes();
    }

    @Override
    public int label(int index) {
      return all.label(indices[index]);
    }

    @Override
    public boolean hasTargets() {
      return all.hasTargets();
    }

    @Override
    public float target(int index, int element) {
      return all.target(indices[index], element);
    }

    @Override
    public float weight(int index) {
      return all.weight(indices[index]);
    }

    @Override
    public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
      all.copyTo(indices[index], group, at, layout, lane);
    }

    @Override
    public void copyTo(int index, float[] image, int at, ChannelLayout layout, float[] scratch) {
      all.copyTo(indices[index], image, at, layout, scratch);
    }
  }
}
