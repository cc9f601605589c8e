package dev.lanewise.data.picture;

/** Takes a picture row by row. */
public interface PixelSink {

  /**
   * Comes before the rows. The size may be a fraction of the picture's where every so many rows and
   * columns are left out to save memory.
   */
  void begin(int width, int height);

  /**
   * The next row, from the top: {@code 0xAARRGGBB}, not multiplied by alpha. The array is reused.
   */
  void row(int[] argb);
}
