package dev.lanewise.data;

/**
 * The largest picture that is read. A file is held against them before any of its pixels is
 * decoded, so that a small file cannot claim all memory.
 *
 * @param pixels most pixels, width times height
 * @param side most pixels in a row or a column
 * @param bytes most bytes of a file
 */
public record ImageLimits(long pixels, int side, long bytes) {

  private static final long PIXELS = 1L << 26;

  private static final int SIDE = 1 << 20;

  private static final long BYTES = 1L << 28;

  /**
   * Checks the limits.
   *
   * @throws DataException if one is below 1, or a file may have more than 2147483639 bytes
   */
  public ImageLimits {
    if (Math.min(Math.min(pixels, side), bytes) < 1 || bytes > Integer.MAX_VALUE - 8) {
      throw new DataException(
          DataException.Kind.USAGE,
          ("Limits of images must be at least 1, of bytes at most 2147483639. Received: %s pixels,"
                  + " a side of %s, %s bytes")
              .formatted(pixels, side, bytes));
    }
  }

  /** 67108864 pixels, a side of 1048576, a file of 268435456 bytes. */
  public static ImageLimits defaults() {
    return new ImageLimits(PIXELS, SIDE, BYTES);
  }

  /** The same with another number of pixels. */
  public ImageLimits withPixels(long newPixels) {
    return new ImageLimits(newPixels, side, bytes);
  }

  /** The same with another side. */
  public ImageLimits withSide(int newSide) {
    return new ImageLimits(pixels, newSide, bytes);
  }

  /** The same with another size of a file. */
  public ImageLimits withBytes(long newBytes) {
    return new ImageLimits(pixels, side, newBytes);
  }

  /** Why a picture of this size may not be read; empty if it may. */
  String objection(long width, long height) {
    if (width * height > pixels) {
      return "an image may have at most %s pixels. Received: %s x %s"
          .formatted(pixels, width, height);
    }
    return Math.max(width, height) > side
        ? "an image may have at most %s pixels a side. Received: %s x %s"
            .formatted(side, width, height)
        : "";
  }
}
