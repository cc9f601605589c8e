package dev.lanewise.data.picture;

import java.util.Arrays;

/**
 * A picture whose pixels come in another order than row by row. Of more than twelve million pixels
 * it keeps every second, third, ... row and column only, so that its memory is bounded.
 */
final class Mosaic {

  /** Most pixels in memory: 48 MiB of four bytes each. */
  private static final long MOST = 12L << 20;

  private final int step;
  private final int width;
  private final int height;
  private final int[] argb;

  Mosaic(int width, int height, int background) {
    int s = step((long) width * height);
    while ((long) (1 + (width - 1) / s) * (1 + (height - 1) / s) > MOST) {
      s++;
    }
    this.step = s;
    this.width = 1 + (width - 1) / s;
    this.height = 1 + (height - 1) / s;
    argb = new int[this.width * this.height];
    Arrays.fill(argb, background);
  }

  private static int step(long pixels) {
    return Math.max(1, (int) Math.sqrt(pixels / (double) MOST));
  }

  void set(int x, int y, int colour) {
    if (step == 1) {
      argb[y * width + x] = colour;
    } else if (x % step == 0 && y % step == 0) {
      argb[y / step * width + x / step] = colour;
    }
  }

  void give(PixelSink sink) {
    sink.begin(width, height);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      System.arraycopy(argb, y * width, row, 0, width);
      sink.row(row);
    }
  }
}
