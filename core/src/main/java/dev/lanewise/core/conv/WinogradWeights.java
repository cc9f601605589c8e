package dev.lanewise.core.conv;

import dev.lanewise.core.gemm.Panels;
import dev.lanewise.core.simd.ProductKernel;
import dev.lanewise.core.simd.WinogradKernel;

/**
 * Transformed weights, {@code G w G'} for each pair of channels, packed as 36 left operands: {@code
 * [position][panel][k][8]}. {@code G} is that of {@link WinogradKernel}'s source.
 */
final class WinogradWeights {

  private static final float SIXTH = 1f / 6;
  private static final float TWENTY_FOURTH = 1f / 24;

  private final int rows;
  private final int depth;
  private final int position;
  private final float[] panels;
  private final float[] column = new float[18];

  /**
   * Room for the weights.
   *
   * @param rows channels of the result
   * @param depth channels of the operand
   */
  WinogradWeights(int rows, int depth) {
    this.rows = rows;
    this.depth = depth;
    // 36 streams a power of two apart would share a few sets of the cache.
    position = Panels.size(rows, depth) + 16;
    panels = new float[WinogradKernel.POSITIONS * position];
  }

  /** The packed operands. */
  float[] panels() {
    return panels;
  }

  /** Floats from one position's operand to the next. */
  int position() {
    return position;
  }

  /**
   * Transforms and packs.
   *
   * @param w weights
   * @param wAt where they start
   * @param rowStride floats from one channel of the result to the next
   * @param depthStride floats from one channel of the operand to the next; nine taps lie together
   * @param turned whether the taps are taken from last to first
   */
  void prepare(float[] w, int wAt, int rowStride, int depthStride, boolean turned) {
    int first = turned ? 8 : 0;
    int step = turned ? -1 : 1;
    for (int r0 = 0; r0 < rows; r0 += ProductKernel.PANEL_ROWS) {
      int panel = r0 / ProductKernel.PANEL_ROWS * Panels.stride(depth);
      int end = Math.min(rows, r0 + ProductKernel.PANEL_ROWS);
      for (int k = 0; k < depth; k++) {
        int to = panel + k * ProductKernel.PANEL_ROWS;
        for (int r = r0; r < end; r++, to++) {
          int at = wAt + r * rowStride + k * depthStride + first;
          for (int kx = 0; kx < 3; kx++) {
            transform(
                w[at + kx * step], w[at + (3 + kx) * step], w[at + (6 + kx) * step], column, kx, 3);
          }
          for (int i = 0; i < 6; i++) {
            transform(
                column[i * 3],
                column[i * 3 + 1],
                column[i * 3 + 2],
                panels,
                to + i * 6 * position,
                position);
          }
        }
      }
    }
  }

  /** {@code G} times three values. */
  private static void transform(float w0, float w1, float w2, float[] to, int at, int step) {
    float a = w0 + w2;
    float b = w2 * 4f + w0;
    float c = w1 * 2f;
    to[at] = w0 * 0.25f;
    to[at + step] = (a + w1) * -SIXTH;
    to[at + 2 * step] = (a - w1) * -SIXTH;
    to[at + 3 * step] = (b + c) * TWENTY_FOURTH;
    to[at + 4 * step] = (b - c) * TWENTY_FOURTH;
    to[at + 5 * step] = w2;
  }
}
