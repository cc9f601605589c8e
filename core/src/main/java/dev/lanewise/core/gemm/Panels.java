package dev.lanewise.core.gemm;

import dev.lanewise.core.simd.ProductKernel;

/**
 * Packs a left operand into panels of {@link ProductKernel#PANEL_ROWS} rows: {@code [panel][k][8]},
 * so that the micro-kernel reads one contiguous stream. Missing rows of the last panel are zeros.
 */
public final class Panels {

  private static final int ROWS = ProductKernel.PANEL_ROWS;

  private Panels() {}

  /** {@code rows} rounded up to whole panels. */
  public static int roundUp(int rows) {
    return (rows + ROWS - 1) / ROWS * ROWS;
  }

  /** Floats that a packed operand takes. */
  public static int size(int rows, int depth) {
    return roundUp(rows) * depth;
  }

  /** Floats from one packed panel to the next. */
  public static int stride(int depth) {
    return ROWS * depth;
  }

  /**
   * Packs {@code from[at + r * rowStride + k * depthStride]}.
   *
   * @param from source
   * @param at where it starts
   * @param rows rows of the operand
   * @param depth columns of the operand
   * @param rowStride floats from one row to the next
   * @param depthStride floats from one column to the next
   * @param to destination
   * @param toAt where it starts
   */
  public static void pack(
      float[] from,
      int at,
      int rows,
      int depth,
      int rowStride,
      int depthStride,
      float[] to,
      int toAt) {
    for (int r = 0; r < roundUp(rows); r++) {
      int i = toAt + r / ROWS * stride(depth) + r % ROWS;
      if (r < rows) {
        int source = at + r * rowStride;
        for (int k = 0; k < depth; k++) {
          to[i + k * ROWS] = from[source + k * depthStride];
        }
      } else {
        for (int k = 0; k < depth; k++) {
          to[i + k * ROWS] = 0f;
        }
      }
    }
  }
}
