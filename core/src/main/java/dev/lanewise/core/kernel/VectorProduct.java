package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * {@link ProductKernel} in vectors, for machines with 32 registers: sixteen accumulators. Each tile
 * is one method without a call in it: a vector that crosses a call which C2 leaves out of line is
 * boxed, and the kernel can run twenty times slower. The accumulators are local variables for the
 * same reason.
 */
final class VectorProduct implements ProductKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();

  @Override
  public void multiply(
      ProductTables tables,
      int rows,
      int depth,
      int firstPixel,
      int endPixel,
      float[] a,
      int aAt,
      int aPanelStride,
      int aDepthStride,
      float @Nullable [] init,
      int initAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    for (int r = 0; r < rows; r += PANEL_ROWS) {
      int panel = aAt + r / PANEL_ROWS * aPanelStride;
      int to = yAt + r * tables.yRowStride();
      int count = Math.min(PANEL_ROWS, rows - r);
      if (FLOATS == Lanes.WIDTH) {
        pixelPairs(
            tables,
            count,
            depth,
            firstPixel,
            endPixel,
            a,
            panel,
            aDepthStride,
            init,
            initAt + r,
            x,
            xAt,
            y,
            to);
      } else {
        pixelParts(
            tables,
            count,
            depth,
            firstPixel,
            endPixel,
            a,
            panel,
            aDepthStride,
            init,
            initAt + r,
            x,
            xAt,
            y,
            to);
      }
    }
  }

  /** One panel where a pixel is one vector: two pixels at a time, which need not be neighbours. */
  private static void pixelPairs(
      ProductTables tables,
      int rows,
      int depth,
      int firstPixel,
      int endPixel,
      float[] a,
      int aAt,
      int aStep,
      float @Nullable [] init,
      int initAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    int[] offset = tables.depthOffset();
    int[] xPixel = tables.xPixel();
    int[] yPixel = tables.yPixel();
    int yRow = tables.yRowStride();
    int p = firstPixel;
    for (; p < endPixel - 1; p += 2) {
      int x0 = xAt + xPixel[p];
      int x1 = xAt + xPixel[p + 1];
      int y0 = yAt + yPixel[p];
      int y1 = yAt + yPixel[p + 1];
      if (rows > 4) {
        tile8x2(offset, depth, a, aAt, aStep, init, initAt, x, x0, x1, y, y0, y1, yRow, rows);
      } else {
        tile4x2(offset, depth, a, aAt, aStep, init, initAt, x, x0, x1, y, y0, y1, yRow, rows);
      }
    }
    if (p < endPixel) {
      int x0 = xAt + xPixel[p];
      int y0 = yAt + yPixel[p];
      if (rows > 4) {
        tile8x1(offset, depth, a, aAt, aStep, init, initAt, x, x0, y, y0, yRow, rows);
      } else {
        tile4x1(offset, depth, a, aAt, aStep, init, initAt, x, x0, y, y0, yRow, rows);
      }
    }
  }

  /** One panel where a pixel is two vectors or four: two of them at a time. */
  private static void pixelParts(
      ProductTables tables,
      int rows,
      int depth,
      int firstPixel,
      int endPixel,
      float[] a,
      int aAt,
      int aStep,
      float @Nullable [] init,
      int initAt,
      float[] x,
      int xAt,
      float[] y,
      int yAt) {
    int[] offset = tables.depthOffset();
    int yRow = tables.yRowStride();
    for (int p = firstPixel; p < endPixel; p++) {
      int xp = xAt + tables.xPixel()[p];
      int yp = yAt + tables.yPixel()[p];
      for (int l = 0; l < Lanes.WIDTH; l += 2 * FLOATS) {
        int x0 = xp + l;
        int x1 = x0 + FLOATS;
        int y0 = yp + l;
        int y1 = y0 + FLOATS;
        if (rows > 4) {
          tile8x2(offset, depth, a, aAt, aStep, init, initAt, x, x0, x1, y, y0, y1, yRow, rows);
        } else {
          tile4x2(offset, depth, a, aAt, aStep, init, initAt, x, x0, x1, y, y0, y1, yRow, rows);
        }
      }
    }
  }

  /** 8 rows by 2 vectors. */
  private static void tile8x2(
      int[] depthOffset,
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float @Nullable [] init,
      int initAt,
      float[] x,
      int x0,
      int x1,
      float[] y,
      int y0,
      int y1,
      int yRow,
      int rows) {
    int row1 = Math.min(1, rows - 1) * yRow;
    int row2 = Math.min(2, rows - 1) * yRow;
    int row3 = Math.min(3, rows - 1) * yRow;
    int row4 = Math.min(4, rows - 1) * yRow;
    int row5 = Math.min(5, rows - 1) * yRow;
    int row6 = Math.min(6, rows - 1) * yRow;
    int row7 = Math.min(7, rows - 1) * yRow;
    FloatVector c00, c01;
    FloatVector c10, c11;
    FloatVector c20, c21;
    FloatVector c30, c31;
    FloatVector c40, c41;
    FloatVector c50, c51;
    FloatVector c60, c61;
    FloatVector c70, c71;
    if (init != null) {
      c00 = FloatVector.broadcast(S, init[initAt]);
      c01 = c00;
      c10 = FloatVector.broadcast(S, init[initAt + 1]);
      c11 = c10;
      c20 = FloatVector.broadcast(S, init[initAt + 2]);
      c21 = c20;
      c30 = FloatVector.broadcast(S, init[initAt + 3]);
      c31 = c30;
      c40 = FloatVector.broadcast(S, init[initAt + 4]);
      c41 = c40;
      c50 = FloatVector.broadcast(S, init[initAt + 5]);
      c51 = c50;
      c60 = FloatVector.broadcast(S, init[initAt + 6]);
      c61 = c60;
      c70 = FloatVector.broadcast(S, init[initAt + 7]);
      c71 = c70;
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
      c01 = FloatVector.fromArray(S, y, y1);
      c10 = FloatVector.fromArray(S, y, y0 + row1);
      c11 = FloatVector.fromArray(S, y, y1 + row1);
      c20 = FloatVector.fromArray(S, y, y0 + row2);
      c21 = FloatVector.fromArray(S, y, y1 + row2);
      c30 = FloatVector.fromArray(S, y, y0 + row3);
      c31 = FloatVector.fromArray(S, y, y1 + row3);
      c40 = FloatVector.fromArray(S, y, y0 + row4);
      c41 = FloatVector.fromArray(S, y, y1 + row4);
      c50 = FloatVector.fromArray(S, y, y0 + row5);
      c51 = FloatVector.fromArray(S, y, y1 + row5);
      c60 = FloatVector.fromArray(S, y, y0 + row6);
      c61 = FloatVector.fromArray(S, y, y1 + row6);
      c70 = FloatVector.fromArray(S, y, y0 + row7);
      c71 = FloatVector.fromArray(S, y, y1 + row7);
    }
    for (int k = 0, i = aAt; k < depth; k++, i += aStep) {
      int offset = depthOffset[k];
      FloatVector b0 = FloatVector.fromArray(S, x, x0 + offset);
      FloatVector b1 = FloatVector.fromArray(S, x, x1 + offset);
      FloatVector w = FloatVector.broadcast(S, a[i]);
      c00 = w.fma(b0, c00);
      c01 = w.fma(b1, c01);
      w = FloatVector.broadcast(S, a[i + 1]);
      c10 = w.fma(b0, c10);
      c11 = w.fma(b1, c11);
      w = FloatVector.broadcast(S, a[i + 2]);
      c20 = w.fma(b0, c20);
      c21 = w.fma(b1, c21);
      w = FloatVector.broadcast(S, a[i + 3]);
      c30 = w.fma(b0, c30);
      c31 = w.fma(b1, c31);
      w = FloatVector.broadcast(S, a[i + 4]);
      c40 = w.fma(b0, c40);
      c41 = w.fma(b1, c41);
      w = FloatVector.broadcast(S, a[i + 5]);
      c50 = w.fma(b0, c50);
      c51 = w.fma(b1, c51);
      w = FloatVector.broadcast(S, a[i + 6]);
      c60 = w.fma(b0, c60);
      c61 = w.fma(b1, c61);
      w = FloatVector.broadcast(S, a[i + 7]);
      c70 = w.fma(b0, c70);
      c71 = w.fma(b1, c71);
    }
    c00.intoArray(y, y0);
    c01.intoArray(y, y1);
    if (rows > 1) {
      c10.intoArray(y, y0 + row1);
      c11.intoArray(y, y1 + row1);
    }
    if (rows > 2) {
      c20.intoArray(y, y0 + row2);
      c21.intoArray(y, y1 + row2);
    }
    if (rows > 3) {
      c30.intoArray(y, y0 + row3);
      c31.intoArray(y, y1 + row3);
    }
    if (rows > 4) {
      c40.intoArray(y, y0 + row4);
      c41.intoArray(y, y1 + row4);
    }
    if (rows > 5) {
      c50.intoArray(y, y0 + row5);
      c51.intoArray(y, y1 + row5);
    }
    if (rows > 6) {
      c60.intoArray(y, y0 + row6);
      c61.intoArray(y, y1 + row6);
    }
    if (rows > 7) {
      c70.intoArray(y, y0 + row7);
      c71.intoArray(y, y1 + row7);
    }
  }

  /** 8 rows by 1 vector. */
  private static void tile8x1(
      int[] depthOffset,
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float @Nullable [] init,
      int initAt,
      float[] x,
      int x0,
      float[] y,
      int y0,
      int yRow,
      int rows) {
    int row1 = Math.min(1, rows - 1) * yRow;
    int row2 = Math.min(2, rows - 1) * yRow;
    int row3 = Math.min(3, rows - 1) * yRow;
    int row4 = Math.min(4, rows - 1) * yRow;
    int row5 = Math.min(5, rows - 1) * yRow;
    int row6 = Math.min(6, rows - 1) * yRow;
    int row7 = Math.min(7, rows - 1) * yRow;
    FloatVector c00;
    FloatVector c10;
    FloatVector c20;
    FloatVector c30;
    FloatVector c40;
    FloatVector c50;
    FloatVector c60;
    FloatVector c70;
    if (init != null) {
      c00 = FloatVector.broadcast(S, init[initAt]);
      c10 = FloatVector.broadcast(S, init[initAt + 1]);
      c20 = FloatVector.broadcast(S, init[initAt + 2]);
      c30 = FloatVector.broadcast(S, init[initAt + 3]);
      c40 = FloatVector.broadcast(S, init[initAt + 4]);
      c50 = FloatVector.broadcast(S, init[initAt + 5]);
      c60 = FloatVector.broadcast(S, init[initAt + 6]);
      c70 = FloatVector.broadcast(S, init[initAt + 7]);
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
      c10 = FloatVector.fromArray(S, y, y0 + row1);
      c20 = FloatVector.fromArray(S, y, y0 + row2);
      c30 = FloatVector.fromArray(S, y, y0 + row3);
      c40 = FloatVector.fromArray(S, y, y0 + row4);
      c50 = FloatVector.fromArray(S, y, y0 + row5);
      c60 = FloatVector.fromArray(S, y, y0 + row6);
      c70 = FloatVector.fromArray(S, y, y0 + row7);
    }
    for (int k = 0, i = aAt; k < depth; k++, i += aStep) {
      int offset = depthOffset[k];
      FloatVector b0 = FloatVector.fromArray(S, x, x0 + offset);
      FloatVector w = FloatVector.broadcast(S, a[i]);
      c00 = w.fma(b0, c00);
      w = FloatVector.broadcast(S, a[i + 1]);
      c10 = w.fma(b0, c10);
      w = FloatVector.broadcast(S, a[i + 2]);
      c20 = w.fma(b0, c20);
      w = FloatVector.broadcast(S, a[i + 3]);
      c30 = w.fma(b0, c30);
      w = FloatVector.broadcast(S, a[i + 4]);
      c40 = w.fma(b0, c40);
      w = FloatVector.broadcast(S, a[i + 5]);
      c50 = w.fma(b0, c50);
      w = FloatVector.broadcast(S, a[i + 6]);
      c60 = w.fma(b0, c60);
      w = FloatVector.broadcast(S, a[i + 7]);
      c70 = w.fma(b0, c70);
    }
    c00.intoArray(y, y0);
    if (rows > 1) {
      c10.intoArray(y, y0 + row1);
    }
    if (rows > 2) {
      c20.intoArray(y, y0 + row2);
    }
    if (rows > 3) {
      c30.intoArray(y, y0 + row3);
    }
    if (rows > 4) {
      c40.intoArray(y, y0 + row4);
    }
    if (rows > 5) {
      c50.intoArray(y, y0 + row5);
    }
    if (rows > 6) {
      c60.intoArray(y, y0 + row6);
    }
    if (rows > 7) {
      c70.intoArray(y, y0 + row7);
    }
  }

  /** 4 rows by 2 vectors. */
  private static void tile4x2(
      int[] depthOffset,
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float @Nullable [] init,
      int initAt,
      float[] x,
      int x0,
      int x1,
      float[] y,
      int y0,
      int y1,
      int yRow,
      int rows) {
    int row1 = Math.min(1, rows - 1) * yRow;
    int row2 = Math.min(2, rows - 1) * yRow;
    int row3 = Math.min(3, rows - 1) * yRow;
    FloatVector c00, c01;
    FloatVector c10, c11;
    FloatVector c20, c21;
    FloatVector c30, c31;
    if (init != null) {
      c00 = FloatVector.broadcast(S, init[initAt]);
      c01 = c00;
      c10 = FloatVector.broadcast(S, init[initAt + 1]);
      c11 = c10;
      c20 = FloatVector.broadcast(S, init[initAt + 2]);
      c21 = c20;
      c30 = FloatVector.broadcast(S, init[initAt + 3]);
      c31 = c30;
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
      c01 = FloatVector.fromArray(S, y, y1);
      c10 = FloatVector.fromArray(S, y, y0 + row1);
      c11 = FloatVector.fromArray(S, y, y1 + row1);
      c20 = FloatVector.fromArray(S, y, y0 + row2);
      c21 = FloatVector.fromArray(S, y, y1 + row2);
      c30 = FloatVector.fromArray(S, y, y0 + row3);
      c31 = FloatVector.fromArray(S, y, y1 + row3);
    }
    for (int k = 0, i = aAt; k < depth; k++, i += aStep) {
      int offset = depthOffset[k];
      FloatVector b0 = FloatVector.fromArray(S, x, x0 + offset);
      FloatVector b1 = FloatVector.fromArray(S, x, x1 + offset);
      FloatVector w = FloatVector.broadcast(S, a[i]);
      c00 = w.fma(b0, c00);
      c01 = w.fma(b1, c01);
      w = FloatVector.broadcast(S, a[i + 1]);
      c10 = w.fma(b0, c10);
      c11 = w.fma(b1, c11);
      w = FloatVector.broadcast(S, a[i + 2]);
      c20 = w.fma(b0, c20);
      c21 = w.fma(b1, c21);
      w = FloatVector.broadcast(S, a[i + 3]);
      c30 = w.fma(b0, c30);
      c31 = w.fma(b1, c31);
    }
    c00.intoArray(y, y0);
    c01.intoArray(y, y1);
    if (rows > 1) {
      c10.intoArray(y, y0 + row1);
      c11.intoArray(y, y1 + row1);
    }
    if (rows > 2) {
      c20.intoArray(y, y0 + row2);
      c21.intoArray(y, y1 + row2);
    }
    if (rows > 3) {
      c30.intoArray(y, y0 + row3);
      c31.intoArray(y, y1 + row3);
    }
  }

  /** 4 rows by 1 vector. */
  private static void tile4x1(
      int[] depthOffset,
      int depth,
      float[] a,
      int aAt,
      int aStep,
      float @Nullable [] init,
      int initAt,
      float[] x,
      int x0,
      float[] y,
      int y0,
      int yRow,
      int rows) {
    int row1 = Math.min(1, rows - 1) * yRow;
    int row2 = Math.min(2, rows - 1) * yRow;
    int row3 = Math.min(3, rows - 1) * yRow;
    FloatVector c00;
    FloatVector c10;
    FloatVector c20;
    FloatVector c30;
    if (init != null) {
      c00 = FloatVector.broadcast(S, init[initAt]);
      c10 = FloatVector.broadcast(S, init[initAt + 1]);
      c20 = FloatVector.broadcast(S, init[initAt + 2]);
      c30 = FloatVector.broadcast(S, init[initAt + 3]);
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
      c10 = FloatVector.fromArray(S, y, y0 + row1);
      c20 = FloatVector.fromArray(S, y, y0 + row2);
      c30 = FloatVector.fromArray(S, y, y0 + row3);
    }
    for (int k = 0, i = aAt; k < depth; k++, i += aStep) {
      int offset = depthOffset[k];
      FloatVector b0 = FloatVector.fromArray(S, x, x0 + offset);
      FloatVector w = FloatVector.broadcast(S, a[i]);
      c00 = w.fma(b0, c00);
      w = FloatVector.broadcast(S, a[i + 1]);
      c10 = w.fma(b0, c10);
      w = FloatVector.broadcast(S, a[i + 2]);
      c20 = w.fma(b0, c20);
      w = FloatVector.broadcast(S, a[i + 3]);
      c30 = w.fma(b0, c30);
    }
    c00.intoArray(y, y0);
    if (rows > 1) {
      c10.intoArray(y, y0 + row1);
    }
    if (rows > 2) {
      c20.intoArray(y, y0 + row2);
    }
    if (rows > 3) {
      c30.intoArray(y, y0 + row3);
    }
  }
}
