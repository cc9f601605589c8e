package dev.lanewise.core.kernel;

/**
 * Max pooling of 2x2 windows that touch, a row of windows at a time: the usual case, for which
 * {@link PoolKernel} would spend most of its time in loops of two rounds. The bits and taps are the
 * same: tap 0 and 1 in the upper row, 2 and 3 in the lower.
 */
public interface PairPoolKernel {

  /**
   * The largest value of each window; see {@link PoolKernel#maxForward}.
   *
   * @param windows number of windows
   * @param rectify whether results below 0 become 0
   * @param x input
   * @param top where the upper row's first pixel is
   * @param bottom where the lower row's first pixel is
   * @param y output
   * @param yAt where the first window's result goes
   */
  void maxForward(int windows, boolean rectify, float[] x, int top, int bottom, float[] y, int yAt);

  /**
   * The same, noting the taps for {@link #maxBackward}.
   *
   * @param windows number of windows
   * @param rectify whether results below 0 become 0 and their taps {@link PoolKernel#NO_TAP}
   * @param x input
   * @param top where the upper row's first pixel is
   * @param bottom where the lower row's first pixel is
   * @param y output
   * @param yAt where the first window's result goes
   * @param taps receives which value won
   * @param tapsAt where the first window's tap goes
   */
  void maxForwardTaps(
      int windows,
      boolean rectify,
      float[] x,
      int top,
      int bottom,
      float[] y,
      int yAt,
      float[] taps,
      int tapsAt);

  /**
   * Gives each window's gradient to the pixel that won, and 0 to the others.
   *
   * @param windows number of windows
   * @param dy gradient of the output
   * @param dyAt where the first window's is
   * @param taps what {@link #maxForwardTaps} noted
   * @param tapsAt where the first window's is
   * @param dx gradient of the input, overwritten
   * @param top where the upper row's first pixel is
   * @param bottom where the lower row's first pixel is
   */
  void maxBackward(
      int windows, float[] dy, int dyAt, float[] taps, int tapsAt, float[] dx, int top, int bottom);
}
