package dev.lanewise.core.kernel;

/**
 * The micro-kernel of a convolution's weight gradient: both operands are vectors over the sixteen
 * images, and the lanes are folded only at the end.
 */
public interface OuterProductKernel {

  /**
   * {@code dw[r][k] += fold over lanes of (sum over pixels of y[r][p][l] * x[k][p][l])}: a chain of
   * fused multiply-adds over ascending {@code p} in each of the sixteen lanes, the lanes folded by
   * {@link LaneFold}'s tree, the result added to {@code dw[dwAt + r * dwRowStride + k]}.
   *
   * @param tables offsets; {@code yPixel} and {@code yRowStride} now place an operand
   * @param rows rows of {@code dw}
   * @param depth columns of {@code dw}
   * @param pixels number of pixels, at least 1
   * @param y left operand
   * @param yAt where it starts
   * @param x right operand
   * @param xAt where it starts
   * @param dw result, accumulated into
   * @param dwAt where it starts
   * @param dwRowStride floats from one row of it to the next
   * @param scratch room for {@link #SCRATCH} floats
   */
  void accumulateOuter(
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
      float[] scratch);

  /** Floats of scratch memory that {@link #accumulateOuter} wants. */
  int SCRATCH = 16 * 16;

  /**
   * {@code db[r] += fold over lanes of (sum over pixels of y[r][p][l])}: the bias's part of the
   * same gradient, a chain of additions over ascending {@code p} in each lane.
   *
   * @param tables offsets; {@code yPixel} and {@code yRowStride} place the operand
   * @param rows values of {@code db}
   * @param pixels number of pixels, at least 1
   * @param y operand
   * @param yAt where it starts
   * @param db result, accumulated into
   * @param dbAt where it starts
   * @param scratch room for {@link #SCRATCH} floats
   */
  void accumulateSums(
      ProductTables tables,
      int rows,
      int pixels,
      float[] y,
      int yAt,
      float[] db,
      int dbAt,
      float[] scratch);
}
