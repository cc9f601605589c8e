package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import org.jspecify.annotations.Nullable;

/** {@link DepthwiseKernel} in plain Java, in the same order as the vectors. */
final class ScalarDepthwise implements DepthwiseKernel {

  @Override
  public void correlate(
      PlaneTables tables,
      boolean lanes,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt) {
    int[] taps = tables.taps();
    int weightStep = lanes ? Lanes.WIDTH : 1;
    int laneStep = lanes ? 1 : 0;
    for (int row = 0; row < tables.rows(); row++) {
      for (int column = 0; column < tables.columns(); column++) {
        int from = xAt + row * tables.xRow() + column * tables.xStep();
        int to = yAt + row * tables.yRow() + column * tables.yStep();
        if (init != null) {
          for (int l = 0; l < Lanes.WIDTH; l++) {
            y[to + l] = init[initAt + l * laneStep];
          }
        }
        for (int t = 0; t < taps.length; t++) {
          int weight = wAt + t * weightStep;
          for (int l = 0; l < Lanes.WIDTH; l++) {
            y[to + l] = Math.fma(w[weight + l * laneStep], x[from + taps[t] + l], y[to + l]);
          }
        }
      }
    }
  }

  @Override
  public void gradient(PlaneTables tables, float[] x, int xAt, float[] y, int yAt, float[] sums) {
    int[] taps = tables.taps();
    for (int t = 0; t < taps.length; t++) {
      int sum = t * Lanes.WIDTH;
      for (int l = 0; l < Lanes.WIDTH; l++) {
        sums[sum + l] = 0f;
      }
      for (int row = 0; row < tables.rows(); row++) {
        for (int column = 0; column < tables.columns(); column++) {
          int from = xAt + taps[t] + row * tables.xRow() + column * tables.xStep();
          int to = yAt + row * tables.yRow() + column * tables.yStep();
          for (int l = 0; l < Lanes.WIDTH; l++) {
            sums[sum + l] = Math.fma(y[to + l], x[from + l], sums[sum + l]);
          }
        }
      }
    }
  }
}
