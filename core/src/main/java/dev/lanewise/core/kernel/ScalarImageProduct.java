package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;

/** {@link ImageProductKernel} in plain Java, in the same order as the vectors. */
final class ScalarImageProduct implements ImageProductKernel {

  private static final int W = Lanes.WIDTH;

  @Override
  public void transpose(
      float[] from, int fromAt, int fromChannel, int channels, int tiles, float[] to, int toAt) {
    int block = tiles * W * W;
    for (int c = 0; c < (channels + W - 1) / W * W; c++) {
      for (int i = 0; i < tiles * W; i++) {
        to[toAt + c / W * block + i * W + c % W] = from[fromAt + c * fromChannel + i];
      }
    }
  }

  @Override
  public void multiply(
      int rows,
      int blocks,
      int depth,
      boolean first,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      float[] m,
      int mAt) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < blocks * W; c++) {
        int to = mAt + r * blocks * W + c;
        int right = bAt + c / W * depth * W + c % W;
        float sum = first ? 0f : m[to];
        for (int k = 0; k < depth; k++) {
          sum = Math.fma(a[aAt + r * aRow + k], b[right + k * W], sum);
        }
        m[to] = sum;
      }
    }
  }
}
