package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;

/** One float at a time. */
final class ScalarNoise implements NoiseKernel {

  @Override
  public void gaussian(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      int[] keyLow,
      int[] keyHigh,
      int firstElement,
      float factor,
      float added) {
    for (int i = 0; i < n; i++) {
      int lane = i % Lanes.WIDTH;
      float z = NormalHash.of(keyLow[lane], keyHigh[lane], firstElement + i / Lanes.WIDTH);
      y[yAt + i] = Math.fma(added, z, x[xAt + i] * Math.fma(factor, z, 1f));
    }
  }

  @Override
  public void affineDropout(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      int[] keyLow,
      int[] keyHigh,
      int firstElement,
      int threshold,
      float scale,
      float shift,
      float dropped) {
    for (int i = 0; i < n; i++) {
      int lane = i % Lanes.WIDTH;
      int hash = DropoutHash.of(keyLow[lane], keyHigh[lane], firstElement + i / Lanes.WIDTH);
      boolean kept = Integer.compareUnsigned(hash, threshold) >= 0;
      y[yAt + i] = kept ? Math.fma(scale, x[xAt + i], shift) : dropped;
    }
  }

  @Override
  public void runDropout(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      int[] keyLow,
      int[] keyHigh,
      int element,
      int threshold,
      float scale) {
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      int hash = DropoutHash.of(keyLow[lane], keyHigh[lane], element);
      boolean kept = Integer.compareUnsigned(hash, threshold) >= 0;
      for (int i = lane; i < n; i += Lanes.WIDTH) {
        y[yAt + i] = kept ? scale * x[xAt + i] : 0f;
      }
    }
  }
}
