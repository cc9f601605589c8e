package dev.lanewise.data;

import java.util.Arrays;

/**
 * How a byte becomes the value that the network sees: {@code value = byte * scale[c] + shift[c]}
 * for channel {@code c}, computed in double and rounded once. With one entry the same numbers hold
 * for every channel.
 *
 * @param scale factor per channel
 * @param shift what is added per channel
 */
public record PixelScale(double[] scale, double[] shift) {

  /**
   * Copies and checks the numbers.
   *
   * @throws IllegalArgumentException if there are none, if the lengths differ, or if a number isn't
   *     finite
   */
  public PixelScale {
    if (scale.length == 0 || scale.length != shift.length) {
      throw new IllegalArgumentException(
          "A pixel scale needs as many shifts as factors, at least one. Received: %s factors, %s"
                  .formatted(scale.length, shift.length)
              + " shifts");
    }
    scale = scale.clone();
    shift = shift.clone();
    for (int c = 0; c < scale.length; c++) {
      if (!Double.isFinite(scale[c]) || !Double.isFinite(shift[c])) {
        throw new IllegalArgumentException(
            "The numbers of a pixel scale must be finite. Received: channel %s, factor %s, shift %s"
                .formatted(c, scale[c], shift[c]));
      }
    }
  }

  /** {@code byte / 255}: values from 0 to 1. */
  public static PixelScale unit() {
    return of(1 / 255.0, 0);
  }

  /** {@code byte / 255 - 0.5}: values from -0.5 to 0.5. */
  public static PixelScale centered() {
    return of(1 / 255.0, -0.5);
  }

  /** {@code byte / 127.5 - 1}: values from -1 to 1. */
  public static PixelScale signed() {
    return of(1 / 127.5, -1);
  }

  /**
   * {@code (byte / 255 - mean[c]) / std[c]}.
   *
   * @param mean mean per channel of values from 0 to 1
   * @param std standard deviation per channel of values from 0 to 1
   * @throws IllegalArgumentException if the lengths differ or if a deviation isn't above 0
   */
  public static PixelScale standardised(double[] mean, double[] std) {
    if (mean.length != std.length) {
      throw new IllegalArgumentException(
          "Means and standard deviations must be as many. Received: %s means, %s deviations"
              .formatted(mean.length, std.length));
    }
    double[] scale = new double[mean.length];
    double[] shift = new double[mean.length];
    for (int c = 0; c < mean.length; c++) {
      if (!(std[c] > 0)) {
        throw new IllegalArgumentException(
            "A standard deviation must be above 0. Received: %s for channel %s"
                .formatted(std[c], c));
      }
      scale[c] = 1 / (255 * std[c]);
      shift[c] = -mean[c] / std[c];
    }
    return new PixelScale(scale, shift);
  }

  private static PixelScale of(double scale, double shift) {
    return new PixelScale(new double[] {scale}, new double[] {shift});
  }

  /** A copy of the factors. */
  @Override
  public double[] scale() {
    return scale.clone();
  }

  /** A copy of the shifts. */
  @Override
  public double[] shift() {
    return shift.clone();
  }

  /** Number of channels it is made for; 1 fits any number. */
  public int channels() {
    return scale.length;
  }

  /** The scale of one channel alone. */
  public PixelScale channel(int channel) {
    int c = scale.length == 1 ? 0 : channel;
    return of(scale[c], shift[c]);
  }

  /**
   * The value of a byte.
   *
   * @param channel the channel
   * @param pixel the byte, 0 to 255
   */
  public float value(int channel, int pixel) {
    int c = scale.length == 1 ? 0 : channel;
    return (float) (pixel * scale[c] + shift[c]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PixelScale that
        && Arrays.equals(scale, that.scale)
        && Arrays.equals(shift, that.shift);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(scale) + Arrays.hashCode(shift);
  }

  @Override
  public String toString() {
    return "byte * " + Arrays.toString(scale) + " + " + Arrays.toString(shift);
  }
}
