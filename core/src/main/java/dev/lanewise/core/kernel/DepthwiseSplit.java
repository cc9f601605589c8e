package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import org.jspecify.annotations.Nullable;

/** Takes the {@link DepthwiseKernel} that is best for a plane; both have the same bits. */
final class DepthwiseSplit implements DepthwiseKernel {

  private final DepthwiseKernel grids;
  private final DepthwiseKernel any;

  /**
   * Joins two kernels.
   *
   * @param grids for planes that {@link #isGrid} is true of, and initial values
   * @param any for all others
   */
  DepthwiseSplit(DepthwiseKernel grids, DepthwiseKernel any) {
    this.grids = grids;
    this.any = any;
  }

  @Override
  public void correlate(
      PlaneTables tables,
      boolean lanes,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt) {
    DepthwiseKernel kernel = init != null && isGrid(tables) ? grids : any;
    kernel.correlate(tables, lanes, x, xAt, w, wAt, init, initAt, y, yAt);
  }

  @Override
  public void gradient(PlaneTables tables, float[] x, int xAt, float[] y, int yAt, float[] sums) {
    boolean grid = isGrid(tables) && tables.taps()[1] > tables.taps()[0];
    DepthwiseKernel kernel = grid ? grids : any;
    kernel.gradient(tables, x, xAt, y, yAt, sums);
  }

  /** Whether there are three by three taps, neighbours in each row, and at least four pixels. */
  static boolean isGrid(PlaneTables tables) {
    int[] taps = tables.taps();
    if (taps.length != 9
        || tables.columns() < 4
        || tables.xStep() != Lanes.WIDTH
        || tables.yStep() != Lanes.WIDTH) {
      return false;
    }
    int step = taps[1] - taps[0];
    return Math.abs(step) == Lanes.WIDTH
        && taps[2] - taps[1] == step
        && taps[4] - taps[3] == step
        && taps[5] - taps[4] == step
        && taps[7] - taps[6] == step
        && taps[8] - taps[7] == step;
  }
}
