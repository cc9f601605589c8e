package dev.lanewise.core.gemm;

import dev.lanewise.core.kernel.ProductKernel;

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
    for (int r = 0; r < rows; r += ROWS) {
      int panel = toAt + r / ROWS * stride(depth);
      if (rows - r >= ROWS) {
        interleave(from, at + r * rowStride, rowStride, depthStride, depth, to, panel, ROWS);
      } else {
        packLast(from, at + r * rowStride, rows - r, depth, rowStride, depthStride, to, panel);
      }
    }
  }

  private static void packLast(
      float[] from,
      int at,
      int rows,
      int depth,
      int rowStride,
      int depthStride,
      float[] to,
      int toAt) {
    for (int r = 0; r < ROWS; r++) {
      for (int k = 0; k < depth; k++) {
        to[toAt + k * ROWS + r] = r < rows ? from[at + r * rowStride + k * depthStride] : 0f;
      }
    }
  }

  /**
   * Writes eight rows side by side: {@code to[toAt + k * step + r] = from[at + r * rowStride + k *
   * depthStride]}. All eight are read in one loop, so that each line of the destination is written
   * once.
   */
  static void interleave(
      float[] from,
      int at,
      int rowStride,
      int depthStride,
      int depth,
      float[] to,
      int toAt,
      int step) {
    if (depthStride == 1) {
      int r1 = at + rowStride;
      int r2 = r1 + rowStride;
      int r3 = r2 + rowStride;
      int r4 = r3 + rowStride;
      int r5 = r4 + rowStride;
      int r6 = r5 + rowStride;
      int r7 = r6 + rowStride;
      for (int k = 0, i = toAt; k < depth; k++, i += step) {
        to[i] = from[at + k];
        to[i + 1] = from[r1 + k];
        to[i + 2] = from[r2 + k];
        to[i + 3] = from[r3 + k];
        to[i + 4] = from[r4 + k];
        to[i + 5] = from[r5 + k];
        to[i + 6] = from[r6 + k];
        to[i + 7] = from[r7 + k];
      }
    } else {
      for (int k = 0, i = toAt, j = at; k < depth; k++, i += step, j += depthStride) {
        for (int r = 0; r < ROWS; r++) {
          to[i + r] = from[j + r * rowStride];
        }
      }
    }
  }

  /**
   * Transposes: {@code to[toAt + c * toStride + r] = from[at + r * rowStride + c]}.
   *
   * @param from source
   * @param at where it starts
   * @param rowStride floats from one of its rows to the next
   * @param rows its rows
   * @param columns its columns
   * @param to destination
   * @param toAt where it starts
   * @param toStride floats from one of its rows to the next
   */
  static void transpose(
      float[] from,
      int at,
      int rowStride,
      int rows,
      int columns,
      float[] to,
      int toAt,
      int toStride) {
    int whole = rows / ROWS * ROWS;
    for (int r = 0; r < whole; r += ROWS) {
      interleave(from, at + r * rowStride, rowStride, 1, columns, to, toAt + r, toStride);
    }
    for (int r = whole; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        to[toAt + c * toStride + r] = from[at + r * rowStride + c];
      }
    }
  }
}
