package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import org.jspecify.annotations.Nullable;

/** {@link ProductKernel} in plain Java, in the same order as the vectors. */
final class ScalarProduct implements ProductKernel {

  @Override
  public void multiply(
      ProductTables tables,
      int rows,
      int depth,
      int firstPixel,
      int endPixel,
      float[] a,
      int aAt,
      int aPanelStride,
      int aDepthStride,
      float @Nullable [] init,
      int initAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    int[] depthOffset = tables.depthOffset();
    for (int r = 0; r < rows; r++) {
      int row = aAt + r / PANEL_ROWS * aPanelStride + r % PANEL_ROWS;
      for (int p = firstPixel; p < endPixel; p++) {
        int to = yAt + r * tables.yRowStride() + tables.yPixel()[p];
        int from = xAt + tables.xPixel()[p];
        if (init != null) {
          for (int l = 0; l < Lanes.WIDTH; l++) {
            y[to + l] = init[initAt + r];
          }
        }
        for (int k = 0; k < depth; k++) {
          float w = a[row + k * aDepthStride];
          int right = from + depthOffset[k];
          for (int l = 0; l < Lanes.WIDTH; l++) {
            y[to + l] = Math.fma(w, x[right + l], y[to + l]);
          }
        }
      }
    }
  }
}
