package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.picture.Picture;
import dev.lanewise.data.picture.PixelSink;
import org.jspecify.annotations.Nullable;

/**
 * Fits a picture to a shape while its rows come: in memory are a row and those rows of the result
 * that are being summed. What lies outside what is shown is not computed.
 */
final class Fitting implements PixelSink {

  private final ImageReading reading;
  private final byte[] pixels;
  private final int at;
  private final boolean turned;
  private final boolean flippedAcross;
  private final boolean flippedDown;

  /** Size to resize to, upright, and the first row and column that are shown. */
  private final long newWidth;

  private final long newHeight;
  private final long left;
  private final long top;

  private Resize.Taps[] across = {};
  private Resize.Taps[] down = {};
  private float[][] planes = {};
  private float[][] wide = {};

  /** Sums of rows of the result, {@code [channel][column]}; null before the first and after. */
  private double @Nullable [][][] sums = {};

  private int width;
  private int row;

  /**
   * Prepares a picture.
   *
   * @param header its header
   * @param reading how it is read
   * @param pixels what to write to, {@code [C][H][W]}
   * @param at where
   */
  Fitting(Picture.Header header, ImageReading reading, byte[] pixels, int at) {
    this.reading = reading;
    this.pixels = pixels;
    this.at = at;
    int o = reading.orientation() == ImageOrientation.HONOUR ? header.orientation() : 1;
    turned = o > 4;
    flippedAcross = o == 2 || o == 3 || o == 7 || o == 8;
    flippedDown = o == 3 || o == 4 || o == 6 || o == 7;
    Shape shape = reading.shape();
    int uprightWidth = turned ? header.height() : header.width();
    int uprightHeight = turned ? header.width() : header.height();
    newHeight = reading.fit().height(uprightHeight, uprightWidth, shape);
    newWidth = reading.fit().width(uprightHeight, uprightWidth, shape);
    top = (long) Math.rint((newHeight - shape.height()) / 2.0);
    left = (long) Math.rint((newWidth - shape.width()) / 2.0);
  }

  @Override
  public void begin(int sourceWidth, int sourceHeight) {
    width = sourceWidth;
    Shape shape = reading.shape();
    Resize.Taps[] columns =
        taps(turned ? sourceHeight : sourceWidth, newWidth, left, shape.width(), isFlipped(turned));
    Resize.Taps[] rows =
        taps(
            turned ? sourceWidth : sourceHeight,
            newHeight,
            top,
            shape.height(),
            isFlipped(!turned));
    across = turned ? rows : columns;
    down = turned ? columns : rows;
    planes = new float[shape.channels()][width];
    wide = new float[shape.channels()][across.length];
    sums = new double[down.length][][];
    row = 0;
  }

  /** Whether the source's rows are mirrored, or its columns. */
  private boolean isFlipped(boolean vertically) {
    return vertically ? flippedDown : flippedAcross;
  }

  /** What each shown row or column is made of; in the order that is shown. */
  private static Resize.Taps[] taps(
      int inputs, long outputs, long first, int shown, boolean flipped) {
    long from = Math.max(0, first);
    long to = Math.min(outputs, first + shown);
    Resize.Taps[] taps = new Resize.Taps[(int) (to - from)];
    for (int i = 0; i < taps.length; i++) {
      taps[i] = Resize.Taps.of(flipped ? outputs - 1 - from - i : from + i, inputs, outputs);
    }
    return taps;
  }

  @Override
  public void row(int[] argb) {
    boolean prepared = false;
    for (int i = 0; i < down.length; i++) {
      int tap = row - down[i].first();
      if (tap < 0 || tap >= down[i].count()) {
        continue;
      }
      if (!prepared) {
        prepare(argb);
        prepared = true;
      }
      add(i, down[i].weight(tap));
      if (tap == down[i].count() - 1) {
        finish(i);
      }
    }
    row++;
  }

  private void prepare(int[] argb) {
    int channels = planes.length;
    if (channels == 1) {
      for (int x = 0; x < width; x++) {
        planes[0][x] = over(argb[x], luma(argb[x]));
      }
    } else {
      for (int x = 0; x < width; x++) {
        int pixel = argb[x];
        planes[0][x] = over(pixel, pixel >> 16 & 0xff);
        planes[1][x] = over(pixel, pixel >> 8 & 0xff);
        planes[2][x] = over(pixel, pixel & 0xff);
      }
    }
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < across.length; i++) {
        wide[c][i] = across[i].sum(planes[c]);
      }
    }
  }

  /** A value over white. */
  private static float over(int pixel, float value) {
    int alpha = pixel >>> 24;
    return alpha == 255 && value == (int) value ? value : 255 + alpha / 255f * (value - 255);
  }

  /** The luma of a pixel: of equal channels exactly what they are. */
  private static float luma(int pixel) {
    int red = pixel >> 16 & 0xff;
    int green = pixel >> 8 & 0xff;
    int blue = pixel & 0xff;
    return red == green && green == blue ? red : 0.299f * red + 0.587f * green + 0.114f * blue;
  }

  private void add(int i, double weight) {
    double[][] sum = sums[i];
    if (sum == null) {
      sum = new double[wide.length][across.length];
      sums[i] = sum;
    }
    for (int c = 0; c < wide.length; c++) {
      for (int x = 0; x < across.length; x++) {
        sum[c][x] += weight * wide[c][x];
      }
    }
  }

  /** Writes a row of the result, or a column of a turned picture. */
  private void finish(int i) {
    double[][] sum = sums[i];
    sums[i] = null;
    Shape shape = reading.shape();
    int shownTop = (int) Math.max(0, -top);
    int shownLeft = (int) Math.max(0, -left);
    for (int c = 0; sum != null && c < sum.length; c++) {
      int plane = at + c * shape.pixels();
      for (int x = 0; x < across.length; x++) {
        int toRow = shownTop + (turned ? x : i);
        int toColumn = shownLeft + (turned ? i : x);
        int b = Math.clamp(Math.round((float) sum[c][x]), 0, 255);
        pixels[plane + toRow * shape.width() + toColumn] =
            (byte) (reading.inverted() ? 255 - b : b);
      }
    }
  }
}
