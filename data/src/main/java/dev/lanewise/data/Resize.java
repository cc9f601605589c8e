package dev.lanewise.data;

/**
 * Changes the size of a plane of values: bilinear interpolation where it grows; where it shrinks,
 * the same triangle made as wide as an output pixel, so that every input pixel counts.
 */
final class Resize {

  private Resize() {}

  /**
   * Resizes columns and rows, one after the other.
   *
   * @param plane {@code [height][width]}
   * @return {@code [newHeight][newWidth]}
   */
  static float[] plane(float[] plane, int height, int width, int newHeight, int newWidth) {
    float[] wide = new float[height * newWidth];
    for (int x = 0; x < newWidth; x++) {
      Taps taps = Taps.of(x, width, newWidth);
      for (int y = 0; y < height; y++) {
        wide[y * newWidth + x] = taps.sum(plane, y * width, 1);
      }
    }
    float[] result = new float[newHeight * newWidth];
    for (int y = 0; y < newHeight; y++) {
      Taps taps = Taps.of(y, height, newHeight);
      for (int x = 0; x < newWidth; x++) {
        result[y * newWidth + x] = taps.sum(wide, x, newWidth);
      }
    }
    return result;
  }

  /**
   * The input pixels that an output pixel is made of.
   *
   * @param first the first of them
   * @param weights a weight for each; their sum is 1
   */
  private record Taps(int first, double[] weights) {

    static Taps of(int output, int inputs, int outputs) {
      double ratio = (double) inputs / outputs;
      double reach = Math.max(1, ratio);
      double centre = (output + 0.5) * ratio;
      int first = Math.max(0, (int) Math.ceil(centre - reach - 0.5));
      int last = Math.min(inputs - 1, (int) Math.floor(centre + reach - 0.5));
      double[] weights = new double[last - first + 1];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / reach);
        sum += weights[i];
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= sum;
      }
      return new Taps(first, weights);
    }

    float sum(float[] values, int at, int stride) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * values[at + (first + i) * stride];
      }
      return (float) sum;
    }
  }
}
