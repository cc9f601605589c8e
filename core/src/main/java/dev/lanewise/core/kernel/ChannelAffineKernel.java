package dev.lanewise.core.kernel;

/**
 * {@link BatchNormKernel#apply} and {@link BatchNormKernel#applyAdd} where lanes are channels, each
 * with a mean, a scale and a shift of its own: the same operations, so the same bits. {@code rows}
 * rows of {@code n} floats (pixels times 16 lanes), whose starts are {@code stride} apart, are one
 * block of sixteen channels.
 */
public interface ChannelAffineKernel {

  /** Floats of a block's factors: sixteen means, then sixteen scales, then sixteen shifts. */
  int FACTORS = 48;

  /** {@code y = clamp((x - mean) * scale + shift)}; {@code y} may be {@code x}. */
  void apply(
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
      float ceiling);

  /**
   * {@code y = clamp((x - mean) * scale + (s + shift))}; {@code y} may be {@code x} or {@code s}.
   */
  void applyAdd(
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
      float ceiling);
}
