package dev.lanewise.testkit;

import dev.lanewise.core.gemm.Matrix;

/** Matrix products by three plain loops, the oracle of the planned product. */
public final class NaiveGemm {

  private NaiveGemm() {}

  /** Where a matrix keeps the value at {@code row} and {@code column}. */
  public static int index(Matrix matrix, int row, int column) {
    return matrix.transposed() ? column * matrix.stride() + row : row * matrix.stride() + column;
  }

  /** Floats from the first value of a matrix to behind its last. */
  public static int extent(Matrix matrix) {
    return index(matrix, matrix.rows() - 1, matrix.columns() - 1) + 1;
  }

  /** {@code a b}, row by row, each value summed in double over ascending {@code k}. */
  public static double[] multiply(Matrix a, float[] av, int aAt, Matrix b, float[] bv, int bAt) {
    double[] c = new double[a.rows() * b.columns()];
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < b.columns(); j++) {
        double sum = 0;
        for (int k = 0; k < a.columns(); k++) {
          sum += (double) av[aAt + index(a, i, k)] * bv[bAt + index(b, k, j)];
        }
        c[i * b.columns() + j] = sum;
      }
    }
    return c;
  }

  /**
   * {@code a b} for matrices of whole numbers, row by row, in integer arithmetic.
   *
   * @throws ArithmeticException if a sum of magnitudes is not exact in f32
   */
  public static int[] multiplyExactly(
      Matrix a, float[] av, int aAt, Matrix b, float[] bv, int bAt) {
    int[] c = new int[a.rows() * b.columns()];
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < b.columns(); j++) {
        int sum = 0;
        int magnitude = 0;
        for (int k = 0; k < a.columns(); k++) {
          int product =
              Math.multiplyExact(whole(av[aAt + index(a, i, k)]), whole(bv[bAt + index(b, k, j)]));
          sum = Math.addExact(sum, product);
          magnitude = Math.addExact(magnitude, Math.abs(product));
        }
        if (magnitude > 1 << 24) {
          throw new ArithmeticException("A sum must be exact in f32. Received: " + magnitude);
        }
        c[i * b.columns() + j] = sum;
      }
    }
    return c;
  }

  /** The sum of absolute products behind each value: what an error is measured against. */
  public static double[] magnitudes(Matrix a, float[] av, int aAt, Matrix b, float[] bv, int bAt) {
    float[] left = new float[av.length];
    float[] right = new float[bv.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = Math.abs(av[i]);
    }
    for (int i = 0; i < right.length; i++) {
      right[i] = Math.abs(bv[i]);
    }
    return multiply(a, left, aAt, b, right, bAt);
  }

  private static int whole(float value) {
    if (value != (int) value) {
      throw new ArithmeticException("A value must be a whole number. Received: " + value);
    }
    return (int) value;
  }
}
