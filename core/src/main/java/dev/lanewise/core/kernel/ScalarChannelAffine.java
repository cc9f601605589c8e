package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;

/** One float at a time. */
final class ScalarChannelAffine implements ChannelAffineKernel {

  @Override
  public void apply(
      float[] memory,
      int x,
      int xStride,
      int y,
      int yStride,
      int rows,
      int n,
      float[] factors,
      int at,
      float floor,
      float ceiling) {
    for (int row = 0; row < rows; row++, x += xStride, y += yStride) {
      for (int i = 0; i < n; i++) {
        int mean = at + i % Lanes.WIDTH;
        float scale = factors[mean + Lanes.WIDTH];
        float shift = factors[mean + 2 * Lanes.WIDTH];
        memory[y + i] =
            clamp(Math.fma(memory[x + i] - factors[mean], scale, shift), floor, ceiling);
      }
    }
  }

  private static float clamp(float value, float floor, float ceiling) {
    float raised = value <= floor ? floor : value;
    return raised >= ceiling ? ceiling : raised;
  }

  @Override
  public void applyAdd(
      float[] memory,
      int x,
      int xStride,
      int s,
      int sStride,
      int y,
      int yStride,
      int rows,
      int n,
      float[] factors,
      int at,
      float floor,
      float ceiling) {
    for (int row = 0; row < rows; row++, x += xStride, s += sStride, y += yStride) {
      for (int i = 0; i < n; i++) {
        int mean = at + i % Lanes.WIDTH;
        float scale = factors[mean + Lanes.WIDTH];
        float shift = memory[s + i] + factors[mean + 2 * Lanes.WIDTH];
        memory[y + i] =
            clamp(Math.fma(memory[x + i] - factors[mean], scale, shift), floor, ceiling);
      }
    }
  }
}
