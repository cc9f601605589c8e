package dev.lanewise.core.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Convolutions in which each plane has weights of its own: depthwise ones. A plane is {@code
 * [height][width][16]}, where sixteen lanes are images of one channel, which share a weight, or
 * channels of one image, which do not.
 *
 * <p>Every result is one chain of fused multiply-adds over ascending taps, or pixels, so the bits
 * are those of {@link ProductKernel} and {@link OuterProductKernel} on the same numbers.
 */
public interface DepthwiseKernel {

  /**
   * {@code y[p][l] = init + sum over taps t of w[t] * x[p][t][l]} for all pixels {@code p}: forward
   * and backward data.
   *
   * @param tables offsets; without a tap, the results are the initial values
   * @param lanes whether each lane has a weight and an initial value of its own: {@code w[wAt + 16
   *     * t + l]} and {@code init[initAt + l]} instead of {@code w[wAt + t]} and {@code
   *     init[initAt]}
   * @param x operand
   * @param xAt where the first pixel's place in it is
   * @param w weights
   * @param wAt where they start
   * @param init initial values; or null to begin with what {@code y} holds
   * @param initAt where they start
   * @param y result
   * @param yAt where its first pixel is
   */
  void correlate(
      PlaneTables tables,
      boolean lanes,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt);

  /**
   * {@code sums[16 * t + l] = sum over pixels p of y[p][l] * x[p][t][l]}, from 0: backward weights,
   * lane by lane.
   *
   * @param tables offsets; {@code yRow} and {@code yStep} now place an operand
   * @param x operand
   * @param xAt where the first pixel's place in it is
   * @param y the other operand, the output's gradient
   * @param yAt where its first pixel is
   * @param sums result, 16 floats a tap; see {@link #sumsSize}
   */
  void gradient(PlaneTables tables, float[] x, int xAt, float[] y, int yAt, float[] sums);

  /** Taps whose gradients are summed at once; those that a last tile lacks are written, too. */
  int TILE_TAPS = 9;

  /** Floats of {@code sums} for a number of taps. */
  static int sumsSize(int taps) {
    return (taps + TILE_TAPS - 1) / TILE_TAPS * TILE_TAPS * 16;
  }
}
