package dev.lanewise.core.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Pooling of one lane group. Results overwrite their inner pixels, which are not read before; halos
 * are neither read nor written. Every implementation gives the same bits.
 *
 * <p>Taps are a dense {@code [C][Ho][Wo][16]} run: for each output value, which tap of its window
 * was the largest, {@code ky * kernelWidth + kx}, as a float.
 */
public interface PoolKernel {

  /** The tap of a result that a ReLU has stopped. */
  float NO_TAP = -1;

  /**
   * The largest value of each window. The first of equal ones in row-major order wins; NaN wins
   * over numbers, and of several the last.
   *
   * <p>Rectified, it is also the ReLU before the pooling, since the largest of {@code max(x, 0)} is
   * {@code max(largest x, 0)}: a result that is not above 0 has {@link #NO_TAP} for its tap, so
   * that its gradient goes nowhere.
   *
   * @param tables where things lie
   * @param rectify whether results below 0 become 0
   * @param x input
   * @param xAt where its lane group starts
   * @param y output
   * @param yAt where its lane group starts
   * @param taps receives which value won; null if nobody will ask
   * @param tapsAt where they start
   */
  void maxForward(
      PoolTables tables,
      boolean rectify,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float @Nullable [] taps,
      int tapsAt);

  /**
   * The gradient of {@link #maxForward}: each input's sum, over ascending outputs that chose it, of
   * {@code dy}; 0 where none did.
   *
   * @param tables where things lie
   * @param dy gradient of the output
   * @param dyAt where its lane group starts
   * @param taps what {@code maxForward} noted
   * @param tapsAt where they start
   * @param dx gradient of the input, overwritten
   * @param dxAt where its lane group starts
   */
  void maxBackward(
      PoolTables tables, float[] dy, int dyAt, float[] taps, int tapsAt, float[] dx, int dxAt);

  /**
   * The sum of each window in row-major order, divided by {@code rows.divisor * columns.divisor}.
   *
   * @param tables where things lie
   * @param x input
   * @param xAt where its lane group starts
   * @param y output
   * @param yAt where its lane group starts
   */
  void averageForward(PoolTables tables, float[] x, int xAt, float[] y, int yAt);

  /**
   * The gradient of {@link #averageForward}: each input's sum, over ascending outputs, of {@code
   * dy} divided by the output's divisor.
   *
   * @param tables where things lie
   * @param dy gradient of the output
   * @param dyAt where its lane group starts
   * @param dx gradient of the input, overwritten
   * @param dxAt where its lane group starts
   */
  void averageBackward(PoolTables tables, float[] dy, int dyAt, float[] dx, int dxAt);
}
