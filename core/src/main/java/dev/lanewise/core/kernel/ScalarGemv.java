package dev.lanewise.core.kernel;

/** One float at a time. */
final class ScalarGemv implements GemvKernel {

  @Override
  public void combine(
      int rows, int n, float[] a, int aAt, float[] w, int wAt, int stride, float[] y, int yAt) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = 0f;
    }
    for (int r = 0; r < rows; r++) {
      float factor = a[aAt + r];
      int from = wAt + r * stride;
      for (int i = 0; i < n; i++) {
        y[yAt + i] = Math.fma(factor, w[from + i], y[yAt + i]);
      }
    }
  }

  @Override
  public void addOuter(
      int rows, int n, float[] a, int aAt, float[] x, int xAt, float[] w, int wAt, int stride) {
    for (int r = 0; r < rows; r++) {
      float factor = a[aAt + r];
      int to = wAt + r * stride;
      for (int i = 0; i < n; i++) {
        w[to + i] = Math.fma(factor, x[xAt + i], w[to + i]);
      }
    }
  }
}
