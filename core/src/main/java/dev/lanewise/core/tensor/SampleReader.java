package dev.lanewise.core.tensor;

/**
 * Makes the images that a training sees, one at a time, for one thread. What it makes depends on
 * the sample and the key alone, so neither threads nor the order of calls matter. It allocates
 * nothing after it was made.
 */
public interface SampleReader {

  /**
   * Makes a sample; the other methods then tell about it.
   *
   * @param index the sample, {@code 0 .. size() - 1}
   * @param key decides every random choice; a function of seed, epoch and sample
   */
  void read(int index, long key);

  /**
   * Writes the image into one lane of a lane group; other lanes and the halo stay as they are.
   *
   * @param group destination
   * @param at where the group starts in it
   * @param layout the group's layout
   * @param lane the lane to write, 0 to 15
   */
  void copyTo(float[] group, int at, LaneLayout layout, int lane);

  /**
   * Writes the image for lanes that are channels.
   *
   * @param image destination
   * @param at where the image starts in it
   * @param layout the image's layout; as many values as the samples' shape, in the same order
   */
  void copyTo(float[] image, int at, ChannelLayout layout);

  /**
   * The {@link #label} that {@link #read} would find. What was read last may be lost.
   *
   * @param index the sample
   * @param key decides every random choice
   */
  default int labelOf(int index, long key) {
    read(index, key);
    return label();
  }

  /** The class that the image belongs to by {@link #share}. */
  int label();

  /** The class that has the rest; {@link #label} where there is no other. */
  int otherLabel();

  /**
   * What value {@code element} of the result should be; see {@link Samples#target}. By default the
   * shares of the two classes.
   */
  default float target(int element) {
    if (element == label()) {
      return label() == otherLabel() ? 1f : share();
    }
    return element == otherLabel() ? 1 - share() : 0f;
  }

  /** What the image counts in the loss; see {@link Samples#weight}. */
  default float weight() {
    return 1f;
  }

  /** How much of the image is {@link #label}'s, 0 to 1; 1 where nothing was mixed. */
  float share();
}
