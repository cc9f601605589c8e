package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;

/** One float at a time. */
final class ScalarPairPool implements PairPoolKernel {

  @Override
  public void maxForward(
      int windows, boolean rectify, float[] x, int top, int bottom, float[] y, int yAt) {
    for (int i = 0; i < windows * Lanes.WIDTH; i++) {
      int pair = pair(i);
      float largest = x[top + pair];
      largest = larger(largest, x[top + pair + Lanes.WIDTH]);
      largest = larger(largest, x[bottom + pair]);
      largest = larger(largest, x[bottom + pair + Lanes.WIDTH]);
      y[yAt + i] = rectify && largest <= 0f ? 0f : largest;
    }
  }

  /** Where value {@code i} of a row of results has its window's first pixel in a row of pixels. */
  private static int pair(int i) {
    return i / Lanes.WIDTH * (2 * Lanes.WIDTH) + i % Lanes.WIDTH;
  }

  private static boolean wins(float largest, float value) {
    return value > largest || value != value;
  }

  private static float larger(float largest, float value) {
    return wins(largest, value) ? value : largest;
  }

  @Override
  public void maxForwardTaps(
      int windows,
      boolean rectify,
      float[] x,
      int top,
      int bottom,
      float[] y,
      int yAt,
      float[] taps,
      int tapsAt) {
    for (int i = 0; i < windows * Lanes.WIDTH; i++) {
      int pair = pair(i);
      float largest = x[top + pair];
      float winner = 0;
      float value = x[top + pair + Lanes.WIDTH];
      if (wins(largest, value)) {
        largest = value;
        winner = 1;
      }
      value = x[bottom + pair];
      if (wins(largest, value)) {
        largest = value;
        winner = 2;
      }
      value = x[bottom + pair + Lanes.WIDTH];
      if (wins(largest, value)) {
        largest = value;
        winner = 3;
      }
      y[yAt + i] = rectify && largest <= 0f ? 0f : largest;
      taps[tapsAt + i] = rectify && !(largest > 0f) ? PoolKernel.NO_TAP : winner;
    }
  }

  @Override
  public void maxBackward(
      int windows,
      float[] dy,
      int dyAt,
      float[] taps,
      int tapsAt,
      float[] dx,
      int top,
      int bottom) {
    for (int i = 0; i < windows * Lanes.WIDTH; i++) {
      int pair = pair(i);
      // Added to 0 as in the sum that this stands for: -0 becomes 0.
      float share = dy[dyAt + i] + 0f;
      float winner = taps[tapsAt + i];
      dx[top + pair] = winner == 0 ? share : 0f;
      dx[top + pair + Lanes.WIDTH] = winner == 1 ? share : 0f;
      dx[bottom + pair] = winner == 2 ? share : 0f;
      dx[bottom + pair + Lanes.WIDTH] = winner == 3 ? share : 0f;
    }
  }
}
