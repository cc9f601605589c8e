package dev.lanewise.core.kernel;

/**
 * Normalisation of blocks of values to a mean of 0 and a variance of 1, sixteen images side by
 * side, each with statistics of its own. Statistics are 32 floats: sixteen means, then sixteen
 * factors {@code 1 / deviation}.
 *
 * <p>Sums go over the pixels of each row of each channel in turn. A row's pixels are added in
 * pieces of {@link #CHAIN}, each piece in chains side by side, and pieces are added with
 * compensation: a sum is sixteen floats and sixteen more that were lost in rounding them (Knuth's
 * two-sum). The order depends on the block's sizes alone.
 */
public interface NormKernel {

  /** Pixels of a row that are added without compensation. */
  int CHAIN = 64;

  /**
   * The sum of a block's values. In a piece there are four chains: pixel {@code i}'s is {@code i %
   * 4}, but what is left over a multiple of four goes to the first; then {@code (0 + 1) + (2 + 3)}.
   *
   * @param tables the block
   * @param x values
   * @param xAt where the block starts
   * @param sums receives 32 floats: sums, then what they lack
   * @param sumsAt where they go
   */
  void sum(NormTables tables, float[] x, int xAt, float[] sums, int sumsAt);

  /**
   * The sum of the squares of the values' distances from the means; in the order of {@link #sum}.
   *
   * @param tables the block
   * @param x values
   * @param xAt where the block starts
   * @param means sixteen means
   * @param meansAt where they start
   * @param sums receives 32 floats: sums, then what they lack
   * @param sumsAt where they go
   */
  void squares(
      NormTables tables, float[] x, int xAt, float[] means, int meansAt, float[] sums, int sumsAt);

  /**
   * {@code y = fma((x - mean) * factor, gamma, beta)}.
   *
   * @param tables the block
   * @param x values
   * @param xAt where the block starts
   * @param statistics see above
   * @param statisticsAt where they start
   * @param gamma factors
   * @param gammaAt where the block's start
   * @param beta what is added
   * @param betaAt where the block's start
   * @param y result
   * @param yAt where the block starts
   */
  void normalise(
      NormTables tables,
      float[] x,
      int xAt,
      float[] statistics,
      int statisticsAt,
      float[] gamma,
      int gammaAt,
      float[] beta,
      int betaAt,
      float[] y,
      int yAt);

  /**
   * Two sums over a block, with {@code g = dy * gamma}: of {@code g}, and of {@code g * (x - mean)
   * * factor}. In a piece each has two chains, of even and of odd pixels; the last of an odd number
   * is even.
   *
   * @param tables the block; {@code y} is where {@code dy} lies
   * @param x values
   * @param xAt where the block starts
   * @param dy gradient of the output
   * @param dyAt where the block starts
   * @param statistics see above
   * @param statisticsAt where they start
   * @param gamma factors
   * @param gammaAt where the block's start
   * @param sums receives 64 floats: the first sums, what they lack, the second, what they lack
   * @param sumsAt where they go
   */
  void gradientSums(
      NormTables tables,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] statistics,
      int statisticsAt,
      float[] gamma,
      int gammaAt,
      float[] sums,
      int sumsAt);

  /**
   * {@code dx = fma((x - mean) * factor, b, dy * gamma - a) * factor}.
   *
   * @param tables the block; {@code y} is where {@code dy} lies
   * @param x values
   * @param xAt where the block starts
   * @param dy gradient of the output
   * @param dyAt where the block starts
   * @param statistics see above
   * @param statisticsAt where they start
   * @param gamma factors
   * @param gammaAt where the block's start
   * @param shares 32 floats: {@code a} and {@code b}
   * @param sharesAt where they start
   * @param dx gradient of the values, overwritten; may be the same place as {@code dy}
   * @param dxAt where the block starts
   */
  void gradient(
      NormTables tables,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] statistics,
      int statisticsAt,
      float[] gamma,
      int gammaAt,
      float[] shares,
      int sharesAt,
      float[] dx,
      int dxAt);

  /**
   * Adds to each pixel's own factors: the sum over lanes, by {@link LaneFold}'s tree, of {@code dy
   * * ((x - mean) * factor)} to {@code dgamma}, and of {@code dy} to {@code dbeta}.
   *
   * @param tables the block; {@code y} is where {@code dy} lies
   * @param x values
   * @param xAt where the block starts
   * @param dy gradient of the output
   * @param dyAt where the block starts
   * @param statistics see above
   * @param statisticsAt where they start
   * @param dgamma gradients of the factors
   * @param dgammaAt where the block's start
   * @param dbeta gradients of what is added
   * @param dbetaAt where the block's start
   * @param scratch sixteen floats
   * @param scratchAt where they start
   */
  void addPixelGradients(
      NormTables tables,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] statistics,
      int statisticsAt,
      float[] dgamma,
      int dgammaAt,
      float[] dbeta,
      int dbetaAt,
      float[] scratch,
      int scratchAt);
}
