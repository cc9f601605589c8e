package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import org.jspecify.annotations.Nullable;

/** One float at a time. */
final class ScalarPool implements PoolKernel {

  @Override
  public void maxForward(
      PoolTables tables,
      boolean rectify,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float @Nullable [] taps,
      int tapsAt) {
    if (taps == null) {
      maxOnly(tables, rectify, x, xAt, y, yAt);
    } else {
      maxAndTaps(tables, rectify, x, xAt, y, yAt, taps, tapsAt);
    }
  }

  private static void maxOnly(
      PoolTables tables, boolean rectify, float[] x, int xAt, float[] y, int yAt) {
    PoolAxis rows = tables.rows();
    PoolAxis columns = tables.columns();
    int xRow = tables.xRow();
    for (int c = 0; c < tables.channels(); c++) {
      for (int oy = 0; oy < rows.outputs(); oy++) {
        int firstY = rows.firstTap()[oy];
        int endY = rows.endTap()[oy];
        for (int ox = 0; ox < columns.outputs(); ox++) {
          int firstX = columns.firstTap()[ox];
          int endX = columns.endTap()[ox];
          int from =
              xAt
                  + tables.xOrigin()
                  + c * tables.xPlane()
                  + rows.start()[oy] * xRow
                  + columns.start()[ox] * Lanes.WIDTH;
          int to =
              yAt + tables.yOrigin() + c * tables.yPlane() + oy * tables.yRow() + ox * Lanes.WIDTH;
          for (int lane = 0; lane < Lanes.WIDTH; lane++) {
            float largest = Float.NEGATIVE_INFINITY;
            for (int ky = firstY; ky < endY; ky++) {
              for (int kx = firstX; kx < endX; kx++) {
                float value = x[from + ky * xRow + kx * Lanes.WIDTH + lane];
                if (value > largest || value != value) {
                  largest = value;
                }
              }
            }
            y[to + lane] = rectify && largest <= 0f ? 0f : largest;
          }
        }
      }
    }
  }

