package dev.lanewise.core.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The micro-kernel and the loops just around it: forward convolution, backward data and dense
 * layers are all calls of {@link #multiply}; backward weights is {@link OuterProductKernel}'s,
 * matrices in rows are {@link GemmKernel}'s.
 *
 * <p>Every result is one chain of fused multiply-adds over ascending {@code k} that begins with the
 * initial value, so its bits depend neither on the width of the registers nor on the tile.
 */
public interface ProductKernel {

  /** Rows that a panel of the left operand holds side by side. */
  int PANEL_ROWS = 8;

  /**
   * {@code y[r][p] = init + sum_k a[r][k] * x[k][p]} for {@code rows} rows and pixels {@code
   * firstPixel .. endPixel - 1}; see {@link ProductTables}.
   *
   * <p>The left operand is read as panels of {@link #PANEL_ROWS} rows: {@code a[r][k]} is {@code
   * a[aAt + (r / 8) * aPanelStride + k * aDepthStride + r % 8]}. The floats of a last panel's
   * missing rows are read and ignored, so they must lie within the array.
   *
   * @param tables offsets
   * @param rows rows of the result
   * @param depth length of the sum; 0 gives the initial values
   * @param firstPixel first pixel
   * @param endPixel end of the pixels
   * @param a left operand
   * @param aAt where it starts
   * @param aPanelStride floats from one panel of rows to the next
   * @param aDepthStride floats from one {@code k} to the next
   * @param init initial values, one a row, read from {@code init[initAt + r]} (as many as whole
   *     panels have rows); or null to begin with what {@code y} holds (accumulate)
   * @param initAt where the initial values start
   * @param x right operand
   * @param xAt where it starts
   * @param y result
   * @param yAt where it starts
   */
  void multiply(
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
      int yAt);
}
