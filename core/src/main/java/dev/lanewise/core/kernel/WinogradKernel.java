package dev.lanewise.core.kernel;

/**
 * The parts of Winograd's convolution F(4x4, 3x3), and of its weight gradient F(3x3, 4x4), that are
 * no product: transforms of tiles of sixteen images, and of weights. Points of interpolation are 0,
 * 1, -1, 2, -2 and infinity; the matrices, written {@code B'} (6x6, {@link #input}), {@code G}
 * (6x3, {@link #taps}), {@code A'} (4x6, {@link #output}), {@code V} (6x4, {@link #gradient}) and
 * {@code A'D} (3x6, {@link #weights}), are those of Lavin and Gray, "Fast Algorithms for
 * Convolutional Neural Networks", 2016, section 4, with the divisors 4, 6 and 24 where the fewest
 * numbers are divided.
 *
 * <p>A position is one of a transformed tile's 36 values, {@code 6 * row + column}. Tiles of a
 * strip lie side by side, four pixels apart. Every value is computed by one formula in one order,
 * so its bits do not depend on the width of the registers.
 */
public interface WinogradKernel {

  /** Positions of a transformed tile. */
  int POSITIONS = 36;

  /** Floats of scratch memory that a transform of {@code tiles} tiles side by side wants. */
  static int scratchSize(int tiles) {
    return 6 * (4 * tiles + 2) * 16;
  }

  /**
   * {@code v = B' d B} for patches {@code d} of 6x6 pixels: {@code v[position][channel][tile]}.
   *
   * @param x pixels
   * @param xAt the first patch's first pixel
   * @param xRow floats from one row of pixels to the next
   * @param xPlane floats from one channel to the next
   * @param channels number of channels
   * @param tiles number of patches side by side
   * @param v result
   * @param vAt where the first tile goes; tiles are 16 floats apart
   * @param vPosition floats from one position to the next
   * @param vChannel floats from one channel to the next
   * @param t scratch memory, which may be the array of {@code v}
   * @param tAt where {@link #scratchSize} floats of it begin
   */
  void input(
      float[] x,
      int xAt,
      int xRow,
      int xPlane,
      int channels,
      int tiles,
      float[] v,
      int vAt,
      int vPosition,
      int vChannel,
      float[] t,
      int tAt);

  /**
   * {@code v = V d V'} for tiles {@code d} of 4x4 pixels of an output's gradient; the divisors are
   * {@link #weights}'s. Arguments are those of {@link #input}.
   */
  void gradient(
      float[] x,
      int xAt,
      int xRow,
      int xPlane,
      int channels,
      int tiles,
      float[] v,
      int vAt,
      int vPosition,
      int vChannel,
      float[] t,
      int tAt);

  /**
   * {@code y = A' m A + init} in tiles of 4x4 pixels.
   *
   * @param m products, {@code m[position][channel][tile]}
   * @param mAt where the first tile begins; tiles are 16 floats apart
   * @param mPosition floats from one position to the next
   * @param mChannel floats from one channel to the next
   * @param channels number of channels
   * @param tiles number of tiles side by side
   * @param init a value for each channel
   * @param initAt where they start
   * @param y result
   * @param yAt the first tile's first pixel
   * @param yRow floats from one row of pixels to the next
   * @param yPlane floats from one channel to the next
   * @param t scratch memory, which may be the array of {@code m}
   * @param tAt where {@link #scratchSize} floats of it begin
   */
  void output(
      float[] m,
      int mAt,
      int mPosition,
      int mChannel,
      int channels,
      int tiles,
      float[] init,
      int initAt,
      float[] y,
      int yAt,
      int yRow,
      int yPlane,
      float[] t,
      int tAt);

  /**
   * {@code dw[k][c] = A'D m DA} for one output channel: {@code m[position][c]} becomes nine taps.
   *
   * @param m products
   * @param mAt where position 0 of the output channel starts
   * @param mPosition floats from one position to the next
   * @param blocks blocks of sixteen channels
   * @param dw result, {@code dw[k][c]} with {@code blocks * 16} floats a tap
   * @param dwAt where it starts
   * @param t scratch memory for {@link #scratchSize scratchSize(1)} floats
   * @param tAt where they begin
   */
  void weights(
      float[] m, int mAt, int mPosition, int blocks, float[] dw, int dwAt, float[] t, int tAt);

  /**
   * {@code u = G w G'} for {@code n} kernels of 3x3 taps side by side.
   *
   * @param w taps, {@code w[tap][kernel]}
   * @param wAt where they start
   * @param n number of kernels, a multiple of 16
   * @param u result, {@code u[position][kernel]}
   * @param uAt where it starts
   * @param uPosition floats from one position to the next
   * @param t scratch memory for {@link #scratchSize scratchSize(1)} floats
   * @param tAt where they begin
   */
  void taps(float[] w, int wAt, int n, float[] u, int uAt, int uPosition, float[] t, int tAt);
}
