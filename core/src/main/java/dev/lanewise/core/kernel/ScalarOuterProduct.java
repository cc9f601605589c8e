package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;

/** {@link OuterProductKernel} in plain Java, in the same order as the vectors. */
final class ScalarOuterProduct implements OuterProductKernel {

  @Override
  public void accumulateOuter(
      ProductTables tables,
      int rows,
      int depth,
      int pixels,
      float[] y,
      int yAt,
      float[] x,
      int xAt,
      float[] dw,
      int dwAt,
      int dwRowStride,
      float[] scratch) {
    int[] depthOffset = tables.depthOffset();
    int[] xPixel = tables.xPixel();
    int[] yPixel = tables.yPixel();
    for (int r = 0; r < rows; r++) {
      int left = yAt + r * tables.yRowStride();
      for (int k = 0; k < depth; k++) {
        int right = xAt + depthOffset[k];
        for (int l = 0; l < Lanes.WIDTH; l++) {
          scratch[l] = 0f;
        }
        for (int p = 0; p < pixels; p++) {
          for (int l = 0; l < Lanes.WIDTH; l++) {
            scratch[l] = Math.fma(y[left + yPixel[p] + l], x[right + xPixel[p] + l], scratch[l]);
          }
        }
        dw[dwAt + r * dwRowStride + k] += LaneFold.sum(scratch, 0);
      }
    }
  }

  @Override
  public void accumulateSums(
      ProductTables tables,
      int rows,
      int pixels,
      float[] y,
      int yAt,
      float[] db,
      int dbAt,
      float[] scratch) {
    int[] yPixel = tables.yPixel();
    for (int r = 0; r < rows; r++) {
      int from = yAt + r * tables.yRowStride();
      for (int l = 0; l < Lanes.WIDTH; l++) {
        scratch[l] = 0f;
      }
      for (int p = 0; p < pixels; p++) {
        for (int l = 0; l < Lanes.WIDTH; l++) {
          scratch[l] += y[from + yPixel[p] + l];
        }
      }
      db[dbAt + r] += LaneFold.sum(scratch, 0);
    }
  }
}
