package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.ElementwiseKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;

/** Bounds the values of some pixels of some channels where they lie. */
final class RowClamp {

  private final LaneLayout layout;
  private final ElementwiseKernel kernel;
  private final int width;

  RowClamp(LaneLayout layout, ElementwiseKernel kernel) {
    this.layout = layout;
    this.kernel = kernel;
    width = layout.shape().width();
  }

  /**
   * {@code y = clamp(y)} of channels and pixels; infinite bounds do nothing.
   *
   * @param y array
   * @param yAt where the lane group starts
   * @param channel first channel
   * @param channels how many
   * @param from first pixel, counted row by row
   * @param to the pixel behind the last
   * @param floor lower bound
   * @param ceiling upper bound
   */
  void apply(
      float[] y, int yAt, int channel, int channels, int from, int to, float floor, float ceiling) {
    if (floor == Float.NEGATIVE_INFINITY && ceiling == Float.POSITIVE_INFINITY) {
      return;
    }
    for (int c = channel; c < channel + channels; c++) {
      int pixel = from;
      while (pixel < to) {
        int row = pixel / width;
        int column = pixel - row * width;
        int end = Math.min(to, (row + 1) * width);
        int at = yAt + layout.offset(c, row, column);
        kernel.clamp(y, at, y, at, (end - pixel) * Lanes.WIDTH, floor, ceiling);
        pixel = end;
      }
    }
  }

  /** {@code y = clamp(y)} of all channels and pixels. */
  void applyAll(float[] y, int yAt, float floor, float ceiling) {
    apply(y, yAt, 0, layout.shape().channels(), 0, layout.shape().pixels(), floor, ceiling);
  }
}
