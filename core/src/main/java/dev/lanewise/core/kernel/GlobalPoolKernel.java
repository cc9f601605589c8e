package dev.lanewise.core.kernel;

/**
 * {@link PoolKernel}'s averages where the one window is the whole image: the same bits, from one
 * pass over it that goes through several channels side by side.
 */
public interface GlobalPoolKernel {

  /**
   * The sum of each channel's pixels in row-major order, divided by their number.
   *
   * @param tables where things lie; the windows are not looked at
   * @param x input
   * @param xAt where its lane group starts
   * @param y output, a pixel a channel
   * @param yAt where its lane group starts
   */
  void averageForward(PoolTables tables, float[] x, int xAt, float[] y, int yAt);

  /**
   * The gradient: every pixel gets its channel's {@code dy}, divided by the number of pixels.
   *
   * @param tables where things lie; the windows are not looked at
   * @param dy gradient of the output
   * @param dyAt where its lane group starts
   * @param dx gradient of the input, overwritten
   * @param dxAt where its lane group starts
   */
  void averageBackward(PoolTables tables, float[] dy, int dyAt, float[] dx, int dxAt);
}
