package dev.lanewise.core.kernel;

/** Rows of pixels whose values are weighted sums of neighbouring pixels of other rows. */
public interface ResampleKernel {

  /**
   * {@code y[o] = sum over t of weight[start[o] + t] * x[first[o] + t]} for sixteen lanes side by
   * side: each a chain of fused multiply-adds over ascending terms that begins with 0.
   *
   * @param band the weights
   * @param x a row of pixels
   * @param xAt where it starts
   * @param y the resulting row
   * @param yAt where it starts
   */
  void row(ResampleTables band, float[] x, int xAt, float[] y, int yAt);
}
