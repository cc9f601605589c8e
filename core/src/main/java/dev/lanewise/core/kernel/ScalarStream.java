package dev.lanewise.core.kernel;

/** {@link StreamKernel} in plain Java. */
final class ScalarStream implements StreamKernel {

  @Override
  public int read(float[] x, int xAt, int n) {
    int bits = 0;
    for (int i = xAt; i < xAt + n; i++) {
      bits ^= Float.floatToRawIntBits(x[i]);
    }
    return bits;
  }

  @Override
  public void triad(float a, float[] x, int xAt, float[] z, int zAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = Math.fma(a, x[xAt + i], z[zAt + i]);
    }
  }
}
