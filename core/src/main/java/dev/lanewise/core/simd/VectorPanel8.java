package dev.lanewise.core.simd;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * {@link PanelKernel} for up to eight rows, where there are 32 registers: 24 accumulators, three
 * operands and a weight. Each tile is one method without a call in it: a vector that crosses a call
 * which C2 leaves out of line is boxed, and the kernel can run twenty times slower. The
 * accumulators are local variables for the same reason.
 */
final class VectorPanel8 implements PanelKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();

  /** Vectors in a pixel. */
  private static final int PARTS = Lanes.WIDTH / FLOATS;

  @Override
  public void multiply(
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
    int[] depthOffset = tables.depthOffset();
    int[] xPixel = tables.xPixel();
    int[] yPixel = tables.yPixel();
    int yRow = tables.yRowStride();
    int v = firstPixel * PARTS;
    int end = endPixel * PARTS;
    for (; v <= end - 3; v += 3) {
      int p0 = v / PARTS;
      int l0 = v % PARTS * FLOATS;
      int p1 = (v + 1) / PARTS;
      int l1 = (v + 1) % PARTS * FLOATS;
      int p2 = (v + 2) / PARTS;
      int l2 = (v + 2) % PARTS * FLOATS;
      int x0 = xAt + xPixel[p0] + l0;
      int x1 = xAt + xPixel[p1] + l1;
      int x2 = xAt + xPixel[p2] + l2;
      int y0 = yAt + yPixel[p0] + l0;
      int y1 = yAt + yPixel[p1] + l1;
      int y2 = yAt + yPixel[p2] + l2;
      tile8x3(
          depthOffset,
          depth,
          a,
          aAt,
          aStep,
          init,
          initAt,
          x,
          x0,
          x1,
          x2,
          y,
          y0,
          y1,
          y2,
          yRow,
          rows);
    }
    for (; v <= end - 2; v += 2) {
      int p0 = v / PARTS;
      int l0 = v % PARTS * FLOATS;
      int p1 = (v + 1) / PARTS;
      int l1 = (v + 1) % PARTS * FLOATS;
      int x0 = xAt + xPixel[p0] + l0;
      int x1 = xAt + xPixel[p1] + l1;
      int y0 = yAt + yPixel[p0] + l0;
      int y1 = yAt + yPixel[p1] + l1;
      tile8x2(depthOffset, depth, a, aAt, aStep, init, initAt, x, x0, x1, y, y0, y1, yRow, rows);
    }
    for (; v <= end - 1; v += 1) {
      int p0 = v / PARTS;
      int l0 = v % PARTS * FLOATS;
      int x0 = xAt + xPixel[p0] + l0;
      int y0 = yAt + yPixel[p0] + l0;
      tile8x1(depthOffset, depth, a, aAt, aStep, init, initAt, x, x0, y, y0, yRow, rows);
    }
  }

  /** 8 rows by 3 vectors. */
  private static void tile8x3(
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
      int x2,
      float[] y,
      int y0,
      int y1,
      int y2,
      int yRow,
      int rows) {
    int row1 = Math.min(1, rows - 1) * yRow;
    int row2 = Math.min(2, rows - 1) * yRow;
    int row3 = Math.min(3, rows - 1) * yRow;
    int row4 = Math.min(4, rows - 1) * yRow;
    int row5 = Math.min(5, rows - 1) * yRow;
    int row6 = Math.min(6, rows - 1) * yRow;
    int row7 = Math.min(7, rows - 1) * yRow;
    FloatVector c00, c01, c02;
    FloatVector c10, c11, c12;
    FloatVector c20, c21, c22;
    FloatVector c30, c31, c32;
    FloatVector c40, c41, c42;
    FloatVector c50, c51, c52;
    FloatVector c60, c61, c62;
    FloatVector c70, c71, c72;
    if (init != null) {
      c00 = FloatVector.broadcast(S, init[initAt]);
      c01 = c00;
      c02 = c00;
      c10 = FloatVector.broadcast(S, init[initAt + 1]);
      c11 = c10;
      c12 = c10;
      c20 = FloatVector.broadcast(S, init[initAt + 2]);
      c21 = c20;
      c22 = c20;
      c30 = FloatVector.broadcast(S, init[initAt + 3]);
      c31 = c30;
      c32 = c30;
      c40 = FloatVector.broadcast(S, init[initAt + 4]);
      c41 = c40;
      c42 = c40;
      c50 = FloatVector.broadcast(S, init[initAt + 5]);
      c51 = c50;
      c52 = c50;
      c60 = FloatVector.broadcast(S, init[initAt + 6]);
      c61 = c60;
      c62 = c60;
      c70 = FloatVector.broadcast(S, init[initAt + 7]);
      c71 = c70;
      c72 = c70;
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
      c01 = FloatVector.fromArray(S, y, y1);
      c02 = FloatVector.fromArray(S, y, y2);
      c10 = FloatVector.fromArray(S, y, y0 + row1);
      c11 = FloatVector.fromArray(S, y, y1 + row1);
      c12 = FloatVector.fromArray(S, y, y2 + row1);
      c20 = FloatVector.fromArray(S, y, y0 + row2);
      c21 = FloatVector.fromArray(S, y, y1 + row2);
      c22 = FloatVector.fromArray(S, y, y2 + row2);
      c30 = FloatVector.fromArray(S, y, y0 + row3);
      c31 = FloatVector.fromArray(S, y, y1 + row3);
      c32 = FloatVector.fromArray(S, y, y2 + row3);
      c40 = FloatVector.fromArray(S, y, y0 + row4);
      c41 = FloatVector.fromArray(S, y, y1 + row4);
      c42 = FloatVector.fromArray(S, y, y2 + row4);
      c50 = FloatVector.fromArray(S, y, y0 + row5);
      c51 = FloatVector.fromArray(S, y, y1 + row5);
      c52 = FloatVector.fromArray(S, y, y2 + row5);
      c60 = FloatVector.fromArray(S, y, y0 + row6);
      c61 = FloatVector.fromArray(S, y, y1 + row6);
      c62 = FloatVector.fromArray(S, y, y2 + row6);
      c70 = FloatVector.fromArray(S, y, y0 + row7);
      c71 = FloatVector.fromArray(S, y, y1 + row7);
      c72 = FloatVector.fromArray(S, y, y2 + row7);
    }
    for (int k = 0, i = aAt; k < depth; k++, i += aStep) {
      int offset = depthOffset[k];
      FloatVector b0 = FloatVector.fromArray(S, x, x0 + offset);
      FloatVector b1 = FloatVector.fromArray(S, x, x1 + offset);
      FloatVector b2 = FloatVector.fromArray(S, x, x2 + offset);
      FloatVector w = FloatVector.broadcast(S, a[i]);
      c00 = w.fma(b0, c00);
      c01 = w.fma(b1, c01);
      c02 = w.fma(b2, c02);
      w = FloatVector.broadcast(S, a[i + 1]);
      c10 = w.fma(b0, c10);
      c11 = w.fma(b1, c11);
      c12 = w.fma(b2, c12);
      w = FloatVector.broadcast(S, a[i + 2]);
      c20 = w.fma(b0, c20);
      c21 = w.fma(b1, c21);
      c22 = w.fma(b2, c22);
      w = FloatVector.broadcast(S, a[i + 3]);
      c30 = w.fma(b0, c30);
      c31 = w.fma(b1, c31);
      c32 = w.fma(b2, c32);
      w = FloatVector.broadcast(S, a[i + 4]);
      c40 = w.fma(b0, c40);
      c41 = w.fma(b1, c41);
      c42 = w.fma(b2, c42);
      w = FloatVector.broadcast(S, a[i + 5]);
      c50 = w.fma(b0, c50);
      c51 = w.fma(b1, c51);
      c52 = w.fma(b2, c52);
      w = FloatVector.broadcast(S, a[i + 6]);
      c60 = w.fma(b0, c60);
      c61 = w.fma(b1, c61);
      c62 = w.fma(b2, c62);
      w = FloatVector.broadcast(S, a[i + 7]);
      c70 = w.fma(b0, c70);
      c71 = w.fma(b1, c71);
      c72 = w.fma(b2, c72);
    }
    c00.intoArray(y, y0);
    c01.intoArray(y, y1);
    c02.intoArray(y, y2);
    if (rows > 1) {
      c10.intoArray(y, y0 + row1);
      c11.intoArray(y, y1 + row1);
      c12.intoArray(y, y2 + row1);
    }
    if (rows > 2) {
      c20.intoArray(y, y0 + row2);
      c21.intoArray(y, y1 + row2);
      c22.intoArray(y, y2 + row2);
    }
    if (rows > 3) {
      c30.intoArray(y, y0 + row3);
      c31.intoArray(y, y1 + row3);
      c32.intoArray(y, y2 + row3);
    }
    if (rows > 4) {
      c40.intoArray(y, y0 + row4);
      c41.intoArray(y, y1 + row4);
      c42.intoArray(y, y2 + row4);
    }
    if (rows > 5) {
      c50.intoArray(y, y0 + row5);
      c51.intoArray(y, y1 + row5);
      c52.intoArray(y, y2 + row5);
    }
    if (rows > 6) {
      c60.intoArray(y, y0 + row6);
      c61.intoArray(y, y1 + row6);
      c62.intoArray(y, y2 + row6);
    }
    if (rows > 7) {
      c70.intoArray(y, y0 + row7);
      c71.intoArray(y, y1 + row7);
      c72.intoArray(y, y2 + row7);
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
}
