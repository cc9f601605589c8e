package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/** One float at a time. */
final class ScalarGlobalPool implements GlobalPoolKernel {

  @Override
  public void averageForward(PoolTables tables, float[] x, int xAt, float[] y, int yAt) {
    int rows = tables.rows().inputs();
    int columns = tables.columns().inputs();
    float pixels = rows * columns;
    for (int c = 0; c < tables.channels(); c++) {
      int plane = xAt + tables.xOrigin() + c * tables.xPlane();
      int to = yAt + tables.yOrigin() + c * tables.yPlane();
      Arrays.fill(y, to, to + Lanes.WIDTH, 0f);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int from = plane + row * tables.xRow() + column * Lanes.WIDTH;
          for (int lane = 0; lane < Lanes.WIDTH; lane++) {
            y[to + lane] += x[from + lane];
          }
        }
      }
      for (int lane = 0; lane < Lanes.WIDTH; lane++) {
        y[to + lane] /= pixels;
      }
    }
  }

  @Override
  public void averageBackward(PoolTables tables, float[] dy, int dyAt, float[] dx, int dxAt) {
    int rows = tables.rows().inputs();
    int columns = tables.columns().inputs();
    float pixels = rows * columns;
    for (int c = 0; c < tables.channels(); c++) {
      int plane = dxAt + tables.xOrigin() + c * tables.xPlane();
      int from = dyAt + tables.yOrigin() + c * tables.yPlane();
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          int to = plane + row * tables.xRow() + column * Lanes.WIDTH;
          for (int lane = 0; lane < Lanes.WIDTH; lane++) {
            // Added to 0 as in the sum that this stands for: -0 becomes 0.
            dx[to + lane] = 0f + dy[from + lane] / pixels;
          }
        }
      }
    }
  }
}
