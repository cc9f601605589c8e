package dev.lanewise.core.tensor;

/**
 * The shape of one image or of one image's features: {@code channels x height x width}, in the
 * order of NCHW. A flat vector of {@code n} features is {@code n x 1 x 1}.
 *
 * @param channels number of channels, at least 1
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record Shape(int channels, int height, int width) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below 1, or if one image has more than 2^27
   *     values
   */
  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "Every size of a shape must be at least 1. Received: "
              + channels
              + "x"
              + height
              + "x"
              + width);
    }
    if ((double) channels * height * width > 1 << 27) {
      throw new IllegalArgumentException(
          "A shape must have at most 134217728 values (2^27: sixteen images have to fit one array)."
              + " Received: "
              + channels
              + "x"
              + height
              + "x"
              + width);
    }
  }

  /** A flat vector of {@code features} values. */
  public static Shape flat(int features) {
    return new Shape(features, 1, 1);
  }

  /** Values in one image: {@code channels * height * width}. */
  public int elements() {
    return channels * height * width;
  }

  /** Pixels of one channel: {@code height * width}. */
  public int pixels() {
    return height * width;
  }

  /** Whether this is a flat vector, {@code n x 1 x 1}. */
  public boolean isFlat() {
    return height == 1 && width == 1;
  }

  /** {@code channels x height x width} as text, for example {@code 16x26x26}. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
