package dev.lanewise.core.tensor;

/**
 * Where the values of one lane group lie: {@code [C][top + H + bottom][left + W + right][16]},
 * counted in floats from the group's start. The halo's values are zero and stay zero: whoever
 * writes into a lane group writes the inner pixels only.
 *
 * @param shape the shape of one image
 * @param halo the zeros around it
 */
public record LaneLayout(Shape shape, Halo halo) implements Layout {

  /**
   * Checks that the group can be indexed.
   *
   * @throws IllegalArgumentException if sixteen images with their halo exceed one array
   */
  public LaneLayout {
    double size =
        (double) shape.channels()
            * ((double) shape.height() + halo.top() + halo.bottom())
            * ((double) shape.width() + halo.left() + halo.right())
            * Lanes.WIDTH;
    if (size > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "A lane group must fit one array of 2^31 floats. Received: " + shape + " with " + halo);
    }
  }

  /** A layout without a halo: its pixels, and all its channels, follow one another. */
  public static LaneLayout dense(Shape shape) {
    return new LaneLayout(shape, Halo.NONE);
  }

  /** Floats from a pixel to the one below it. */
  @Override
  public int rowStride() {
    return (halo.left() + shape.width() + halo.right()) * Lanes.WIDTH;
  }

  /** Floats from a value to the same pixel of the next channel. */
  @Override
  public int planeStride() {
    return (halo.top() + shape.height() + halo.bottom()) * rowStride();
  }

  /** Floats in the whole group, halo included. */
  @Override
  public int size() {
    return shape.channels() * planeStride();
  }

  /** Offset of lane 0 of the first inner pixel of channel 0. */
  @Override
  public int origin() {
    return halo.top() * rowStride() + halo.left() * Lanes.WIDTH;
  }

  /** Offset of lane 0 of one value; rows and columns may reach into the halo. */
  @Override
  public int offset(int channel, int y, int x) {
    return origin() + channel * planeStride() + y * rowStride() + x * Lanes.WIDTH;
  }

  /** Whether there is no halo, so that the group is one run of {@code size()} floats. */
  public boolean isDense() {
    return halo.isNone();
  }

  /** Offset of lane 0 of each inner pixel of channel 0, row by row. */
  public int[] pixelOffsets() {
    int[] offsets = new int[shape.pixels()];
    for (int y = 0, i = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        offsets[i++] = offset(0, y, x);
      }
    }
    return offsets;
  }
}
