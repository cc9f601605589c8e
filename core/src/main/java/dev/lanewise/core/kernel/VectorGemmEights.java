package dev.lanewise.core.kernel;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link GemmKernel} in vectors, eight rows at a time, for machines with 32 registers: 24
 * accumulators. Under the rules of {@link VectorProduct}.
 */
final class VectorGemmEights implements GemmKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();
  private static final int ROWS = 8;

  @Override
  public void multiply(
      int rows,
      int columns,
      int depth,
      float[] a,
      int aAt,
      int aPanel,
      int aRow,
      int aDepth,
      float[] b,
      int bAt,
      int bDepth,
      float[] c,
      int cAt,
      int cRow,
      boolean fresh) {
    for (int j = 0; j < columns; ) {
      int vectors = Math.min(3, (columns - j) / FLOATS);
      int right = bAt + j;
      for (int r = 0; r < rows; r += ROWS) {
        int left = aAt + r / PANEL_ROWS * aPanel;
        int to = cAt + r * cRow + j;
        int count = Math.min(ROWS, rows - r);
        if (vectors == 3) {
          tile8x3(count, depth, a, left, aRow, aDepth, b, right, bDepth, c, to, cRow, fresh);
        } else if (vectors == 2) {
          tile8x2(count, depth, a, left, aRow, aDepth, b, right, bDepth, c, to, cRow, fresh);
        } else {
          tile8x1(count, depth, a, left, aRow, aDepth, b, right, bDepth, c, to, cRow, fresh);
        }
      }
      j += vectors * FLOATS;
    }
  }

  /** 8 rows by 3 vectors. */
  private static void tile8x3(
      int rows,
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aDepth,
      float[] b,
      int bAt,
      int bDepth,
      float[] c,
      int cAt,
      int cRow,
      boolean fresh) {
    int a1 = Math.min(1, rows - 1) * aRow;
    int a2 = Math.min(2, rows - 1) * aRow;
    int a3 = Math.min(3, rows - 1) * aRow;
    int a4 = Math.min(4, rows - 1) * aRow;
    int a5 = Math.min(5, rows - 1) * aRow;
    int a6 = Math.min(6, rows - 1) * aRow;
    int a7 = Math.min(7, rows - 1) * aRow;
    int row1 = cAt + Math.min(1, rows - 1) * cRow;
    int row2 = cAt + Math.min(2, rows - 1) * cRow;
    int row3 = cAt + Math.min(3, rows - 1) * cRow;
    int row4 = cAt + Math.min(4, rows - 1) * cRow;
    int row5 = cAt + Math.min(5, rows - 1) * cRow;
    int row6 = cAt + Math.min(6, rows - 1) * cRow;
    int row7 = cAt + Math.min(7, rows - 1) * cRow;
    FloatVector c00, c01, c02;
    FloatVector c10, c11, c12;
    FloatVector c20, c21, c22;
    FloatVector c30, c31, c32;
    FloatVector c40, c41, c42;
    FloatVector c50, c51, c52;
    FloatVector c60, c61, c62;
    FloatVector c70, c71, c72;
    if (fresh) {
      FloatVector zero = FloatVector.zero(S);
      c00 = zero;
      c01 = zero;
      c02 = zero;
      c10 = zero;
      c11 = zero;
      c12 = zero;
      c20 = zero;
      c21 = zero;
      c22 = zero;
      c30 = zero;
      c31 = zero;
      c32 = zero;
      c40 = zero;
      c41 = zero;
      c42 = zero;
      c50 = zero;
      c51 = zero;
      c52 = zero;
      c60 = zero;
      c61 = zero;
      c62 = zero;
      c70 = zero;
      c71 = zero;
      c72 = zero;
    } else {
      c00 = FloatVector.fromArray(S, c, cAt);
      c01 = FloatVector.fromArray(S, c, cAt + FLOATS);
      c02 = FloatVector.fromArray(S, c, cAt + 2 * FLOATS);
      c10 = FloatVector.fromArray(S, c, row1);
      c11 = FloatVector.fromArray(S, c, row1 + FLOATS);
      c12 = FloatVector.fromArray(S, c, row1 + 2 * FLOATS);
      c20 = FloatVector.fromArray(S, c, row2);
      c21 = FloatVector.fromArray(S, c, row2 + FLOATS);
      c22 = FloatVector.fromArray(S, c, row2 + 2 * FLOATS);
      c30 = FloatVector.fromArray(S, c, row3);
      c31 = FloatVector.fromArray(S, c, row3 + FLOATS);
      c32 = FloatVector.fromArray(S, c, row3 + 2 * FLOATS);
      c40 = FloatVector.fromArray(S, c, row4);
      c41 = FloatVector.fromArray(S, c, row4 + FLOATS);
      c42 = FloatVector.fromArray(S, c, row4 + 2 * FLOATS);
      c50 = FloatVector.fromArray(S, c, row5);
      c51 = FloatVector.fromArray(S, c, row5 + FLOATS);
      c52 = FloatVector.fromArray(S, c, row5 + 2 * FLOATS);
      c60 = FloatVector.fromArray(S, c, row6);
      c61 = FloatVector.fromArray(S, c, row6 + FLOATS);
      c62 = FloatVector.fromArray(S, c, row6 + 2 * FLOATS);
      c70 = FloatVector.fromArray(S, c, row7);
      c71 = FloatVector.fromArray(S, c, row7 + FLOATS);
      c72 = FloatVector.fromArray(S, c, row7 + 2 * FLOATS);
    }
    for (int k = 0, i = aAt, j = bAt; k < depth; k++, i += aDepth, j += bDepth) {
      FloatVector b0 = FloatVector.fromArray(S, b, j);
      FloatVector b1 = FloatVector.fromArray(S, b, j + FLOATS);
      FloatVector b2 = FloatVector.fromArray(S, b, j + 2 * FLOATS);
      FloatVector w = FloatVector.broadcast(S, a[i]);
      c00 = w.fma(b0, c00);
      c01 = w.fma(b1, c01);
      c02 = w.fma(b2, c02);
      w = FloatVector.broadcast(S, a[i + a1]);
      c10 = w.fma(b0, c10);
      c11 = w.fma(b1, c11);
      c12 = w.fma(b2, c12);
      w = FloatVector.broadcast(S, a[i + a2]);
      c20 = w.fma(b0, c20);
      c21 = w.fma(b1, c21);
      c22 = w.fma(b2, c22);
      w = FloatVector.broadcast(S, a[i + a3]);
      c30 = w.fma(b0, c30);
      c31 = w.fma(b1, c31);
      c32 = w.fma(b2, c32);
      w = FloatVector.broadcast(S, a[i + a4]);
      c40 = w.fma(b0, c40);
      c41 = w.fma(b1, c41);
      c42 = w.fma(b2, c42);
      w = FloatVector.broadcast(S, a[i + a5]);
      c50 = w.fma(b0, c50);
      c51 = w.fma(b1, c51);
      c52 = w.fma(b2, c52);
      w = FloatVector.broadcast(S, a[i + a6]);
      c60 = w.fma(b0, c60);
      c61 = w.fma(b1, c61);
      c62 = w.fma(b2, c62);
      w = FloatVector.broadcast(S, a[i + a7]);
      c70 = w.fma(b0, c70);
      c71 = w.fma(b1, c71);
      c72 = w.fma(b2, c72);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + FLOATS);
    c02.intoArray(c, cAt + 2 * FLOATS);
    if (rows > 1) {
      c10.intoArray(c, row1);
      c11.intoArray(c, row1 + FLOATS);
      c12.intoArray(c, row1 + 2 * FLOATS);
    }
    if (rows > 2) {
      c20.intoArray(c, row2);
      c21.intoArray(c, row2 + FLOATS);
      c22.intoArray(c, row2 + 2 * FLOATS);
    }
    if (rows > 3) {
      c30.intoArray(c, row3);
      c31.intoArray(c, row3 + FLOATS);
      c32.intoArray(c, row3 + 2 * FLOATS);
    }
    if (rows > 4) {
      c40.intoArray(c, row4);
      c41.intoArray(c, row4 + FLOATS);
      c42.intoArray(c, row4 + 2 * FLOATS);
    }
    if (rows > 5) {
      c50.intoArray(c, row5);
      c51.intoArray(c, row5 + FLOATS);
      c52.intoArray(c, row5 + 2 * FLOATS);
    }
    if (rows > 6) {
      c60.intoArray(c, row6);
      c61.intoArray(c, row6 + FLOATS);
      c62.intoArray(c, row6 + 2 * FLOATS);
    }
    if (rows > 7) {
      c70.intoArray(c, row7);
      c71.intoArray(c, row7 + FLOATS);
      c72.intoArray(c, row7 + 2 * FLOATS);
    }
  }

  /** 8 rows by 2 vectors. */
  private static void tile8x2(
      int rows,
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aDepth,
      float[] b,
      int bAt,
      int bDepth,
      float[] c,
      int cAt,
      int cRow,
      boolean fresh) {
    int a1 = Math.min(1, rows - 1) * aRow;
    int a2 = Math.min(2, rows - 1) * aRow;
    int a3 = Math.min(3, rows - 1) * aRow;
    int a4 = Math.min(4, rows - 1) * aRow;
    int a5 = Math.min(5, rows - 1) * aRow;
    int a6 = Math.min(6, rows - 1) * aRow;
    int a7 = Math.min(7, rows - 1) * aRow;
    int row1 = cAt + Math.min(1, rows - 1) * cRow;
    int row2 = cAt + Math.min(2, rows - 1) * cRow;
    int row3 = cAt + Math.min(3, rows - 1) * cRow;
    int row4 = cAt + Math.min(4, rows - 1) * cRow;
    int row5 = cAt + Math.min(5, rows - 1) * cRow;
    int row6 = cAt + Math.min(6, rows - 1) * cRow;
    int row7 = cAt + Math.min(7, rows - 1) * cRow;
    FloatVector c00, c01;
    FloatVector c10, c11;
    FloatVector c20, c21;
    FloatVector c30, c31;
    FloatVector c40, c41;
    FloatVector c50, c51;
    FloatVector c60, c61;
    FloatVector c70, c71;
    if (fresh) {
      FloatVector zero = FloatVector.zero(S);
      c00 = zero;
      c01 = zero;
      c10 = zero;
      c11 = zero;
      c20 = zero;
      c21 = zero;
      c30 = zero;
      c31 = zero;
      c40 = zero;
      c41 = zero;
      c50 = zero;
      c51 = zero;
      c60 = zero;
      c61 = zero;
      c70 = zero;
      c71 = zero;
    } else {
      c00 = FloatVector.fromArray(S, c, cAt);
      c01 = FloatVector.fromArray(S, c, cAt + FLOATS);
      c10 = FloatVector.fromArray(S, c, row1);
      c11 = FloatVector.fromArray(S, c, row1 + FLOATS);
      c20 = FloatVector.fromArray(S, c, row2);
      c21 = FloatVector.fromArray(S, c, row2 + FLOATS);
      c30 = FloatVector.fromArray(S, c, row3);
      c31 = FloatVector.fromArray(S, c, row3 + FLOATS);
      c40 = FloatVector.fromArray(S, c, row4);
      c41 = FloatVector.fromArray(S, c, row4 + FLOATS);
      c50 = FloatVector.fromArray(S, c, row5);
      c51 = FloatVector.fromArray(S, c, row5 + FLOATS);
      c60 = FloatVector.fromArray(S, c, row6);
      c61 = FloatVector.fromArray(S, c, row6 + FLOATS);
      c70 = FloatVector.fromArray(S, c, row7);
      c71 = FloatVector.fromArray(S, c, row7 + FLOATS);
    }
    for (int k = 0, i = aAt, j = bAt; k < depth; k++, i += aDepth, j += bDepth) {
      FloatVector b0 = FloatVector.fromArray(S, b, j);
      FloatVector b1 = FloatVector.fromArray(S, b, j + FLOATS);
      FloatVector w = FloatVector.broadcast(S, a[i]);
      c00 = w.fma(b0, c00);
      c01 = w.fma(b1, c01);
      w = FloatVector.broadcast(S, a[i + a1]);
      c10 = w.fma(b0, c10);
      c11 = w.fma(b1, c11);
      w = FloatVector.broadcast(S, a[i + a2]);
      c20 = w.fma(b0, c20);
      c21 = w.fma(b1, c21);
      w = FloatVector.broadcast(S, a[i + a3]);
      c30 = w.fma(b0, c30);
      c31 = w.fma(b1, c31);
      w = FloatVector.broadcast(S, a[i + a4]);
      c40 = w.fma(b0, c40);
      c41 = w.fma(b1, c41);
      w = FloatVector.broadcast(S, a[i + a5]);
      c50 = w.fma(b0, c50);
      c51 = w.fma(b1, c51);
      w = FloatVector.broadcast(S, a[i + a6]);
      c60 = w.fma(b0, c60);
      c61 = w.fma(b1, c61);
      w = FloatVector.broadcast(S, a[i + a7]);
      c70 = w.fma(b0, c70);
      c71 = w.fma(b1, c71);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + FLOATS);
    if (rows > 1) {
      c10.intoArray(c, row1);
      c11.intoArray(c, row1 + FLOATS);
    }
    if (rows > 2) {
      c20.intoArray(c, row2);
      c21.intoArray(c, row2 + FLOATS);
    }
    if (rows > 3) {
      c30.intoArray(c, row3);
      c31.intoArray(c, row3 + FLOATS);
    }
    if (rows > 4) {
      c40.intoArray(c, row4);
      c41.intoArray(c, row4 + FLOATS);
    }
    if (rows > 5) {
      c50.intoArray(c, row5);
      c51.intoArray(c, row5 + FLOATS);
    }
    if (rows > 6) {
      c60.intoArray(c, row6);
      c61.intoArray(c, row6 + FLOATS);
    }
    if (rows > 7) {
      c70.intoArray(c, row7);
      c71.intoArray(c, row7 + FLOATS);
    }
  }

  /** 8 rows by 1 vector. */
  private static void tile8x1(
      int rows,
      int depth,
      float[] a,
      int aAt,
      int aRow,
      int aDepth,
      float[] b,
      int bAt,
      int bDepth,
      float[] c,
      int cAt,
      int cRow,
      boolean fresh) {
    int a1 = Math.min(1, rows - 1) * aRow;
    int a2 = Math.min(2, rows - 1) * aRow;
    int a3 = Math.min(3, rows - 1) * aRow;
    int a4 = Math.min(4, rows - 1) * aRow;
    int a5 = Math.min(5, rows - 1) * aRow;
    int a6 = Math.min(6, rows - 1) * aRow;
    int a7 = Math.min(7, rows - 1) * aRow;
    int row1 = cAt + Math.min(1, rows - 1) * cRow;
    int row2 = cAt + Math.min(2, rows - 1) * cRow;
    int row3 = cAt + Math.min(3, rows - 1) * cRow;
    int row4 = cAt + Math.min(4, rows - 1) * cRow;
    int row5 = cAt + Math.min(5, rows - 1) * cRow;
    int row6 = cAt + Math.min(6, rows - 1) * cRow;
    int row7 = cAt + Math.min(7, rows - 1) * cRow;
    FloatVector c00;
    FloatVector c10;
    FloatVector c20;
    FloatVector c30;
    FloatVector c40;
    FloatVector c50;
    FloatVector c60;
    FloatVector c70;
    if (fresh) {
      FloatVector zero = FloatVector.zero(S);
      c00 = zero;
      c10 = zero;
      c20 = zero;
      c30 = zero;
      c40 = zero;
      c50 = zero;
      c60 = zero;
      c70 = zero;
    } else {
      c00 = FloatVector.fromArray(S, c, cAt);
      c10 = FloatVector.fromArray(S, c, row1);
      c20 = FloatVector.fromArray(S, c, row2);
      c30 = FloatVector.fromArray(S, c, row3);
      c40 = FloatVector.fromArray(S, c, row4);
      c50 = FloatVector.fromArray(S, c, row5);
      c60 = FloatVector.fromArray(S, c, row6);
      c70 = FloatVector.fromArray(S, c, row7);
    }
    if (aDepth == 1) {
      // Of one vector, the checks of the bounds take longer than the products, unless C2 sees
      // the step and moves them out of the loop.
      for (int k = 0, j = bAt; k < depth; k++, j += bDepth) {
        int i = aAt + k;
        FloatVector b0 = FloatVector.fromArray(S, b, j);
        FloatVector w = FloatVector.broadcast(S, a[i]);
        c00 = w.fma(b0, c00);
        w = FloatVector.broadcast(S, a[i + a1]);
        c10 = w.fma(b0, c10);
        w = FloatVector.broadcast(S, a[i + a2]);
        c20 = w.fma(b0, c20);
        w = FloatVector.broadcast(S, a[i + a3]);
        c30 = w.fma(b0, c30);
        w = FloatVector.broadcast(S, a[i + a4]);
        c40 = w.fma(b0, c40);
        w = FloatVector.broadcast(S, a[i + a5]);
        c50 = w.fma(b0, c50);
        w = FloatVector.broadcast(S, a[i + a6]);
        c60 = w.fma(b0, c60);
        w = FloatVector.broadcast(S, a[i + a7]);
        c70 = w.fma(b0, c70);
      }
    } else {
      for (int k = 0, i = aAt, j = bAt; k < depth; k++, i += aDepth, j += bDepth) {
        FloatVector b0 = FloatVector.fromArray(S, b, j);
        FloatVector w = FloatVector.broadcast(S, a[i]);
        c00 = w.fma(b0, c00);
        w = FloatVector.broadcast(S, a[i + a1]);
        c10 = w.fma(b0, c10);
        w = FloatVector.broadcast(S, a[i + a2]);
        c20 = w.fma(b0, c20);
        w = FloatVector.broadcast(S, a[i + a3]);
        c30 = w.fma(b0, c30);
        w = FloatVector.broadcast(S, a[i + a4]);
        c40 = w.fma(b0, c40);
        w = FloatVector.broadcast(S, a[i + a5]);
        c50 = w.fma(b0, c50);
        w = FloatVector.broadcast(S, a[i + a6]);
        c60 = w.fma(b0, c60);
        w = FloatVector.broadcast(S, a[i + a7]);
        c70 = w.fma(b0, c70);
      }
    }
    c00.intoArray(c, cAt);
    if (rows > 1) {
      c10.intoArray(c, row1);
    }
    if (rows > 2) {
      c20.intoArray(c, row2);
    }
    if (rows > 3) {
      c30.intoArray(c, row3);
    }
    if (rows > 4) {
      c40.intoArray(c, row4);
    }
    if (rows > 5) {
      c50.intoArray(c, row5);
    }
    if (rows > 6) {
      c60.intoArray(c, row6);
    }
    if (rows > 7) {
      c70.intoArray(c, row7);
    }
  }
}
