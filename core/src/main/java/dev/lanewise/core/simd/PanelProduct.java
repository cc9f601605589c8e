package dev.lanewise.core.simd;

import org.jspecify.annotations.Nullable;

/** {@link ProductKernel} as a loop over panels: a panel's rows go to a vector kernel. */
final class PanelProduct implements ProductKernel {

  private static final int HALF = PANEL_ROWS / 2;

  private final @Nullable PanelKernel whole;
  private final PanelKernel half;

  /**
   * Puts a product together.
   *
   * @param whole kernel for up to eight rows; null where the machine has too few registers for it
   * @param half kernel for up to four rows
   */
  PanelProduct(@Nullable PanelKernel whole, PanelKernel half) {
    this.whole = whole;
    this.half = half;
  }

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
    int step = whole == null ? HALF : PANEL_ROWS;
    for (int r = 0; r < rows; r += step) {
      int count = Math.min(step, rows - r);
      PanelKernel kernel = whole == null || count <= HALF ? half : whole;
      kernel.multiply(
          tables,
          count,
          depth,
          firstPixel,
          endPixel,
          a,
          aAt + r / PANEL_ROWS * aPanelStride + r % PANEL_ROWS,
          aDepthStride,
          init,
          initAt + r,
          x,
          xAt,
          y,
          yAt + r * tables.yRowStride());
    }
  }
}
