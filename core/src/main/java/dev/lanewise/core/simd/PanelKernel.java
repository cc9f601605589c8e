package dev.lanewise.core.simd;

import org.jspecify.annotations.Nullable;

/**
 * {@link ProductKernel#multiply} for the rows of one panel, or of half a panel. The loop over the
 * panels is {@link PanelProduct}'s.
 */
interface PanelKernel {

  /**
   * {@code y[r][p] = init + sum_k a[r][k] * x[k][p]} for a few rows, {@code a[r][k]} being {@code
   * a[aAt + k * aStep + r]}; everything else as in {@link ProductKernel#multiply}.
   *
   * @param tables offsets
   * @param rows rows of the result, at least 1, at most as many as the kernel takes
   * @param depth length of the sum
   * @param firstPixel first pixel
   * @param endPixel end of the pixels
   * @param a left operand
   * @param aAt where its first row starts
   * @param aStep floats from one {@code k} to the next
   * @param init initial values, one a row, as many as the kernel takes; or null to begin with what
   *     {@code y} holds
   * @param initAt where the initial values start
   * @param x right operand
   * @param xAt where it starts
   * @param y result
   * @param yAt where its first row starts
   */
  void multiply(
      ProductTables tables,
      int rows,
      int depth,
      int firstPixel,
      int endPixel,
      float[] a,
      int aAt,
      int aStep,
      float @Nullable [] init,
      int initAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt);
}
