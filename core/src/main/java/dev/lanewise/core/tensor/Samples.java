package dev.lanewise.core.tensor;

/**
 * Images that a network trains on or is measured on, each with a class or with targets. {@link
 * #classes} is the number of values that a network's result must have. Implementations are
 * immutable and may be read by several threads at once.
 */
public interface Samples {

  /** How many images there are. */
  int size();

  /** The shape of every image. */
  Shape shape();

  /** Number of classes, or of an image's targets; labels are {@code 0 .. classes - 1}. */
  int classes();

  /**
   * The label of image {@code index}: its class, or the place of the greatest of its targets. What
   * is called accuracy is how often a result is greatest there.
   */
  int label(int index);

  /**
   * Whether each image has targets of its own, one for each value of the result: shares of classes,
   * 0 or 1 for each of several classes that it may belong to, or numbers to predict. If not, its
   * class is the target.
   */
  default boolean hasTargets() {
    return false;
  }

  /**
   * What value {@code element} of the result should be for image {@code index}; of a class, 1 for
   * the label and 0 for others. Allocates nothing.
   */
  default float target(int index, int element) {
    return element == label(index) ? 1f : 0f;
  }

  /**
   * What image {@code index} counts in a loss: its loss and its gradient are multiplied by it,
   * while a mean is still over the number of images, as Keras's {@code sample_weight}. 1 for all
   * unless the samples say otherwise.
   */
  default float weight(int index) {
    return 1f;
  }

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

  /**
   * Writes one image, as the values the network is to see, for lanes that are channels; the halo
   * and lanes beyond the last channel stay as they are. Allocates nothing. An implementation that
   * can write them straight there is faster than this detour through a lane group.
   *
   * @param index the image, {@code 0 .. size() - 1}
   * @param image destination
   * @param at where the image starts in it
   * @param layout the image's layout; its shape has as many values as {@link #shape()}, in the same
   *     order
   * @param scratch memory of a lane group without a halo, {@code 16 * shape().elements()} floats
   */
  default void copyTo(int index, float[] image, int at, ChannelLayout layout, float[] scratch) {
    copyTo(index, scratch, 0, LaneLayout.dense(shape()), 0);
    Shape shape = layout.shape();
    for (int c = 0, from = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int to = at + layout.offset(c, y, 0);
        for (int x = 0; x < shape.width(); x++, from += Lanes.WIDTH, to += layout.pixelStride()) {
          image[to] = scratch[from];
        }
      }
    }
  }
}
