package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * One register at a time; see {@link HiddenKernels} for the width.
 *
 * <p>Gradients of windows that do not overlap are scattered, each output being read once; those of
 * others are gathered, each input being written once. Both add the same terms in the same order.
 */
final class VectorPool implements PoolKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int STEP = S.length();

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
    FloatVector lowest = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
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
          for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
            FloatVector largest = lowest;
            for (int ky = firstY; ky < endY; ky++) {
              for (int kx = firstX; kx < endX; kx++) {
                FloatVector value =
                    FloatVector.fromArray(S, x, from + ky * xRow + kx * Lanes.WIDTH + lane);
                VectorMask<Float> wins =
                    value
                        .compare(VectorOperators.GT, largest)
                        .or(value.test(VectorOperators.IS_NAN));
                largest = largest.blend(value, wins);
              }
            }
            if (rectify) {
              largest = largest.blend(0f, largest.compare(VectorOperators.LE, 0f));
            }
            largest.intoArray(y, to + lane);
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
    FloatVector lowest = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
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
          for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
            FloatVector largest = lowest;
            FloatVector winner =
                FloatVector.broadcast(S, (float) (firstY * columns.kernel() + firstX));
            for (int ky = firstY; ky < endY; ky++) {
              for (int kx = firstX; kx < endX; kx++) {
                FloatVector value =
                    FloatVector.fromArray(S, x, from + ky * xRow + kx * Lanes.WIDTH + lane);
                VectorMask<Float> wins =
                    value
                        .compare(VectorOperators.GT, largest)
                        .or(value.test(VectorOperators.IS_NAN));
                largest = largest.blend(value, wins);
                winner = winner.blend((float) (ky * columns.kernel() + kx), wins);
              }
            }
            if (rectify) {
              winner = winner.blend(NO_TAP, largest.compare(VectorOperators.GT, 0f).not());
              largest = largest.blend(0f, largest.compare(VectorOperators.LE, 0f));
            }
            largest.intoArray(y, to + lane);
            winner.intoArray(taps, note + lane);
          }
        }
      }
    }
  }

  @Override
  public void maxBackward(
      PoolTables tables, float[] dy, int dyAt, float[] taps, int tapsAt, float[] dx, int dxAt) {
    if (tables.rows().disjoint() && tables.columns().disjoint()) {
      clearUncovered(tables, dx, dxAt);
      maxBackwardDisjoint(tables, dy, dyAt, taps, tapsAt, dx, dxAt);
    } else {
      maxBackwardOverlapping(tables, dy, dyAt, taps, tapsAt, dx, dxAt);
    }
  }

  /** Writes zeros where no window reaches. */
  private static void clearUncovered(PoolTables tables, float[] dx, int dxAt) {
    PoolAxis rows = tables.rows();
    PoolAxis columns = tables.columns();
    if (rows.covered() && columns.covered()) {
      return;
    }
    for (int c = 0; c < tables.channels(); c++) {
      for (int iy = 0; iy < rows.inputs(); iy++) {
        boolean rowUncovered = rows.firstOutput()[iy] == rows.endOutput()[iy];
        int to = dxAt + tables.xOrigin() + c * tables.xPlane() + iy * tables.xRow();
        for (int ix = 0; ix < columns.inputs(); ix++, to += Lanes.WIDTH) {
          if (rowUncovered || columns.firstOutput()[ix] == columns.endOutput()[ix]) {
            Arrays.fill(dx, to, to + Lanes.WIDTH, 0f);
          }
        }
      }
    }
  }

  private static void maxBackwardDisjoint(
      PoolTables tables, float[] dy, int dyAt, float[] taps, int tapsAt, float[] dx, int dxAt) {
    FloatVector zero = FloatVector.zero(S);
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
          int to =
              dxAt
                  + tables.xOrigin()
                  + c * tables.xPlane()
                  + rows.start()[oy] * xRow
                  + columns.start()[ox] * Lanes.WIDTH;
          int from =
              dyAt + tables.yOrigin() + c * tables.yPlane() + oy * tables.yRow() + ox * Lanes.WIDTH;
          int note = tapsAt + ((c * rows.outputs() + oy) * columns.outputs() + ox) * Lanes.WIDTH;
          for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
            FloatVector winner = FloatVector.fromArray(S, taps, note + lane);
            // Added to 0 as in the sum that this stands for: -0 becomes 0.
            FloatVector share = FloatVector.fromArray(S, dy, from + lane).add(0f);
            for (int ky = firstY; ky < endY; ky++) {
              for (int kx = firstX; kx < endX; kx++) {
                VectorMask<Float> chosen =
                    winner.compare(VectorOperators.EQ, (float) (ky * columns.kernel() + kx));
                zero.blend(share, chosen).intoArray(dx, to + ky * xRow + kx * Lanes.WIDTH + lane);
              }
            }
          }
        }
      }
    }
  }

  private static void maxBackwardOverlapping(
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
          for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
            FloatVector sum = FloatVector.zero(S);
            for (int oy = firstY; oy < endY; oy++) {
              for (int ox = firstX; ox < endX; ox++) {
                int at = ((c * rows.outputs() + oy) * columns.outputs() + ox) * Lanes.WIDTH + lane;
                int tap = (iy - rows.start()[oy]) * columns.kernel() + ix - columns.start()[ox];
                VectorMask<Float> chosen =
                    FloatVector.fromArray(S, taps, tapsAt + at)
                        .compare(VectorOperators.EQ, (float) tap);
                sum =
                    sum.blend(
                        sum.add(
                            FloatVector.fromArray(
                                S, dy, from + oy * tables.yRow() + ox * Lanes.WIDTH + lane)),
                        chosen);
              }
            }
            sum.intoArray(dx, to + lane);
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
          for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
            FloatVector sum = FloatVector.zero(S);
            for (int ky = firstY; ky < endY; ky++) {
              for (int kx = firstX; kx < endX; kx++) {
                sum =
                    sum.add(
                        FloatVector.fromArray(S, x, from + ky * xRow + kx * Lanes.WIDTH + lane));
              }
            }
            sum.div(divisor).intoArray(y, to + lane);
          }
        }
      }
    }
  }

  @Override
  public void averageBackward(PoolTables tables, float[] dy, int dyAt, float[] dx, int dxAt) {
    if (tables.rows().disjoint() && tables.columns().disjoint()) {
      clearUncovered(tables, dx, dxAt);
      averageBackwardDisjoint(tables, dy, dyAt, dx, dxAt);
    } else {
      averageBackwardOverlapping(tables, dy, dyAt, dx, dxAt);
    }
  }

  private static void averageBackwardDisjoint(
      PoolTables tables, float[] dy, int dyAt, float[] dx, int dxAt) {

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
          int to =
              dxAt
                  + tables.xOrigin()
                  + c * tables.xPlane()
                  + rows.start()[oy] * xRow
                  + columns.start()[ox] * Lanes.WIDTH;
          int from =
              dyAt + tables.yOrigin() + c * tables.yPlane() + oy * tables.yRow() + ox * Lanes.WIDTH;
          float divisor = rows.divisor()[oy] * columns.divisor()[ox];
          for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {

            // Added to 0 as in the sum that this stands for: -0 becomes 0.
            FloatVector share = FloatVector.fromArray(S, dy, from + lane).div(divisor).add(0f);
            for (int ky = firstY; ky < endY; ky++) {
              for (int kx = firstX; kx < endX; kx++) {
                share.intoArray(dx, to + ky * xRow + kx * Lanes.WIDTH + lane);
              }
            }
          }
        }
      }
    }
  }

  private static void averageBackwardOverlapping(
      PoolTables tables, float[] dy, int dyAt, float[] dx, int dxAt) {
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
          for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
            FloatVector sum = FloatVector.zero(S);
            for (int oy = firstY; oy < endY; oy++) {
              for (int ox = firstX; ox < endX; ox++) {
                float divisor = rows.divisor()[oy] * columns.divisor()[ox];
                sum =
                    sum.add(
                        FloatVector.fromArray(
                                S, dy, from + oy * tables.yRow() + ox * Lanes.WIDTH + lane)
                            .div(divisor));
              }
            }
            sum.intoArray(dx, to + lane);
          }
        }
      }
    }
  }
}
