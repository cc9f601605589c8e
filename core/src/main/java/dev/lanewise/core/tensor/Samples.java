package dev.lanewise.core.tensor;

/**
 * Labelled images that a network trains on or is measured on. Implementations are immutable and may
 * be read by several threads at once.
 */
public interface Samples {

  /** How many images there are. */
  int size();

  /** The shape of every image. */
  Shape shape();

  /** Number of classes; labels are {@code 0 .. classes - 1}. */
  int classes();

  /** The label of image {@code index}. */
  int label(int index);

  /**
   * Writes one image, as the values the network is to see, into one lane of a lane group; other
   * lanes and the halo stay as they are. Allocates nothing.
   *
   * @param index the image, {@code 0 .. size() - 1}
   * @param group destination
   * @param at where the group starts in it
   * @param layout the group's layout; its shape is {@link #shape()}
   * @param lane the lane to write, 0 to 15
   */
  void copyTo(int index, float[] group, int at, LaneLayout layout, int lane);
}
