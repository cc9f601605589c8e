package dev.lanewise.core.kernel;

/** Copies the right operand of a matrix product into the order in which the product reads it. */
public interface PackKernel {

  /** Columns of a strip. */
  int STRIP = GemmKernel.STRIP;

  /**
   * Copies a block of a matrix into strips of {@link #STRIP} columns: {@code to[toAt + (j / 48) *
   * stripStride + k * 48 + j % 48] = from[at + k * rowStride + j]}.
   *
   * @param from the matrix, row by row
   * @param at where the block starts
   * @param rowStride floats from one row to the next
   * @param rows rows of the block
   * @param columns columns of the block, a multiple of 16
   * @param to destination
   * @param toAt where it starts
   * @param stripStride floats from one strip to the next
   */
  void packStrips(
      float[] from,
      int at,
      int rowStride,
      int rows,
      int columns,
      float[] to,
      int toAt,
      int stripStride);
}
