package dev.lanewise.core.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The product whose lanes are channels: a number of the left operand, found through a table of
 * offsets, is multiplied with sixteen numbers of the right one. One image's convolution is all
 * calls of it: forward (rows are pixels, the right operand packed weights), backward data (the
 * same) and backward weights (rows are taps, the right operand the output's gradient).
 *
 * <p>Every result is one chain of fused multiply-adds over ascending {@code k} that begins with the
 * initial value, so its bits are those of {@link ProductKernel} on the same numbers.
 */
public interface ChannelKernel {

  /**
   * For rows {@code r}, blocks {@code n} and lanes {@code l}: {@code y[yAt + yRow[r] + n * yBlock +
   * l] = init + sum over k of x[xAt + xRow[r] + xDepth[k]] * w[wAt + n * wBlock + 16 * k + l]}.
   *
   * @param tables offsets
   * @param depth length of the sum, at most that of {@code xDepth}; 0 gives the initial values
   * @param blocks blocks of sixteen lanes
   * @param x left operand
   * @param xAt where it starts
   * @param w right operand
   * @param wAt where it starts
   * @param wBlock floats from one of its blocks to the next
   * @param init initial values, {@code init[initAt + 16 * n + l]}; or null to begin with what
   *     {@code y} holds
   * @param initAt where they start
   * @param y result
   * @param yAt where it starts
   * @param yBlock floats from one of its blocks to the next
   */
  void multiply(
      ChannelTables tables,
      int depth,
      int blocks,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int wBlock,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt,
      int yBlock);
}
