package dev.lanewise.core.kernel;

/**
 * A product whose sums run over tiles and images, and whose registers run along channels: with few
 * tiles, folding sixteen lanes for each result would cost more than the products.
 */
public interface ImageProductKernel {

  /**
   * {@code to[block][tile][image][channel % 16] = from[channel][tile][image]}: sixteen channels
   * become neighbours instead of sixteen images. Channels that a last block lacks are read all the
   * same, so they must lie within the array; what they give belongs to nobody.
   *
   * @param from source
   * @param fromAt where it starts
   * @param fromChannel floats from one channel to the next; tiles are 16 floats apart
   * @param channels number of channels
   * @param tiles number of tiles
   * @param to destination, {@code tiles * 256} floats a block
   * @param toAt where it starts
   */
  void transpose(
      float[] from, int fromAt, int fromChannel, int channels, int tiles, float[] to, int toAt);

  /**
   * {@code m[r][c] = (first ? 0 : m[r][c]) + sum over k of a[r][k] * b[k][c]} with {@code k} over
   * tiles and images: one chain of fused multiply-adds over ascending {@code k}.
   *
   * @param rows rows of {@code a} and {@code m}
   * @param blocks blocks of sixteen columns of {@code b} and {@code m}
   * @param depth length of the sum
   * @param first whether to begin with 0
   * @param a left operand, {@code a[aAt + r * aRow + k]}
   * @param aAt where it starts
   * @param aRow floats from one row to the next
   * @param b right operand as {@link #transpose} makes it: {@code depth * 16} floats a block
   * @param bAt where it starts
   * @param m result, {@code blocks * 16} floats a row
   * @param mAt where it starts
   */
  void multiply(
      int rows,
      int blocks,
      int depth,
      boolean first,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      float[] m,
      int mAt);
}
