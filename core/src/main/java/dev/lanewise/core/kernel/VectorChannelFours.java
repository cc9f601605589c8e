package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * {@link ChannelKernel} in vectors for four blocks and multiples of four, under the rules of {@link
 * VectorProduct}; {@link ChannelSplit} leaves the others to {@link VectorChannelPairs}. Where a
 * register is narrower than sixteen lanes, the lanes are taken part by part, and a tile's vectors
 * are the same part of neighbouring blocks.
 */
final class VectorChannelFours implements ChannelKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();

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
        if (rows == 1 && blocks - n >= 8) {
          tile1x8(tables, 0, depth, x, xAt, w, right, wBlock, init, start, y, to, yBlock);
          n += 8;
          continue;
        }
        for (int r = 0; r < rows; r += 6) {
          if (r == rows - 1) {
            tile1x4(tables, r, depth, x, xAt, w, right, wBlock, init, start, y, to, yBlock);
          } else {
            tile6x4(tables, r, depth, x, xAt, w, right, wBlock, init, start, y, to, yBlock);
          }
        }
        n += 4;
      }
    }
  }

  /** 6 rows by 4 vectors. */
  private static void tile6x4(
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
    int w2 = wAt + 2 * wBlock;
    int w3 = wAt + 3 * wBlock;
    FloatVector c00, c01, c02, c03;
    FloatVector c10, c11, c12, c13;
    FloatVector c20, c21, c22, c23;
    FloatVector c30, c31, c32, c33;
    FloatVector c40, c41, c42, c43;
    FloatVector c50, c51, c52, c53;
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
      c02 = FloatVector.fromArray(S, init, initAt + 2 * Lanes.WIDTH);
      c12 = c02;
      c22 = c02;
      c32 = c02;
      c42 = c02;
      c52 = c02;
      c03 = FloatVector.fromArray(S, init, initAt + 3 * Lanes.WIDTH);
      c13 = c03;
      c23 = c03;
      c33 = c03;
      c43 = c03;
      c53 = c03;
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
      c01 = FloatVector.fromArray(S, y, y0 + yBlock);
      c02 = FloatVector.fromArray(S, y, y0 + 2 * yBlock);
      c03 = FloatVector.fromArray(S, y, y0 + 3 * yBlock);
      c10 = FloatVector.fromArray(S, y, y1);
      c11 = FloatVector.fromArray(S, y, y1 + yBlock);
      c12 = FloatVector.fromArray(S, y, y1 + 2 * yBlock);
      c13 = FloatVector.fromArray(S, y, y1 + 3 * yBlock);
      c20 = FloatVector.fromArray(S, y, y2);
      c21 = FloatVector.fromArray(S, y, y2 + yBlock);
      c22 = FloatVector.fromArray(S, y, y2 + 2 * yBlock);
      c23 = FloatVector.fromArray(S, y, y2 + 3 * yBlock);
      c30 = FloatVector.fromArray(S, y, y3);
      c31 = FloatVector.fromArray(S, y, y3 + yBlock);
      c32 = FloatVector.fromArray(S, y, y3 + 2 * yBlock);
      c33 = FloatVector.fromArray(S, y, y3 + 3 * yBlock);
      c40 = FloatVector.fromArray(S, y, y4);
      c41 = FloatVector.fromArray(S, y, y4 + yBlock);
      c42 = FloatVector.fromArray(S, y, y4 + 2 * yBlock);
      c43 = FloatVector.fromArray(S, y, y4 + 3 * yBlock);
      c50 = FloatVector.fromArray(S, y, y5);
      c51 = FloatVector.fromArray(S, y, y5 + yBlock);
      c52 = FloatVector.fromArray(S, y, y5 + 2 * yBlock);
      c53 = FloatVector.fromArray(S, y, y5 + 3 * yBlock);
    }
    for (int k = 0, j = 0; k < depth; k++, j += Lanes.WIDTH) {
      int offset = xDepth[k];
      FloatVector b0 = FloatVector.fromArray(S, w, wAt + j);
      FloatVector b1 = FloatVector.fromArray(S, w, w1 + j);
      FloatVector b2 = FloatVector.fromArray(S, w, w2 + j);
      FloatVector b3 = FloatVector.fromArray(S, w, w3 + j);
      FloatVector a = FloatVector.broadcast(S, x[x0 + offset]);
      c00 = a.fma(b0, c00);
      c01 = a.fma(b1, c01);
      c02 = a.fma(b2, c02);
      c03 = a.fma(b3, c03);
      a = FloatVector.broadcast(S, x[x1 + offset]);
      c10 = a.fma(b0, c10);
      c11 = a.fma(b1, c11);
      c12 = a.fma(b2, c12);
      c13 = a.fma(b3, c13);
      a = FloatVector.broadcast(S, x[x2 + offset]);
      c20 = a.fma(b0, c20);
      c21 = a.fma(b1, c21);
      c22 = a.fma(b2, c22);
      c23 = a.fma(b3, c23);
      a = FloatVector.broadcast(S, x[x3 + offset]);
      c30 = a.fma(b0, c30);
      c31 = a.fma(b1, c31);
      c32 = a.fma(b2, c32);
      c33 = a.fma(b3, c33);
      a = FloatVector.broadcast(S, x[x4 + offset]);
      c40 = a.fma(b0, c40);
      c41 = a.fma(b1, c41);
      c42 = a.fma(b2, c42);
      c43 = a.fma(b3, c43);
      a = FloatVector.broadcast(S, x[x5 + offset]);
      c50 = a.fma(b0, c50);
      c51 = a.fma(b1, c51);
      c52 = a.fma(b2, c52);
      c53 = a.fma(b3, c53);
    }
    c00.intoArray(y, y0);
    c01.intoArray(y, y0 + yBlock);
    c02.intoArray(y, y0 + 2 * yBlock);
    c03.intoArray(y, y0 + 3 * yBlock);
    c10.intoArray(y, y1);
    c11.intoArray(y, y1 + yBlock);
    c12.intoArray(y, y1 + 2 * yBlock);
    c13.intoArray(y, y1 + 3 * yBlock);
    c20.intoArray(y, y2);
    c21.intoArray(y, y2 + yBlock);
    c22.intoArray(y, y2 + 2 * yBlock);
    c23.intoArray(y, y2 + 3 * yBlock);
    c30.intoArray(y, y3);
    c31.intoArray(y, y3 + yBlock);
    c32.intoArray(y, y3 + 2 * yBlock);
    c33.intoArray(y, y3 + 3 * yBlock);
    c40.intoArray(y, y4);
    c41.intoArray(y, y4 + yBlock);
    c42.intoArray(y, y4 + 2 * yBlock);
    c43.intoArray(y, y4 + 3 * yBlock);
    c50.intoArray(y, y5);
    c51.intoArray(y, y5 + yBlock);
    c52.intoArray(y, y5 + 2 * yBlock);
    c53.intoArray(y, y5 + 3 * yBlock);
  }

  /** 1 row by 8 vectors. */
  private static void tile1x8(
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
    int w1 = wAt + wBlock;
    int w2 = wAt + 2 * wBlock;
    int w3 = wAt + 3 * wBlock;
    int w4 = wAt + 4 * wBlock;
    int w5 = wAt + 5 * wBlock;
    int w6 = wAt + 6 * wBlock;
    int w7 = wAt + 7 * wBlock;
    FloatVector c00, c01, c02, c03, c04, c05, c06, c07;
    if (init != null) {
      c00 = FloatVector.fromArray(S, init, initAt);
      c01 = FloatVector.fromArray(S, init, initAt + Lanes.WIDTH);
      c02 = FloatVector.fromArray(S, init, initAt + 2 * Lanes.WIDTH);
      c03 = FloatVector.fromArray(S, init, initAt + 3 * Lanes.WIDTH);
      c04 = FloatVector.fromArray(S, init, initAt + 4 * Lanes.WIDTH);
      c05 = FloatVector.fromArray(S, init, initAt + 5 * Lanes.WIDTH);
      c06 = FloatVector.fromArray(S, init, initAt + 6 * Lanes.WIDTH);
      c07 = FloatVector.fromArray(S, init, initAt + 7 * Lanes.WIDTH);
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
      c01 = FloatVector.fromArray(S, y, y0 + yBlock);
      c02 = FloatVector.fromArray(S, y, y0 + 2 * yBlock);
      c03 = FloatVector.fromArray(S, y, y0 + 3 * yBlock);
      c04 = FloatVector.fromArray(S, y, y0 + 4 * yBlock);
      c05 = FloatVector.fromArray(S, y, y0 + 5 * yBlock);
      c06 = FloatVector.fromArray(S, y, y0 + 6 * yBlock);
      c07 = FloatVector.fromArray(S, y, y0 + 7 * yBlock);
    }
    for (int k = 0, j = 0; k < depth; k++, j += Lanes.WIDTH) {
      int offset = xDepth[k];
      FloatVector b0 = FloatVector.fromArray(S, w, wAt + j);
      FloatVector b1 = FloatVector.fromArray(S, w, w1 + j);
      FloatVector b2 = FloatVector.fromArray(S, w, w2 + j);
      FloatVector b3 = FloatVector.fromArray(S, w, w3 + j);
      FloatVector b4 = FloatVector.fromArray(S, w, w4 + j);
      FloatVector b5 = FloatVector.fromArray(S, w, w5 + j);
      FloatVector b6 = FloatVector.fromArray(S, w, w6 + j);
      FloatVector b7 = FloatVector.fromArray(S, w, w7 + j);
      FloatVector a = FloatVector.broadcast(S, x[x0 + offset]);
      c00 = a.fma(b0, c00);
      c01 = a.fma(b1, c01);
      c02 = a.fma(b2, c02);
      c03 = a.fma(b3, c03);
      c04 = a.fma(b4, c04);
      c05 = a.fma(b5, c05);
      c06 = a.fma(b6, c06);
      c07 = a.fma(b7, c07);
    }
    c00.intoArray(y, y0);
    c01.intoArray(y, y0 + yBlock);
    c02.intoArray(y, y0 + 2 * yBlock);
    c03.intoArray(y, y0 + 3 * yBlock);
    c04.intoArray(y, y0 + 4 * yBlock);
    c05.intoArray(y, y0 + 5 * yBlock);
    c06.intoArray(y, y0 + 6 * yBlock);
    c07.intoArray(y, y0 + 7 * yBlock);
  }

  /** 1 row by 4 vectors. */
  private static void tile1x4(
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
    int w1 = wAt + wBlock;
    int w2 = wAt + 2 * wBlock;
    int w3 = wAt + 3 * wBlock;
    FloatVector c00, c01, c02, c03;
    if (init != null) {
      c00 = FloatVector.fromArray(S, init, initAt);
      c01 = FloatVector.fromArray(S, init, initAt + Lanes.WIDTH);
      c02 = FloatVector.fromArray(S, init, initAt + 2 * Lanes.WIDTH);
      c03 = FloatVector.fromArray(S, init, initAt + 3 * Lanes.WIDTH);
    } else {
      c00 = FloatVector.fromArray(S, y, y0);
      c01 = FloatVector.fromArray(S, y, y0 + yBlock);
      c02 = FloatVector.fromArray(S, y, y0 + 2 * yBlock);
      c03 = FloatVector.fromArray(S, y, y0 + 3 * yBlock);
    }
    for (int k = 0, j = 0; k < depth; k++, j += Lanes.WIDTH) {
      int offset = xDepth[k];
      FloatVector b0 = FloatVector.fromArray(S, w, wAt + j);
      FloatVector b1 = FloatVector.fromArray(S, w, w1 + j);
      FloatVector b2 = FloatVector.fromArray(S, w, w2 + j);
      FloatVector b3 = FloatVector.fromArray(S, w, w3 + j);
      FloatVector a = FloatVector.broadcast(S, x[x0 + offset]);
      c00 = a.fma(b0, c00);
      c01 = a.fma(b1, c01);
      c02 = a.fma(b2, c02);
      c03 = a.fma(b3, c03);
    }
    c00.intoArray(y, y0);
    c01.intoArray(y, y0 + yBlock);
    c02.intoArray(y, y0 + 2 * yBlock);
    c03.intoArray(y, y0 + 3 * yBlock);
  }
}
