package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import org.jspecify.annotations.Nullable;

/** {@link ChannelKernel} in plain Java, in the same order as the vectors. */
final class ScalarChannel implements ChannelKernel {

  @Override
  public void multiply(
      ChannelTables tables,
      int depth,
      int blocks,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int wBlock,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt,
      int yBlock) {
    int[] xDepth = tables.xDepth();
    for (int n = 0; n < blocks; n++) {
      for (int r = 0; r < tables.rows(); r++) {
        int from = xAt + tables.xRow()[r];
        int to = yAt + tables.yRow()[r] + n * yBlock;
        if (init != null) {
          System.arraycopy(init, initAt + n * Lanes.WIDTH, y, to, Lanes.WIDTH);
        }
        for (int k = 0, right = wAt + n * wBlock; k < depth; k++, right += Lanes.WIDTH) {
          float left = x[from + xDepth[k]];
          for (int l = 0; l < Lanes.WIDTH; l++) {
            y[to + l] = Math.fma(left, w[right + l], y[to + l]);
          }
        }
      }
    }
  }
}
