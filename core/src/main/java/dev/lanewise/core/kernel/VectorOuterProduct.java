package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link OuterProductKernel} in vectors, under the rules of {@link VectorProduct}. */
final class VectorOuterProduct implements OuterProductKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();

  /** Whether sixteen accumulators fit the registers, as in {@link VectorProduct}. */
  private static final boolean WIDE =
      FLOATS == Lanes.WIDTH || System.getProperty("os.arch").equals("aarch64");

  @Override
  public void accumulateOuter(
      ProductTables tables,
      int rows,
      int depth,
      int pixels,
      float[] y,
      int yAt,
      float[] x,
      int xAt,
      float[] dw,
      int dwAt,
      int dwRowStride,
      float[] scratch) {
    int[] offset = tables.depthOffset();
    int[] xPixel = tables.xPixel();
    int[] yPixel = tables.yPixel();
    int columns = WIDE ? 4 : 2;
    for (int r = 0; r < rows; r += 4) {
      int lastRow = rows - 1;
      int y0 = yAt + r * tables.yRowStride();
      int y1 = yAt + Math.min(r + 1, lastRow) * tables.yRowStride();
      int y2 = yAt + Math.min(r + 2, lastRow) * tables.yRowStride();
      int y3 = yAt + Math.min(r + 3, lastRow) * tables.yRowStride();
      for (int k = 0; k < depth; k += columns) {
        int last = depth - 1;
        int x0 = xAt + offset[k];
        int x1 = xAt + offset[Math.min(k + 1, last)];
        int x2 = xAt + offset[Math.min(k + 2, last)];
        int x3 = xAt + offset[Math.min(k + 3, last)];
        for (int l = 0; l < Lanes.WIDTH; l += FLOATS) {
          if (WIDE) {
            outer4x4(
                xPixel, yPixel, pixels, y, y0 + l, y1 + l, y2 + l, y3 + l, x, x0 + l, x1 + l,
                x2 + l, x3 + l, scratch, l);
          } else {
            outer4x2(
                xPixel, yPixel, pixels, y, y0 + l, y1 + l, y2 + l, y3 + l, x, x0 + l, x1 + l,
                scratch, l);
          }
        }
        // Rows and columns beyond the last were computed from the last, and are dropped here.
        for (int i = 0; i < Math.min(4, rows - r); i++) {
          int to = dwAt + (r + i) * dwRowStride + k;
          for (int j = 0; j < Math.min(columns, depth - k); j++) {
            dw[to + j] += LaneFold.sum(scratch, (i * columns + j) * Lanes.WIDTH);
          }
        }
      }
    }
  }

  /** 4 rows by 4 columns of a weight gradient, in the lanes of one vector. */
  private static void outer4x4(
      int[] xPixel,
      int[] yPixel,
      int pixels,
      float[] y,
      int y0,
      int y1,
      int y2,
      int y3,
      float[] x,
      int x0,
      int x1,
      int x2,
      int x3,
      float[] scratch,
      int at) {
    FloatVector c00 = FloatVector.zero(S);
    FloatVector c01 = FloatVector.zero(S);
    FloatVector c02 = FloatVector.zero(S);
    FloatVector c03 = FloatVector.zero(S);
    FloatVector c10 = FloatVector.zero(S);
    FloatVector c11 = FloatVector.zero(S);
    FloatVector c12 = FloatVector.zero(S);
    FloatVector c13 = FloatVector.zero(S);
    FloatVector c20 = FloatVector.zero(S);
    FloatVector c21 = FloatVector.zero(S);
    FloatVector c22 = FloatVector.zero(S);
    FloatVector c23 = FloatVector.zero(S);
    FloatVector c30 = FloatVector.zero(S);
    FloatVector c31 = FloatVector.zero(S);
    FloatVector c32 = FloatVector.zero(S);
    FloatVector c33 = FloatVector.zero(S);
    for (int p = 0; p < pixels; p++) {
      int xp = xPixel[p];
      int yp = yPixel[p];
      FloatVector b0 = FloatVector.fromArray(S, x, x0 + xp);
      FloatVector b1 = FloatVector.fromArray(S, x, x1 + xp);
      FloatVector b2 = FloatVector.fromArray(S, x, x2 + xp);
      FloatVector b3 = FloatVector.fromArray(S, x, x3 + xp);
      FloatVector g = FloatVector.fromArray(S, y, y0 + yp);
      c00 = g.fma(b0, c00);
      c01 = g.fma(b1, c01);
      c02 = g.fma(b2, c02);
      c03 = g.fma(b3, c03);
      g = FloatVector.fromArray(S, y, y1 + yp);
      c10 = g.fma(b0, c10);
      c11 = g.fma(b1, c11);
      c12 = g.fma(b2, c12);
      c13 = g.fma(b3, c13);
      g = FloatVector.fromArray(S, y, y2 + yp);
      c20 = g.fma(b0, c20);
      c21 = g.fma(b1, c21);
      c22 = g.fma(b2, c22);
      c23 = g.fma(b3, c23);
      g = FloatVector.fromArray(S, y, y3 + yp);
      c30 = g.fma(b0, c30);
      c31 = g.fma(b1, c31);
      c32 = g.fma(b2, c32);
      c33 = g.fma(b3, c33);
    }
    c00.intoArray(scratch, at);
    c01.intoArray(scratch, at + 16);
    c02.intoArray(scratch, at + 32);
    c03.intoArray(scratch, at + 48);
    c10.intoArray(scratch, at + 64);
    c11.intoArray(scratch, at + 80);
    c12.intoArray(scratch, at + 96);
    c13.intoArray(scratch, at + 112);
    c20.intoArray(scratch, at + 128);
    c21.intoArray(scratch, at + 144);
    c22.intoArray(scratch, at + 160);
    c23.intoArray(scratch, at + 176);
    c30.intoArray(scratch, at + 192);
    c31.intoArray(scratch, at + 208);
    c32.intoArray(scratch, at + 224);
    c33.intoArray(scratch, at + 240);
  }

  /** 4 rows by 2 columns of a weight gradient, in the lanes of one vector. */
  private static void outer4x2(
      int[] xPixel,
      int[] yPixel,
      int pixels,
      float[] y,
      int y0,
      int y1,
      int y2,
      int y3,
      float[] x,
      int x0,
      int x1,
      float[] scratch,
      int at) {
    FloatVector c00 = FloatVector.zero(S);
    FloatVector c01 = FloatVector.zero(S);
    FloatVector c10 = FloatVector.zero(S);
    FloatVector c11 = FloatVector.zero(S);
    FloatVector c20 = FloatVector.zero(S);
    FloatVector c21 = FloatVector.zero(S);
    FloatVector c30 = FloatVector.zero(S);
    FloatVector c31 = FloatVector.zero(S);
    for (int p = 0; p < pixels; p++) {
      int xp = xPixel[p];
      int yp = yPixel[p];
      FloatVector b0 = FloatVector.fromArray(S, x, x0 + xp);
      FloatVector b1 = FloatVector.fromArray(S, x, x1 + xp);
      FloatVector g = FloatVector.fromArray(S, y, y0 + yp);
      c00 = g.fma(b0, c00);
      c01 = g.fma(b1, c01);
      g = FloatVector.fromArray(S, y, y1 + yp);
      c10 = g.fma(b0, c10);
      c11 = g.fma(b1, c11);
      g = FloatVector.fromArray(S, y, y2 + yp);
      c20 = g.fma(b0, c20);
      c21 = g.fma(b1, c21);
      g = FloatVector.fromArray(S, y, y3 + yp);
      c30 = g.fma(b0, c30);
      c31 = g.fma(b1, c31);
    }
    c00.intoArray(scratch, at);
    c01.intoArray(scratch, at + 16);
    c10.intoArray(scratch, at + 32);
    c11.intoArray(scratch, at + 48);
    c20.intoArray(scratch, at + 64);
    c21.intoArray(scratch, at + 80);
    c30.intoArray(scratch, at + 96);
    c31.intoArray(scratch, at + 112);
  }

  @Override
  public void accumulateSums(
      ProductTables tables,
      int rows,
      int pixels,
      float[] y,
      int yAt,
      float[] db,
      int dbAt,
      float[] scratch) {
    int lastRow = rows - 1;
    for (int r = 0; r < rows; r += 4) {
      int y0 = yAt + r * tables.yRowStride();
      int y1 = yAt + Math.min(r + 1, lastRow) * tables.yRowStride();
      int y2 = yAt + Math.min(r + 2, lastRow) * tables.yRowStride();
      int y3 = yAt + Math.min(r + 3, lastRow) * tables.yRowStride();
      for (int l = 0; l < Lanes.WIDTH; l += FLOATS) {
        sums4(tables.yPixel(), pixels, y, y0 + l, y1 + l, y2 + l, y3 + l, scratch, l);
      }
      for (int i = 0; i < Math.min(4, rows - r); i++) {
        db[dbAt + r + i] += LaneFold.sum(scratch, i * Lanes.WIDTH);
      }
    }
  }

  /** The sums of four rows over their pixels, in the lanes of one vector. */
  private static void sums4(
      int[] yPixel,
      int pixels,
      float[] y,
      int y0,
      int y1,
      int y2,
      int y3,
      float[] scratch,
      int at) {
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = FloatVector.zero(S);
    FloatVector c2 = FloatVector.zero(S);
    FloatVector c3 = FloatVector.zero(S);
    for (int p = 0; p < pixels; p++) {
      int yp = yPixel[p];
      c0 = c0.add(FloatVector.fromArray(S, y, y0 + yp));
      c1 = c1.add(FloatVector.fromArray(S, y, y1 + yp));
      c2 = c2.add(FloatVector.fromArray(S, y, y2 + yp));
      c3 = c3.add(FloatVector.fromArray(S, y, y3 + yp));
    }
    c0.intoArray(scratch, at);
    c1.intoArray(scratch, at + 16);
    c2.intoArray(scratch, at + 32);
    c3.intoArray(scratch, at + 48);
  }
}
