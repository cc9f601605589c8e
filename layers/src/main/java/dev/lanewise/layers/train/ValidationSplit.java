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
    RANDOM,
    /**
     * Some of each class drawn at random, by seed, so that each class has its share on both sides:
     * see {@link Strata}. Samples that have targets are divided as by {@link #RANDOM}.
     */
    STRATIFIED
  }

  /**
   * Sets a fraction aside: {@code size - floor(size * (1 - fraction))} samples, as Keras counts.
   *
   * @param samples all samples
   * @param fraction what to set aside, in (0, 1)
   * @param which which ones
   * @param seed seed of the draw
   * @throws IllegalArgumentException if the fraction is out of range or leaves either part empty,
   *     if the samples are augmented (what is set aside would be mixed into what is learned from),
   *     or if a label that has to be read is out of range
   */
  public static ValidationSplit of(Samples samples, double fraction, Which which, long seed) {
    if (samples instanceof AugmentedSamples) {
      throw new IllegalArgumentException(
          "Samples must be split before they are augmented. Received: augmented samples");
    }
    int[][] parts = divide(samples, fraction, which, seed);
    return new ValidationSplit(new View(samples, parts[0]), new View(samples, parts[1]));
  }

  /**
   * The samples to learn from and the samples to measure on, as {@link #of} divides them.
   *
   * @param samples all samples
   * @return two lists of indices, each in order
   * @throws IllegalArgumentException as {@link #of}
   */
  public static int[][] divide(Samples samples, double fraction, Which which, long seed) {
    int size = samples.size();
    if (which != Which.STRATIFIED) {
      return divide(size, fraction, which, seed);
    }
    int kept = kept(size, fraction);
    return samples.hasTargets()
        ? divide(size, fraction, Which.RANDOM, seed)
        : Strata.divide(samples, size - kept, seed);
  }

  /**
   * The samples to learn from and the samples to measure on, where their labels don't matter.
   *
   * @param size number of samples
   * @return two lists of indices, each in order
   * @throws IllegalArgumentException as {@link #of}, or if the split is {@link Which#STRATIFIED}
   */
  public static int[][] divide(int size, double fraction, Which which, long seed) {
    if (which == Which.STRATIFIED) {
      throw new IllegalArgumentException(
          "A stratified split needs the labels of the samples. Received: their number alone, "
              + size);
    }
    int kept = kept(size, fraction);
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    if (which == Which.RANDOM) {
      CounterRandom.shuffle(order, CounterRandom.key(seed, SPLIT_STREAM));
      Arrays.sort(order, 0, kept);
      Arrays.sort(order, kept, order.length);
    }
    return new int[][] {Arrays.copyOf(order, kept), Arrays.copyOfRange(order, kept, order.length)};
  }

  /** How many samples a split keeps, if it is one. */
  private static int kept(int size, double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "A validation split must be more than 0 and less than 1. Received: " + fraction);
    }
    int kept = (int) (size * (1 - fraction));
    if (kept < 1 || kept >= size) {
      throw new IllegalArgumentException(
          "A validation split must leave samples on both sides. Received: %s of %s samples"
              .formatted(fraction, size));
    }
    return kept;
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
