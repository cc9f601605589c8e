package dev.lanewise.core.conv;

import dev.lanewise.core.gemm.Panels;
import dev.lanewise.core.kernel.ProductKernel;
import dev.lanewise.core.kernel.WinogradKernel;
import dev.lanewise.core.tensor.Lanes;

/**
 * Transformed weights, {@code G w G'} for each pair of channels, packed as 36 left operands: {@code
 * [position][panel][k][8]}.
 */
final class WinogradWeights {

  private static final int ROWS = ProductKernel.PANEL_ROWS;

  private final int rows;
  private final int depth;
  private final int position;
  private final WinogradKernel kernel;
  private final float[] panels;

  /** Taps of one panel, {@code [tap][k][8]}; rows that a last panel lacks stay what they were. */
  private final float[] taps;

  private final float[] scratch = new float[WinogradKernel.scratchSize(1)];

  /**
   * Room for the weights.
   *
   * @param rows channels of the result
   * @param depth channels of the operand
   * @param kernel transforms
   */
  WinogradWeights(int rows, int depth, WinogradKernel kernel) {
    this.rows = rows;
    this.depth = depth;
    this.kernel = kernel;
    // 36 streams a power of two apart would share a few sets of the cache. The room also takes what
    // a last panel's transform writes beyond an odd depth.
    position = Panels.size(rows, depth) + Lanes.WIDTH;
    panels = new float[WinogradKernel.POSITIONS * position];
    taps = new float[9 * kernels()];
  }

  /** Kernels of a panel, in whole pixels. */
  private int kernels() {
    return Lanes.roundUp(depth * ROWS);
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
    int n = kernels();
    int first = turned ? 8 * n : 0;
    int step = turned ? -n : n;
    // Ascending, since a panel's rounded-up end is overwritten by the next.
    for (int r0 = 0; r0 < rows; r0 += ROWS) {
      for (int r = r0; r < Math.min(rows, r0 + ROWS); r++) {
        int at = wAt + r * rowStride;
        int to = first + r - r0;
        for (int k = 0; k < depth; k++, at += depthStride, to += ROWS) {
          for (int tap = 0; tap < 9; tap++) {
            taps[to + tap * step] = w[at + tap];
          }
        }
      }
      int panel = r0 / ROWS * Panels.stride(depth);
      kernel.taps(taps, 0, n, panels, panel, position, scratch, 0);
    }
  }
}
