package dev.lanewise.bench;

import dev.lanewise.core.gemm.Matrix;

/**
 * A matrix product to measure: {@code C[m][n] = A[m][k] B[k][n]}, stored row by row.
 *
 * @param m rows of the result
 * @param n columns of the result
 * @param k length of the sums
 * @param transposeA whether A is stored {@code k x m}
 * @param transposeB whether B is stored {@code n x k}
 */
public record GemmShape(int m, int n, int k, boolean transposeA, boolean transposeB) {

  /** For example {@code 64x288x3872:nt}: m, n, k, then {@code n} or {@code t} for A and for B. */
  public String name() {
    return "%sx%sx%s:%s%s".formatted(m, n, k, transposeA ? "t" : "n", transposeB ? "t" : "n");
  }

  /** Floating-point operations of one product, a multiply-add counting as two. */
  public double flops() {
    return 2.0 * m * n * k;
  }

  Matrix a() {
    return transposeA ? Matrix.transposed(m, k) : Matrix.of(m, k);
  }

  Matrix b() {
    return transposeB ? Matrix.transposed(k, n) : Matrix.of(k, n);
  }

  Matrix c() {
    return Matrix.of(m, n);
  }
}
