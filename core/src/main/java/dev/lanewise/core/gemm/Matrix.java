package dev.lanewise.core.gemm;

/**
 * How a matrix lies in an array: row-major, or its transpose row-major.
 *
 * @param rows rows of the matrix as the product sees it
 * @param columns columns of the matrix as the product sees it
 * @param stride floats from one stored row to the next
 * @param transposed whether the stored matrix is the transpose, {@code columns x rows}
 */
public record Matrix(int rows, int columns, int stride, boolean transposed) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below 1 or the stride below a stored row's length
   */
  public Matrix {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "A matrix must have at least 1 row and 1 column. Received: " + rows + "x" + columns);
    }
    int stored = transposed ? rows : columns;
    if (stride < stored) {
      throw new IllegalArgumentException(
          "The stride must be at least a stored row's length. Expected at least %s. Received: %s"
              .formatted(stored, stride));
    }
    long size = (long) ((transposed ? columns : rows) - 1) * stride + stored;
    if (size > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "A matrix must fit one array of 2^31 floats. Received: %sx%s with stride %s"
              .formatted(rows, columns, stride));
    }
  }

  /** A matrix stored row by row without gaps. */
  public static Matrix of(int rows, int columns) {
    return new Matrix(rows, columns, columns, false);
  }

  /** The transpose of a matrix of {@code columns x rows} stored row by row without gaps. */
  public static Matrix transposed(int rows, int columns) {
    return new Matrix(rows, columns, rows, true);
  }

  /** The transpose, of the same values where they lie. */
  Matrix transpose() {
    return new Matrix(columns, rows, stride, !transposed);
  }

  /** Floats from a value to the one below it. */
  int rowStep() {
    return transposed ? 1 : stride;
  }

  /** Floats from a value to the one right of it. */
  int columnStep() {
    return transposed ? stride : 1;
  }

  /** Floats from the first value to behind the last. */
  int extent() {
    return (rows - 1) * rowStep() + (columns - 1) * columnStep() + 1;
  }
}
