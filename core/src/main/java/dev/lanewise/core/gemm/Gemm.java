package dev.lanewise.core.gemm;

import dev.lanewise.core.simd.Simd;

/**
 * A planned matrix product {@code C = A B} or {@code C += A B} in f32: any sizes, any transposes.
 * The plan owns its packing buffers, so a product allocates nothing; one thread at a time may use
 * it.
 *
 * <p>Each value of the result is one chain of fused multiply-adds over ascending {@code k}, begun
 * with 0 or, when accumulating, with what C holds: the bits are the same for every block size and
 * register width.
 */
public final class Gemm {

  /** What a product does with the values that C holds. */
  public enum Mode {
    /** They are replaced; C is never read. */
    OVERWRITE,
    /** They are added to. */
    ACCUMULATE
  }

  private final Matrix a;
  private final Matrix b;
  private final Matrix c;

  /** The product, or that of the transposes if it is the better way. */
  private final StripProduct product;

  /** The transpose of C, if the transposes are multiplied, else empty. */
  private final float[] transpose;

  /** Plans a product with the usual block sizes. */
  public Gemm(Matrix a, Matrix b, Matrix c, Simd simd) {
    this(a, b, c, Blocking.DEFAULT, simd);
  }

  /**
   * Plans a product.
   *
   * @param a left operand, {@code m x k}
   * @param b right operand, {@code k x n}
   * @param c result, {@code m x n}, not transposed
   * @param blocking block sizes
   * @param simd kernels
   * @throws IllegalArgumentException if the sizes do not meet
   */
  public Gemm(Matrix a, Matrix b, Matrix c, Blocking blocking, Simd simd) {
    if (a.columns() != b.rows() || c.rows() != a.rows() || c.columns() != b.columns()) {
      throw new IllegalArgumentException(
          "A product's sizes must meet: (m x k) (k x n) = (m x n). Received: (%sx%s) (%sx%s) = (%sx%s)"
              .formatted(a.rows(), a.columns(), b.rows(), b.columns(), c.rows(), c.columns()));
    }
    if (c.transposed()) {
      throw new IllegalArgumentException(
          "The result must be stored row by row. Received: a transposed matrix");
    }
    this.a = a;
    this.b = b;
    this.c = c;
    boolean swaps = swaps(a, b);
    transpose = new float[swaps ? c.rows() * c.columns() : 0];
    product =
        swaps
            ? new StripProduct(b.transpose(), a.transpose(), c.rows(), blocking, simd)
            : new StripProduct(a, b, c.stride(), blocking, simd);
  }

  /**
   * Whether {@code C' = B' A'} moves fewer values: where B is stored by columns, it is then read
   * where it lies, and the smaller A is packed instead.
   */
  private static boolean swaps(Matrix a, Matrix b) {
    long m = a.rows();
    long n = b.columns();
    long k = a.columns();
    long other = (a.transposed() ? 0 : m * k) + 2 * m * n;
    return b.transposed() && other < n * k;
  }

  /**
   * Computes the product.
   *
   * @param aValues array of the left operand
   * @param aAt where it starts
   * @param bValues array of the right operand
   * @param bAt where it starts
   * @param cValues array of the result
   * @param cAt where it starts
   * @param mode whether C is replaced or added to
   * @throws IndexOutOfBoundsException if an operand does not lie within its array
   */
  public void multiply(
      float[] aValues, int aAt, float[] bValues, int bAt, float[] cValues, int cAt, Mode mode) {
    java.util.Objects.checkFromIndexSize(aAt, a.extent(), aValues.length);
    java.util.Objects.checkFromIndexSize(bAt, b.extent(), bValues.length);
    java.util.Objects.checkFromIndexSize(cAt, c.extent(), cValues.length);
    boolean fresh = mode == Mode.OVERWRITE;
    if (transpose.length == 0) {
      product.multiply(aValues, aAt, bValues, bAt, cValues, cAt, fresh);
      return;
    }
    int m = c.rows();
    int n = c.columns();
    if (!fresh) {
      Panels.transpose(cValues, cAt, c.stride(), m, n, transpose, 0, m);
    }
    product.multiply(bValues, bAt, aValues, aAt, transpose, 0, fresh);
    Panels.transpose(transpose, 0, m, n, m, cValues, cAt, c.stride());
  }
}
