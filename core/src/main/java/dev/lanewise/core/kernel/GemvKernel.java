package dev.lanewise.core.kernel;

/**
 * Products of a matrix that is read, or added to, row by row where it lies: what a dense layer does
 * with its weights in a training step on one image, where packing them would cost more than using
 * them. Lengths and places are any.
 */
public interface GemvKernel {

  /**
   * {@code y[i] = sum over r of a[aAt + r] * w[wAt + r * stride + i]}: each a chain of fused
   * multiply-adds over ascending rows that begins with 0.
   *
   * @param rows rows of the matrix
   * @param n values of a row
   * @param a factors, one a row
   * @param aAt where they start
   * @param w the matrix
   * @param wAt where it starts
   * @param stride floats from one row to the next
   * @param y result
   * @param yAt where it starts
   */
  void combine(
      int rows, int n, float[] a, int aAt, float[] w, int wAt, int stride, float[] y, int yAt);

  /**
   * {@code w[wAt + r * stride + i] += a[aAt + r] * x[xAt + i]}, fused.
   *
   * @param rows rows of the matrix
   * @param n values of a row
   * @param a factors, one a row
   * @param aAt where they start
   * @param x what is added to each row, times its factor
   * @param xAt where it starts
   * @param w the matrix
   * @param wAt where it starts
   * @param stride floats from one row to the next
   */
  void addOuter(
      int rows, int n, float[] a, int aAt, float[] x, int xAt, float[] w, int wAt, int stride);
}
