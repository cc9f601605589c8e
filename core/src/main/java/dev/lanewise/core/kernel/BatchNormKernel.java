package dev.lanewise.core.kernel;

/**
 * Batch normalisation of one channel of one lane group: {@code rows} rows of {@code n} floats
 * (pixels times 16 lanes), whose starts are {@code stride} apart. All operands lie in one array.
 *
 * <p>Sums are one a lane. Within a row, pixel {@code p} belongs to chain {@code p mod 4}; the
 * chains are added as {@code (0 + 1) + (2 + 3)}; rows are added one after another, and what each
 * addition rounds off is summed up besides (Knuth's two-sum). A sum's result is therefore 32
 * floats: 16 sums, then 16 remainders to be added to them.
 */
public interface BatchNormKernel {

  /** Floats of one sum's result: a sum and its remainder for each lane. */
  int SUM = 32;

  /** {@code out = sum of x}. */
  void sum(float[] memory, int x, int xStride, int rows, int n, float[] out, int at);

  /** {@code out = sum of (x - mean)^2}. */
  void squares(
      float[] memory, int x, int xStride, int rows, int n, float mean, float[] out, int at);

  /**
   * {@code y = clamp((x - mean) * scale + shift)}: at most {@code floor} becomes {@code floor}, at
   * least {@code ceiling} becomes {@code ceiling}, NaN stays; infinite bounds do nothing.
   */
  void apply(
      float[] memory,
      int x,
      int xStride,
      int y,
      int yStride,
      int rows,
      int n,
      float mean,
      float scale,
      float shift,
      float floor,
      float ceiling);

  /** {@code y = clamp((x - mean) * scale + (s + shift))}, else as {@link #apply}. */
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
      float mean,
      float scale,
      float shift,
      float floor,
      float ceiling);

  /** {@code out = sum of dy}, and {@value #SUM} floats on {@code sum of dy * (x - mean)}. */
  void gather(
      float[] memory,
      int x,
      int xStride,
      int dy,
      int dyStride,
      int rows,
      int n,
      float mean,
      float[] out,
      int at);

  /**
   * {@link #gather} behind a clamp: first {@code dy = 0} wherever {@code y} is not between the
   * bounds, both excluded.
   */
  void gatherClamped(
      float[] memory,
      int x,
      int xStride,
      int y,
      int yStride,
      int dy,
      int dyStride,
      int rows,
      int n,
      float mean,
      float floor,
      float ceiling,
      float[] out,
      int at);

  /** {@code dx = scale * ((dy - offset) - (x - mean) * slope)}; {@code dx} may be {@code dy}. */
  void backward(
      float[] memory,
      int x,
      int xStride,
      int dy,
      int dyStride,
      int dx,
      int dxStride,
      int rows,
      int n,
      float mean,
      float scale,
      float offset,
      float slope);
}
