package dev.lanewise.core.tensor;

/**
 * Where the values of one image lie when lanes are channels: {@code [ceil(C/16)][top + H +
 * bottom][left + W + right][16]}, sixteen channels side by side, so that it is a {@link LaneLayout}
 * of {@code ceil(C/16)} planes; or, planar, {@code [C][top + H + bottom][left + W + right]}, which
 * is for images that enter a network and have a channel or three. Values of the halo are zero and
 * stay zero; lanes beyond the last channel hold anything and are read by nobody who keeps the
 * result.
 *
 * @param shape shape of the image
 * @param halo zeros around it
 * @param planar whether a channel's pixels follow one another
 */
public record ChannelLayout(Shape shape, Halo halo, boolean planar) implements Layout {

  /**
   * Checks that the image can be indexed.
   *
   * @throws IllegalArgumentException if it does not fit one array
   */
  public ChannelLayout {
    double pixels =
        ((double) shape.height() + halo.top() + halo.bottom())
            * ((double) shape.width() + halo.left() + halo.right());
    if (pixels * Lanes.roundUp(shape.channels()) > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "An image must fit one array of 2^31 floats, its channels rounded up to sixteen."
              + " Received: "
              + shape
              + " with "
              + halo);
    }
  }

  /** The image's channels in blocks of sixteen. */
  public static ChannelLayout blocks(Shape shape, Halo halo) {
    return new ChannelLayout(shape, halo, false);
  }

  /** Planes: channels if it is planar, otherwise blocks of sixteen of them. */
  public int planes() {
    return planar ? shape.channels() : Lanes.groups(shape.channels());
  }

  /** Floats from a pixel to the one beside it: 1 or 16. */
  public int pixelStride() {
    return planar ? 1 : Lanes.WIDTH;
  }

  /** Floats from a pixel to the one below it. */
  @Override
  public int rowStride() {
    return (halo.left() + shape.width() + halo.right()) * pixelStride();
  }

  /** Floats from a plane to the next. */
  @Override
  public int planeStride() {
    return (halo.top() + shape.height() + halo.bottom()) * rowStride();
  }

  /** Floats of the whole image, halo included. */
  @Override
  public int size() {
    return planes() * planeStride();
  }

  /** Offset of the first inner pixel of channel 0. */
  @Override
  public int origin() {
    return halo.top() * rowStride() + halo.left() * pixelStride();
  }

  /** Floats from channel 0 to another channel of the same pixel. */
  public int channelOffset(int channel) {
    return planar
        ? channel * planeStride()
        : channel / Lanes.WIDTH * planeStride() + channel % Lanes.WIDTH;
  }

  /** Offset of one value; rows and columns may reach into the halo. */
  @Override
  public int offset(int channel, int y, int x) {
    return origin() + channelOffset(channel) + y * rowStride() + x * pixelStride();
  }

  /** Offset of each value, in the order channel, row, column. */
  public int[] elementOffsets() {
    int[] offsets = new int[shape.elements()];
    for (int c = 0, i = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          offsets[i++] = offset(c, y, x);
        }
      }
    }
    return offsets;
  }

  /**
   * The same memory as a lane group of {@code ceil(C/16)} channels, which is what elementwise
   * layers and pooling see.
   *
   * @throws IllegalStateException if it is planar
   */
  public LaneLayout lanes() {
    if (planar) {
      throw new IllegalStateException("A planar image is no lane group. Received: " + shape);
    }
    return new LaneLayout(new Shape(planes(), shape.height(), shape.width()), halo);
  }
}
