package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;

/** One float at a time. */
final class ScalarResample implements ResampleKernel {

  @Override
  public void row(ResampleTables band, float[] x, int xAt, float[] y, int yAt) {
    float[] weight = band.weight();
    for (int o = 0; o < band.outputs(); o++) {
      int start = band.start()[o];
      int end = band.start()[o + 1];
      int from = xAt + band.first()[o] * Lanes.WIDTH;
      int to = yAt + o * Lanes.WIDTH;
      for (int lane = 0; lane < Lanes.WIDTH; lane++) {
        float sum = 0f;
        for (int t = start, i = from + lane; t < end; t++, i += Lanes.WIDTH) {
          sum = Math.fma(weight[t], x[i], sum);
        }
        y[to + lane] = sum;
      }
    }
  }
}
