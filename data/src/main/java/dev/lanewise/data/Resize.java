package dev.lanewise.data;

/**
 * Changes the size of rows and columns: bilinear interpolation where it grows; where it shrinks,
 * the same triangle made as wide as an output pixel, so that every input pixel counts.
 */
final class Resize {

  private Resize() {}

  /**
   * The input pixels that an output pixel is made of.
   *
   * @param first the first of them
   * @param weights a weight for each; their sum is 1
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Taps(int first, double[] weights) {

    static Taps of(long output, int inputs, long outputs) {
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

    int count() {
      return weights.length;
    }

    double weight(int i) {
      return weights[i];
    }

    float sum(float[] values) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * values[first + i];
      }
      return (float) sum;
    }
  }
}