  private static void maxAndTaps(
      PoolTables tables,
      boolean rectify,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] taps,
      int tapsAt) {
    PoolAxis rows = tables.rows();
    PoolAxis columns = tables.columns();
    int xRow = tables.xRow();
    for (int c = 0; c < tables.channels(); c++) {
      for (int oy = 0; oy < rows.outputs(); oy++) {
        int firstY = rows.firstTap()[oy];
        int endY = rows.endTap()[oy];
        for (int ox = 0; ox < columns.outputs(); ox++) {
          int firstX = columns.firstTap()[ox];
          int endX = columns.endTap()[ox];
          int from =
              xAt
                  + tables.xOrigin()
                  + c * tables.xPlane()
                  + rows.start()[oy] * xRow
                  + columns.start()[ox] * Lanes.WIDTH;
          int to =
              yAt + tables.yOrigin() + c * tables.yPlane() + oy * tables.yRow() + ox * Lanes.WIDTH;
          int note = tapsAt + ((c * rows.outputs() + oy) * columns.outputs() + ox) * Lanes.WIDTH;
          for (int lane = 0; lane < Lanes.WIDTH; lane++) {
            float largest = Float.NEGATIVE_INFINITY;
            int winner = firstY * columns.kernel() + firstX;
            for (int ky = firstY; ky < endY; ky++) {
              for (int kx = firstX; kx < endX; kx++) {
                float value = x[from + ky * xRow + kx * Lanes.WIDTH + lane];
                if (value > largest || value != value) {
                  largest = value;
                  winner = ky * columns.kernel() + kx;
                }
              }
            }
            y[to + lane] = rectify && largest <= 0f ? 0f : largest;
            taps[note + lane] = rectify && !(largest > 0f) ? NO_TAP : winner;
          }
        }
      }
    }
  }

  @Override
  public void maxBackward(
      PoolTables tables, float[] dy, int dyAt, float[] taps, int tapsAt, float[] dx, int dxAt) {
    PoolAxis rows = tables.rows();
    PoolAxis columns = tables.columns();
    for (int c = 0; c < tables.channels(); c++) {
      int from = dyAt + tables.yOrigin() + c * tables.yPlane();
      for (int iy = 0; iy < rows.inputs(); iy++) {
        int firstY = rows.firstOutput()[iy];
        int endY = rows.endOutput()[iy];
        for (int ix = 0; ix < columns.inputs(); ix++) {
          int firstX = columns.firstOutput()[ix];
          int endX = columns.endOutput()[ix];
          int to =
              dxAt + tables.xOrigin() + c * tables.xPlane() + iy * tables.xRow() + ix * Lanes.WIDTH;
          for (int lane = 0; lane < Lanes.WIDTH; lane++) {
            float sum = 0f;
            for (int oy = firstY; oy < endY; oy++) {
              for (int ox = firstX; ox < endX; ox++) {
                int at = ((c * rows.outputs() + oy) * columns.outputs() + ox) * Lanes.WIDTH + lane;
                int tap = (iy - rows.start()[oy]) * columns.kernel() + ix - columns.start()[ox];
                if (taps[tapsAt + at] == tap) {
                  sum += dy[from + oy * tables.yRow() + ox * Lanes.WIDTH + lane];
                }
              }
            }
            dx[to + lane] = sum;
          }
        }
      }
    }
  }

  @Override
  public void averageForward(PoolTables tables, float[] x, int xAt, float[] y, int yAt) {
    PoolAxis rows = tables.rows();
    PoolAxis columns = tables.columns();
    int xRow = tables.xRow();
    for (int c = 0; c < tables.channels(); c++) {
      for (int oy = 0; oy < rows.outputs(); oy++) {
        int firstY = rows.firstTap()[oy];
        int endY = rows.endTap()[oy];
        for (int ox = 0; ox < columns.outputs(); ox++) {
          int firstX = columns.firstTap()[ox];
          int endX = columns.endTap()[ox];
          int from =
              xAt
                  + tables.xOrigin()
                  + c * tables.xPlane()
                  + rows.start()[oy] * xRow
                  + columns.start()[ox] * Lanes.WIDTH;
          int to =
              yAt + tables.yOrigin() + c * tables.yPlane() + oy * tables.yRow() + ox * Lanes.WIDTH;
          float divisor = rows.divisor()[oy] * columns.divisor()[ox];
          for (int lane = 0; lane < Lanes.WIDTH; lane++) {
            float sum = 0f;
            for (int ky = firstY; ky < endY; ky++) {
              for (int kx = firstX; kx < endX; kx++) {
                sum += x[from + ky * xRow + kx * Lanes.WIDTH + lane];
              }
            }
            y[to + lane] = sum / divisor;
          }
        }
      }
    }
  }

  @Override
  public void averageBackward(PoolTables tables, float[] dy, int dyAt, float[] dx, int dxAt) {
    PoolAxis rows = tables.rows();
    PoolAxis columns = tables.columns();
    for (int c = 0; c < tables.channels(); c++) {
      int from = dyAt + tables.yOrigin() + c * tables.yPlane();
      for (int iy = 0; iy < rows.inputs(); iy++) {
        int firstY = rows.firstOutput()[iy];
        int endY = rows.endOutput()[iy];
        for (int ix = 0; ix < columns.inputs(); ix++) {
          int firstX = columns.firstOutput()[ix];
          int endX = columns.endOutput()[ix];
          int to =
              dxAt + tables.xOrigin() + c * tables.xPlane() + iy * tables.xRow() + ix * Lanes.WIDTH;
          for (int lane = 0; lane < Lanes.WIDTH; lane++) {
            float sum = 0f;
            for (int oy = firstY; oy < endY; oy++) {
              for (int ox = firstX; ox < endX; ox++) {
                float divisor = rows.divisor()[oy] * columns.divisor()[ox];
                sum += dy[from + oy * tables.yRow() + ox * Lanes.WIDTH + lane] / divisor;
              }
            }
            dx[to + lane] = sum;
          }
        }
      }
    }
  }
}
