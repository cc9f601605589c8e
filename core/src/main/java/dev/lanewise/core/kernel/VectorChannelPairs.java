package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * {@link ChannelKernel} in vectors for any number of blocks, two at a time, under the rules of
 * {@link VectorProduct}; lanes as in {@link VectorChannelFours}.
 */
final class VectorChannelPairs implements ChannelKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();

  /** Whether sixteen accumulators fit the registers, as in {@link VectorProduct}. */
  private static final boolean TALL =
      FLOATS == Lanes.WIDTH || System.getProperty("os.arch").equals("aarch64");

  @Override
  public void multiply(
      ChannelTables tables,
      int depth,
      int blocks,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int wBlock,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt,
      int yBlock) {
    int rows = tables.rows();
    for (int l = 0; l < Lanes.WIDTH; l += FLOATS) {
      int n = 0;
      while (n < blocks) {
        int right = wAt + n * wBlock + l;
        int start = initAt + n * Lanes.WIDTH + l;
        int to = yAt + n * yBlock + l;
        if (rows == 1) {
          tile1x1(tables, 0, depth, x, xAt, w, right, wBlock, init, start, y, to, yBlock);
          n++;
        } else if (blocks - n == 1) {
          for (int r = 0; r < rows; r += 9) {
            tile9x1(tables, r, depth, x, xAt, w, right, wBlock, init, start, y, to, yBlock);
          }
          n++;
        } else if (TALL) {
          for (int r = 0; r < rows; r += 8) {
            tile8x2(tables, r, depth, x, xAt, w, right, wBlock, init, start, y, to, yBlock);
          }
          n += 2;
        } else {
          for (int r = 0; r < rows; r += 6) {
            tile6x2(tables, r, depth, x, xAt, w, right, wBlock, init, start, y, to, yBlock);
          }
          n += 2;
        }
      }
    }
  }

  /** 8 rows by 2 vectors. */
  private static void tile8x2(
      ChannelTables tables,
      int row,
      int depth,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int wBlock,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt,
      int yBlock) {
    int[] xDepth = tables.xDepth();
    int[] xRow = tables.xRow();
    int x0 = xAt + xRow[row];
    int x1 = xAt + xRow[row + 1];
    int x2 = xAt + xRow[row + 2];
    int x3 = xAt + xRow[row + 3];
    int x4 = xAt + xRow[row + 4];
    int x5 = xAt + xRow[row + 5];
    int x6 = xAt + xRow[row + 6];
    int x7 = xAt + xRow[row + 7];
    int[] yRow = tables.yRow();
    int y0 = yAt + yRow[row];
    int y1 = yAt + yRow[row + 1];
    int y2 = yAt + yRow[row + 2];
    int y3 = yAt + yRow[row + 3];
    int y4 = yAt + yRow[row + 4];
    int y5 = yAt + yRow[row + 5];
    int y6 = yAt + yRow[row + 6];
    int y7 = yAt + yRow[row + 7];
    int w1 = wAt + wBlock;
    FloatVector c00, c01;
    FloatVector c10, c11;
    FloatVector c20, c21;
    FloatVector c30, c31;
    FloatVector c40, c41;
    FloatVector c50, c51;
    FloatVector c60, c61;
    FloatVector c70, c71;
    if (init != null) {
      c00 = FloatVector.fromArray(S, init, initAt);
      c10 = c00;
      c20 = c00;
      c30 = c00;
      c40 = c00;
      c50 = c00;
      c60 = c00;
      c70 = c00;
      c01 = FloatVector.fromArray(S, init, initAt + Lanes.WIDTH);
      c11 = c01;
      c21 = c01;
      c31 = c01;
      c41 = c01;
      c51 = c01;
      c61 = c01;
      c71 = c01;
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
      c01 = FloatVector.fromArray(S, y, y0 + yBlock);
      c10 = FloatVector.fromArray(S, y, y1);
      c11 = FloatVector.fromArray(S, y, y1 + yBlock);
      c20 = FloatVector.fromArray(S, y, y2);
      c21 = FloatVector.fromArray(S, y, y2 + yBlock);
      c30 = FloatVector.fromArray(S, y, y3);
      c31 = FloatVector.fromArray(S, y, y3 + yBlock);
      c40 = FloatVector.fromArray(S, y, y4);
      c41 = FloatVector.fromArray(S, y, y4 + yBlock);
      c50 = FloatVector.fromArray(S, y, y5);
      c51 = FloatVector.fromArray(S, y, y5 + yBlock);
      c60 = FloatVector.fromArray(S, y, y6);
      c61 = FloatVector.fromArray(S, y, y6 + yBlock);
      c70 = FloatVector.fromArray(S, y, y7);
      c71 = FloatVector.fromArray(S, y, y7 + yBlock);
    }
    for (int k = 0, j = 0; k < depth; k++, j += Lanes.WIDTH) {
      int offset = xDepth[k];
      FloatVector b0 = FloatVector.fromArray(S, w, wAt + j);
      FloatVector b1 = FloatVector.fromArray(S, w, w1 + j);
      FloatVector a = FloatVector.broadcast(S, x[x0 + offset]);
      c00 = a.fma(b0, c00);
      c01 = a.fma(b1, c01);
      a = FloatVector.broadcast(S, x[x1 + offset]);
      c10 = a.fma(b0, c10);
      c11 = a.fma(b1, c11);
      a = FloatVector.broadcast(S, x[x2 + offset]);
      c20 = a.fma(b0, c20);
      c21 = a.fma(b1, c21);
      a = FloatVector.broadcast(S, x[x3 + offset]);
      c30 = a.fma(b0, c30);
      c31 = a.fma(b1, c31);
      a = FloatVector.broadcast(S, x[x4 + offset]);
      c40 = a.fma(b0, c40);
      c41 = a.fma(b1, c41);
      a = FloatVector.broadcast(S, x[x5 + offset]);
      c50 = a.fma(b0, c50);
      c51 = a.fma(b1, c51);
      a = FloatVector.broadcast(S, x[x6 + offset]);
      c60 = a.fma(b0, c60);
      c61 = a.fma(b1, c61);
      a = FloatVector.broadcast(S, x[x7 + offset]);
      c70 = a.fma(b0, c70);
      c71 = a.fma(b1, c71);
    }
    c00.intoArray(y, y0);
    c01.intoArray(y, y0 + yBlock);
    c10.intoArray(y, y1);
    c11.intoArray(y, y1 + yBlock);
    c20.intoArray(y, y2);
    c21.intoArray(y, y2 + yBlock);
    c30.intoArray(y, y3);
    c31.intoArray(y, y3 + yBlock);
    c40.intoArray(y, y4);
    c41.intoArray(y, y4 + yBlock);
    c50.intoArray(y, y5);
    c51.intoArray(y, y5 + yBlock);
    c60.intoArray(y, y6);
    c61.intoArray(y, y6 + yBlock);
    c70.intoArray(y, y7);
    c71.intoArray(y, y7 + yBlock);
  }

  /** 6 rows by 2 vectors. */
  private static void tile6x2(
      ChannelTables tables,
      int row,
      int depth,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int wBlock,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt,
      int yBlock) {
    int[] xDepth = tables.xDepth();
    int[] xRow = tables.xRow();
    int x0 = xAt + xRow[row];
    int x1 = xAt + xRow[row + 1];
    int x2 = xAt + xRow[row + 2];
    int x3 = xAt + xRow[row + 3];
    int x4 = xAt + xRow[row + 4];
    int x5 = xAt + xRow[row + 5];
    int[] yRow = tables.yRow();
    int y0 = yAt + yRow[row];
    int y1 = yAt + yRow[row + 1];
    int y2 = yAt + yRow[row + 2];
    int y3 = yAt + yRow[row + 3];
    int y4 = yAt + yRow[row + 4];
    int y5 = yAt + yRow[row + 5];
    int w1 = wAt + wBlock;
    FloatVector c00, c01;
    FloatVector c10, c11;
    FloatVector c20, c21;
    FloatVector c30, c31;
    FloatVector c40, c41;
    FloatVector c50, c51;
    if (init != null) {
      c00 = FloatVector.fromArray(S, init, initAt);
      c10 = c00;
      c20 = c00;
      c30 = c00;
      c40 = c00;
      c50 = c00;
      c01 = FloatVector.fromArray(S, init, initAt + Lanes.WIDTH);
      c11 = c01;
      c21 = c01;
      c31 = c01;
      c41 = c01;
      c51 = c01;
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
      c01 = FloatVector.fromArray(S, y, y0 + yBlock);
      c10 = FloatVector.fromArray(S, y, y1);
      c11 = FloatVector.fromArray(S, y, y1 + yBlock);
      c20 = FloatVector.fromArray(S, y, y2);
      c21 = FloatVector.fromArray(S, y, y2 + yBlock);
      c30 = FloatVector.fromArray(S, y, y3);
      c31 = FloatVector.fromArray(S, y, y3 + yBlock);
      c40 = FloatVector.fromArray(S, y, y4);
      c41 = FloatVector.fromArray(S, y, y4 + yBlock);
      c50 = FloatVector.fromArray(S, y, y5);
      c51 = FloatVector.fromArray(S, y, y5 + yBlock);
    }
    for (int k = 0, j = 0; k < depth; k++, j += Lanes.WIDTH) {
      int offset = xDepth[k];
      FloatVector b0 = FloatVector.fromArray(S, w, wAt + j);
      FloatVector b1 = FloatVector.fromArray(S, w, w1 + j);
      FloatVector a = FloatVector.broadcast(S, x[x0 + offset]);
      c00 = a.fma(b0, c00);
      c01 = a.fma(b1, c01);
      a = FloatVector.broadcast(S, x[x1 + offset]);
      c10 = a.fma(b0, c10);
      c11 = a.fma(b1, c11);
      a = FloatVector.broadcast(S, x[x2 + offset]);
      c20 = a.fma(b0, c20);
      c21 = a.fma(b1, c21);
      a = FloatVector.broadcast(S, x[x3 + offset]);
      c30 = a.fma(b0, c30);
      c31 = a.fma(b1, c31);
      a = FloatVector.broadcast(S, x[x4 + offset]);
      c40 = a.fma(b0, c40);
      c41 = a.fma(b1, c41);
      a = FloatVector.broadcast(S, x[x5 + offset]);
      c50 = a.fma(b0, c50);
      c51 = a.fma(b1, c51);
    }
    c00.intoArray(y, y0);
    c01.intoArray(y, y0 + yBlock);
    c10.intoArray(y, y1);
    c11.intoArray(y, y1 + yBlock);
    c20.intoArray(y, y2);
    c21.intoArray(y, y2 + yBlock);
    c30.intoArray(y, y3);
    c31.intoArray(y, y3 + yBlock);
    c40.intoArray(y, y4);
    c41.intoArray(y, y4 + yBlock);
    c50.intoArray(y, y5);
    c51.intoArray(y, y5 + yBlock);
  }

  /** 9 rows by 1 vector. */
  private static void tile9x1(
      ChannelTables tables,
      int row,
      int depth,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int wBlock,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt,
      int yBlock) {
    int[] xDepth = tables.xDepth();
    int[] xRow = tables.xRow();
    int x0 = xAt + xRow[row];
    int x1 = xAt + xRow[row + 1];
    int x2 = xAt + xRow[row + 2];
    int x3 = xAt + xRow[row + 3];
    int x4 = xAt + xRow[row + 4];
    int x5 = xAt + xRow[row + 5];
    int x6 = xAt + xRow[row + 6];
    int x7 = xAt + xRow[row + 7];
    int x8 = xAt + xRow[row + 8];
    int[] yRow = tables.yRow();
    int y0 = yAt + yRow[row];
    int y1 = yAt + yRow[row + 1];
    int y2 = yAt + yRow[row + 2];
    int y3 = yAt + yRow[row + 3];
    int y4 = yAt + yRow[row + 4];
    int y5 = yAt + yRow[row + 5];
    int y6 = yAt + yRow[row + 6];
    int y7 = yAt + yRow[row + 7];
    int y8 = yAt + yRow[row + 8];
    FloatVector c00;
    FloatVector c10;
    FloatVector c20;
    FloatVector c30;
    FloatVector c40;
    FloatVector c50;
    FloatVector c60;
    FloatVector c70;
    FloatVector c80;
    if (init != null) {
      c00 = FloatVector.fromArray(S, init, initAt);
      c10 = c00;
      c20 = c00;
      c30 = c00;
      c40 = c00;
      c50 = c00;
      c60 = c00;
      c70 = c00;
      c80 = c00;
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
      c10 = FloatVector.fromArray(S, y, y1);
      c20 = FloatVector.fromArray(S, y, y2);
      c30 = FloatVector.fromArray(S, y, y3);
      c40 = FloatVector.fromArray(S, y, y4);
      c50 = FloatVector.fromArray(S, y, y5);
      c60 = FloatVector.fromArray(S, y, y6);
      c70 = FloatVector.fromArray(S, y, y7);
      c80 = FloatVector.fromArray(S, y, y8);
    }
    for (int k = 0, j = 0; k < depth; k++, j += Lanes.WIDTH) {
      int offset = xDepth[k];
      FloatVector b0 = FloatVector.fromArray(S, w, wAt + j);
      FloatVector a = FloatVector.broadcast(S, x[x0 + offset]);
      c00 = a.fma(b0, c00);
      a = FloatVector.broadcast(S, x[x1 + offset]);
      c10 = a.fma(b0, c10);
      a = FloatVector.broadcast(S, x[x2 + offset]);
      c20 = a.fma(b0, c20);
      a = FloatVector.broadcast(S, x[x3 + offset]);
      c30 = a.fma(b0, c30);
      a = FloatVector.broadcast(S, x[x4 + offset]);
      c40 = a.fma(b0, c40);
      a = FloatVector.broadcast(S, x[x5 + offset]);
      c50 = a.fma(b0, c50);
      a = FloatVector.broadcast(S, x[x6 + offset]);
      c60 = a.fma(b0, c60);
      a = FloatVector.broadcast(S, x[x7 + offset]);
      c70 = a.fma(b0, c70);
      a = FloatVector.broadcast(S, x[x8 + offset]);
      c80 = a.fma(b0, c80);
    }
    c00.intoArray(y, y0);
    c10.intoArray(y, y1);
    c20.intoArray(y, y2);
    c30.intoArray(y, y3);
    c40.intoArray(y, y4);
    c50.intoArray(y, y5);
    c60.intoArray(y, y6);
    c70.intoArray(y, y7);
    c80.intoArray(y, y8);
  }

  /** 1 row by 1 vector. */
  private static void tile1x1(
      ChannelTables tables,
      int row,
      int depth,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int wBlock,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt,
      int yBlock) {
    int[] xDepth = tables.xDepth();
    int[] xRow = tables.xRow();
    int x0 = xAt + xRow[row];
    int[] yRow = tables.yRow();
    int y0 = yAt + yRow[row];
    FloatVector c00;
    if (init != null) {
      c00 = FloatVector.fromArray(S, init, initAt);
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
    }
    for (int k = 0, j = 0; k < depth; k++, j += Lanes.WIDTH) {
      int offset = xDepth[k];
      FloatVector b0 = FloatVector.fromArray(S, w, wAt + j);
      FloatVector a = FloatVector.broadcast(S, x[x0 + offset]);
      c00 = a.fma(b0, c00);
    }
    c00.intoArray(y, y0);
  }
}
