package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link GlobalPoolKernel} in vectors, under the rules of {@link VectorProduct}. A channel's sum is
 * one chain of additions, so that four channels at a time hide their latency.
 */
final class VectorGlobalPool implements GlobalPoolKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int STEP = S.length();

  @Override
  public void averageForward(PoolTables tables, float[] x, int xAt, float[] y, int yAt) {
    int c = 0;
    for (; c <= tables.channels() - 4; c += 4) {
      sum4(tables, c, x, xAt, y, yAt);
    }
    for (; c < tables.channels(); c++) {
      sum1(tables, c, x, xAt, y, yAt);
    }
  }

  private static void sum4(PoolTables tables, int c, float[] x, int xAt, float[] y, int yAt) {
    int rows = tables.rows().inputs();
    int columns = tables.columns().inputs();
    int xRow = tables.xRow();
    int xPlane = tables.xPlane();
    int yPlane = tables.yPlane();
    float pixels = rows * columns;
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      int row = xAt + tables.xOrigin() + c * xPlane + lane;
      FloatVector s0 = FloatVector.zero(S);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      for (int r = 0; r < rows; r++, row += xRow) {
        int end = row + columns * Lanes.WIDTH;
        for (int i = row; i < end; i += Lanes.WIDTH) {
          s0 = s0.add(FloatVector.fromArray(S, x, i));
          s1 = s1.add(FloatVector.fromArray(S, x, i + xPlane));
          s2 = s2.add(FloatVector.fromArray(S, x, i + 2 * xPlane));
          s3 = s3.add(FloatVector.fromArray(S, x, i + 3 * xPlane));
        }
      }
      int to = yAt + tables.yOrigin() + c * yPlane + lane;
      s0.div(pixels).intoArray(y, to);
      s1.div(pixels).intoArray(y, to + yPlane);
      s2.div(pixels).intoArray(y, to + 2 * yPlane);
      s3.div(pixels).intoArray(y, to + 3 * yPlane);
    }
  }

  private static void sum1(PoolTables tables, int c, float[] x, int xAt, float[] y, int yAt) {
    int rows = tables.rows().inputs();
    int columns = tables.columns().inputs();
    int xRow = tables.xRow();
    float pixels = rows * columns;
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      int row = xAt + tables.xOrigin() + c * tables.xPlane() + lane;
      FloatVector sum = FloatVector.zero(S);
      for (int r = 0; r < rows; r++, row += xRow) {
        int end = row + columns * Lanes.WIDTH;
        for (int i = row; i < end; i += Lanes.WIDTH) {
          sum = sum.add(FloatVector.fromArray(S, x, i));
        }
      }
      sum.div(pixels).intoArray(y, yAt + tables.yOrigin() + c * tables.yPlane() + lane);
    }
  }

  @Override
  public void averageBackward(PoolTables tables, float[] dy, int dyAt, float[] dx, int dxAt) {
    int rows = tables.rows().inputs();
    int columns = tables.columns().inputs();
    int xRow = tables.xRow();
    float pixels = rows * columns;
    for (int c = 0; c < tables.channels(); c++) {
      int from = dyAt + tables.yOrigin() + c * tables.yPlane();
      for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
        // Added to 0 as in the sum that this stands for: -0 becomes 0.
        FloatVector share = FloatVector.fromArray(S, dy, from + lane).div(pixels).add(0f);
        int row = dxAt + tables.xOrigin() + c * tables.xPlane() + lane;
        for (int r = 0; r < rows; r++, row += xRow) {
          int end = row + columns * Lanes.WIDTH;
          for (int i = row; i < end; i += Lanes.WIDTH) {
            share.intoArray(dx, i);
          }
        }
      }
    }
  }
}
