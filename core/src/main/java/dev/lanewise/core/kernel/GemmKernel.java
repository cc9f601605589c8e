package dev.lanewise.core.kernel;

/**
 * The micro-kernel of matrix products whose operands lie at even distances, packed or as they are:
 * no table of offsets, and one more vector a tile than {@link ProductKernel}.
 *
 * <p>Every result is one chain of fused multiply-adds over ascending {@code k} that begins with 0
 * or with what {@code c} holds, so its bits depend neither on the width of the registers nor on the
 * tile, and are {@link ProductKernel}'s.
 */
public interface GemmKernel {

  /** Rows that a panel of the left operand has. */
  int PANEL_ROWS = 8;

  /** Columns that a tile takes at 512 bits, and a packed strip of the right operand has. */
  int STRIP = 48;

  /**
   * {@code c[r][j] = start + sum_k a[r][k] * b[k][j]} for {@code rows} rows and {@code columns}
   * columns.
   *
   * <p>{@code a[r][k]} is {@code a[aAt + r / 8 * aPanel + r % 8 * aRow + k * aDepth]}, {@code
   * b[k][j]} is {@code b[bAt + k * bDepth + j]} and {@code c[r][j]} is {@code c[cAt + r * cRow +
   * j]}. Nothing else is read or written.
   *
   * @param rows rows of the result
   * @param columns columns of the result, a multiple of 16; those of one strip are read again and
   *     again, so more than {@link #STRIP} are slow
   * @param depth length of the sums
   * @param a left operand
   * @param aAt where it starts
   * @param aPanel floats from eight rows to the next eight
   * @param aRow floats from one row to the next of the same eight
   * @param aDepth floats from one {@code k} to the next
   * @param b right operand
   * @param bAt where it starts
   * @param bDepth floats from one {@code k} to the next
   * @param c result
   * @param cAt where it starts
   * @param cRow floats from one row to the next
   * @param fresh whether sums start with 0, not with what {@code c} holds
   */
  void multiply(
      int rows,
      int columns,
      int depth,
      float[] a,
      int aAt,
      int aPanel,
      int aRow,
      int aDepth,
      float[] b,
      int bAt,
      int bDepth,
      float[] c,
      int cAt,
      int cRow,
      boolean fresh);
}
