package dev.lanewise.core.simd;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link WinogradKernel} in vectors, under the rules of {@link VectorProduct}. A transform goes
 * over the rows of its tiles first, into scratch memory that stays in L1, then over the columns: 36
 * values at once would not fit the registers.
 */
final class VectorWinograd implements WinogradKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();
  private static final int W = Lanes.WIDTH;

  /** Whether sixteen accumulators fit the registers, as in {@link VectorProduct}. */
  private static final boolean TALL =
      FLOATS == Lanes.WIDTH || System.getProperty("os.arch").equals("aarch64");

  private static final float SIXTH = 1f / 6;
  private static final float TWELFTH = 1f / 12;
  private static final float TWENTY_FOURTH = 1f / 24;

  @Override
  public void input(
      float[] x,
      int xAt,
      int xRow,
      int xPlane,
      int channels,
      int tiles,
      float[] v,
      int vAt,
      int vPosition,
      int vChannel,
      float[] t,
      int tAt) {
    int width = (4 * tiles + 2) * W;
    for (int c = 0; c < channels; c++) {
      inputRows(x, xAt + c * xPlane, xRow, width, t, tAt);
      for (int row = 0; row < 6; row++) {
        int to = vAt + c * vChannel + row * 6 * vPosition;
        inputColumns(t, tAt + row * width, tiles, v, to, vPosition);
      }
    }
  }

  /** {@code B'} over rows: six rows of pixels become six rows of scratch memory. */
  private static void inputRows(float[] x, int xAt, int xRow, int width, float[] t, int tAt) {
    for (int i = 0; i < width; i += FLOATS) {
      int from = xAt + i;
      FloatVector d0 = FloatVector.fromArray(S, x, from);
      FloatVector d1 = FloatVector.fromArray(S, x, from + xRow);
      FloatVector d2 = FloatVector.fromArray(S, x, from + 2 * xRow);
      FloatVector d3 = FloatVector.fromArray(S, x, from + 3 * xRow);
      FloatVector d4 = FloatVector.fromArray(S, x, from + 4 * xRow);
      FloatVector d5 = FloatVector.fromArray(S, x, from + 5 * xRow);
      FloatVector minusFour = FloatVector.broadcast(S, -4f);
      FloatVector two = FloatVector.broadcast(S, 2f);
      FloatVector a = d2.fma(minusFour, d4);
      FloatVector b = d1.fma(minusFour, d3);
      FloatVector c = d4.sub(d2);
      FloatVector e = d3.sub(d1);
      FloatVector f = d0.sub(d2);
      FloatVector g = d5.sub(d3);
      int to = tAt + i;
      f.fma(FloatVector.broadcast(S, 4f), c).intoArray(t, to);
      a.add(b).intoArray(t, to + width);
      a.sub(b).intoArray(t, to + 2 * width);
      e.fma(two, c).intoArray(t, to + 3 * width);
      e.fma(FloatVector.broadcast(S, -2f), c).intoArray(t, to + 4 * width);
      e.fma(minusFour, g).intoArray(t, to + 5 * width);
    }
  }

  /** {@code B'} over columns: a row of scratch memory becomes six positions of each tile. */
  private static void inputColumns(
      float[] t, int tAt, int tiles, float[] v, int vAt, int vPosition) {
    for (int i = 0; i < tiles * W; i += FLOATS) {
      // Tiles are four pixels apart here, and one there.
      int from = tAt + (i / W) * 4 * W + i % W;
      FloatVector d0 = FloatVector.fromArray(S, t, from);
      FloatVector d1 = FloatVector.fromArray(S, t, from + W);
      FloatVector d2 = FloatVector.fromArray(S, t, from + 2 * W);
      FloatVector d3 = FloatVector.fromArray(S, t, from + 3 * W);
      FloatVector d4 = FloatVector.fromArray(S, t, from + 4 * W);
      FloatVector d5 = FloatVector.fromArray(S, t, from + 5 * W);
      FloatVector minusFour = FloatVector.broadcast(S, -4f);
      FloatVector two = FloatVector.broadcast(S, 2f);
      FloatVector a = d2.fma(minusFour, d4);
      FloatVector b = d1.fma(minusFour, d3);
      FloatVector c = d4.sub(d2);
      FloatVector e = d3.sub(d1);
      FloatVector f = d0.sub(d2);
      FloatVector g = d5.sub(d3);
      int to = vAt + i;
      f.fma(FloatVector.broadcast(S, 4f), c).intoArray(v, to);
      a.add(b).intoArray(v, to + vPosition);
      a.sub(b).intoArray(v, to + 2 * vPosition);
      e.fma(two, c).intoArray(v, to + 3 * vPosition);
      e.fma(FloatVector.broadcast(S, -2f), c).intoArray(v, to + 4 * vPosition);
      e.fma(minusFour, g).intoArray(v, to + 5 * vPosition);
    }
  }

  @Override
  public void gradient(
      float[] x,
      int xAt,
      int xRow,
      int xPlane,
      int channels,
      int tiles,
      float[] v,
      int vAt,
      int vPosition,
      int vChannel,
      float[] t,
      int tAt) {
    int width = 4 * tiles * W;
    for (int c = 0; c < channels; c++) {
      gradientRows(x, xAt + c * xPlane, xRow, width, t, tAt);
      for (int row = 0; row < 6; row++) {
        int to = vAt + c * vChannel + row * 6 * vPosition;
        gradientColumns(t, tAt + row * width, tiles, v, to, vPosition);
      }
    }
  }

  /** {@code V} over rows: four rows of pixels become six rows of scratch memory. */
  private static void gradientRows(float[] x, int xAt, int xRow, int width, float[] t, int tAt) {
    for (int i = 0; i < width; i += FLOATS) {
      int from = xAt + i;
      FloatVector d0 = FloatVector.fromArray(S, x, from);
      FloatVector d1 = FloatVector.fromArray(S, x, from + xRow);
      FloatVector d2 = FloatVector.fromArray(S, x, from + 2 * xRow);
      FloatVector d3 = FloatVector.fromArray(S, x, from + 3 * xRow);
      FloatVector four = FloatVector.broadcast(S, 4f);
      FloatVector a = d0.add(d2);
      FloatVector b = d1.add(d3);
      FloatVector e = d2.fma(four, d0);
      FloatVector f = d3.fma(four, d1);
      int to = tAt + i;
      d0.intoArray(t, to);
      a.add(b).intoArray(t, to + width);
      a.sub(b).intoArray(t, to + 2 * width);
      f.fma(FloatVector.broadcast(S, 2f), e).intoArray(t, to + 3 * width);
      f.fma(FloatVector.broadcast(S, -2f), e).intoArray(t, to + 4 * width);
      d3.intoArray(t, to + 5 * width);
    }
  }

  /** {@code V} over columns: a row of scratch memory becomes six positions of each tile. */
  private static void gradientColumns(
      float[] t, int tAt, int tiles, float[] v, int vAt, int vPosition) {
    for (int i = 0; i < tiles * W; i += FLOATS) {
      int from = tAt + (i / W) * 4 * W + i % W;
      FloatVector d0 = FloatVector.fromArray(S, t, from);
      FloatVector d1 = FloatVector.fromArray(S, t, from + W);
      FloatVector d2 = FloatVector.fromArray(S, t, from + 2 * W);
      FloatVector d3 = FloatVector.fromArray(S, t, from + 3 * W);
      FloatVector four = FloatVector.broadcast(S, 4f);
      FloatVector a = d0.add(d2);
      FloatVector b = d1.add(d3);
      FloatVector e = d2.fma(four, d0);
      FloatVector f = d3.fma(four, d1);
      int to = vAt + i;
      d0.intoArray(v, to);
      a.add(b).intoArray(v, to + vPosition);
      a.sub(b).intoArray(v, to + 2 * vPosition);
      f.fma(FloatVector.broadcast(S, 2f), e).intoArray(v, to + 3 * vPosition);
      f.fma(FloatVector.broadcast(S, -2f), e).intoArray(v, to + 4 * vPosition);
      d3.intoArray(v, to + 5 * vPosition);
    }
  }

  @Override
  public void output(
      float[] m,
      int mAt,
      int mPosition,
      int mChannel,
      int channels,
      int tiles,
      float[] init,
      int initAt,
      float[] y,
      int yAt,
      int yRow,
      int yPlane,
      float[] t,
      int tAt) {
    int width = tiles * W;
    for (int c = 0; c < channels; c++) {
      for (int column = 0; column < 6; column++) {
        int from = mAt + c * mChannel + column * mPosition;
        outputRows(m, from, 6 * mPosition, width, t, tAt + column * width);
      }
      for (int row = 0; row < 4; row++) {
        int to = yAt + c * yPlane + row * yRow;
        outputColumns(t, tAt + row * 6 * width, tiles, init[initAt + c], y, to);
      }
    }
  }

  /** {@code A'} over rows: six positions become four, which lie six widths apart. */
  private static void outputRows(float[] m, int mAt, int mRow, int width, float[] t, int tAt) {
    for (int i = 0; i < width; i += FLOATS) {
      int from = mAt + i;
      FloatVector m0 = FloatVector.fromArray(S, m, from);
      FloatVector m1 = FloatVector.fromArray(S, m, from + mRow);
      FloatVector m2 = FloatVector.fromArray(S, m, from + 2 * mRow);
      FloatVector m3 = FloatVector.fromArray(S, m, from + 3 * mRow);
      FloatVector m4 = FloatVector.fromArray(S, m, from + 4 * mRow);
      FloatVector m5 = FloatVector.fromArray(S, m, from + 5 * mRow);
      FloatVector a = m1.add(m2);
      FloatVector b = m1.sub(m2);
      FloatVector e = m3.add(m4);
      FloatVector f = m3.sub(m4);
      int to = tAt + i;
      m0.add(a).add(e).intoArray(t, to);
      f.fma(FloatVector.broadcast(S, 2f), b).intoArray(t, to + 6 * width);
      e.fma(FloatVector.broadcast(S, 4f), a).intoArray(t, to + 12 * width);
      f.fma(FloatVector.broadcast(S, 8f), b.add(m5)).intoArray(t, to + 18 * width);
    }
  }

  /** {@code A'} over columns, and the bias: six values become four pixels of each tile. */
  private static void outputColumns(float[] t, int tAt, int tiles, float bias, float[] y, int yAt) {
    int width = tiles * W;
    for (int i = 0; i < width; i += FLOATS) {
      int from = tAt + i;
      FloatVector init = FloatVector.broadcast(S, bias);
      FloatVector m0 = FloatVector.fromArray(S, t, from);
      FloatVector m1 = FloatVector.fromArray(S, t, from + width);
      FloatVector m2 = FloatVector.fromArray(S, t, from + 2 * width);
      FloatVector m3 = FloatVector.fromArray(S, t, from + 3 * width);
      FloatVector m4 = FloatVector.fromArray(S, t, from + 4 * width);
      FloatVector m5 = FloatVector.fromArray(S, t, from + 5 * width);
      FloatVector a = m1.add(m2);
      FloatVector b = m1.sub(m2);
      FloatVector e = m3.add(m4);
      FloatVector f = m3.sub(m4);
      int to = yAt + (i / W) * 4 * W + i % W;
      m0.add(a).add(e).add(init).intoArray(y, to);
      f.fma(FloatVector.broadcast(S, 2f), b).add(init).intoArray(y, to + W);
      e.fma(FloatVector.broadcast(S, 4f), a).add(init).intoArray(y, to + 2 * W);
      f.fma(FloatVector.broadcast(S, 8f), b.add(m5)).add(init).intoArray(y, to + 3 * W);
    }
  }

  @Override
  public void transpose(
      float[] from, int fromAt, int fromChannel, int channels, int tiles, float[] to, int toAt) {
    for (int c = 0; c < channels; c += W) {
      int count = Math.min(W, channels - c);
      int at = toAt + c * tiles * W;
      for (int i = 0; i < tiles * W; i++) {
        int source = fromAt + c * fromChannel + i;
        for (int j = 0; j < count; j++) {
          to[at + j] = from[source + j * fromChannel];
        }
        for (int j = count; j < W; j++) {
          to[at + j] = 0f;
        }
        at += W;
      }
    }
  }

  @Override
  public void products(
      int rows,
      int blocks,
      int depth,
      boolean first,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int bAt,
      float[] m,
      int mAt) {
    int mRow = blocks * W;
    int step = TALL ? 8 : 4;
    for (int block = 0; block < blocks; block += FLOATS == W ? 2 : 1) {
      // A last single block is computed twice at once.
      int next = FLOATS == W ? Math.min(block + 1, blocks - 1) : block;
      for (int l = 0; l < W; l += FLOATS == W ? W : 2 * FLOATS) {
        int b0 = bAt + block * depth * W + l;
        int b1 = FLOATS == W ? bAt + next * depth * W : b0 + FLOATS;
        int m0 = mAt + block * W + l;
        int m1 = FLOATS == W ? mAt + next * W : m0 + FLOATS;
        for (int r = 0; r < rows; r += step) {
          int count = Math.min(step, rows - r);
          int left = aAt + r * aRow;
          int to = r * mRow;
          if (count > 4) {
            tile8x2(depth, first, a, left, aRow, b, b0, b1, m, m0 + to, m1 + to, mRow, count);
          } else {
            tile4x2(depth, first, a, left, aRow, b, b0, b1, m, m0 + to, m1 + to, mRow, count);
          }
        }
      }
    }
  }

  /** 8 rows by 2 vectors; rows beyond the last are computed from the last, and dropped. */
  private static void tile8x2(
      int depth,
      boolean first,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int b0,
      int b1,
      float[] m,
      int m0,
      int m1,
      int mRow,
      int rows) {
    int a0 = aAt;
    int a1 = aAt + Math.min(1, rows - 1) * aRow;
    int a2 = aAt + Math.min(2, rows - 1) * aRow;
    int a3 = aAt + Math.min(3, rows - 1) * aRow;
    int a4 = aAt + Math.min(4, rows - 1) * aRow;
    int a5 = aAt + Math.min(5, rows - 1) * aRow;
    int a6 = aAt + Math.min(6, rows - 1) * aRow;
    int a7 = aAt + Math.min(7, rows - 1) * aRow;
    int row1 = Math.min(1, rows - 1) * mRow;
    int row2 = Math.min(2, rows - 1) * mRow;
    int row3 = Math.min(3, rows - 1) * mRow;
    int row4 = Math.min(4, rows - 1) * mRow;
    int row5 = Math.min(5, rows - 1) * mRow;
    int row6 = Math.min(6, rows - 1) * mRow;
    int row7 = Math.min(7, rows - 1) * mRow;
    FloatVector c00, c01;
    FloatVector c10, c11;
    FloatVector c20, c21;
    FloatVector c30, c31;
    FloatVector c40, c41;
    FloatVector c50, c51;
    FloatVector c60, c61;
    FloatVector c70, c71;
    if (first) {
      c00 = FloatVector.zero(S);
      c01 = FloatVector.zero(S);
      c10 = FloatVector.zero(S);
      c11 = FloatVector.zero(S);
      c20 = FloatVector.zero(S);
      c21 = FloatVector.zero(S);
      c30 = FloatVector.zero(S);
      c31 = FloatVector.zero(S);
      c40 = FloatVector.zero(S);
      c41 = FloatVector.zero(S);
      c50 = FloatVector.zero(S);
      c51 = FloatVector.zero(S);
      c60 = FloatVector.zero(S);
      c61 = FloatVector.zero(S);
      c70 = FloatVector.zero(S);
      c71 = FloatVector.zero(S);
    } else {
      c00 = FloatVector.fromArray(S, m, m0);
      c01 = FloatVector.fromArray(S, m, m1);
      c10 = FloatVector.fromArray(S, m, m0 + row1);
      c11 = FloatVector.fromArray(S, m, m1 + row1);
      c20 = FloatVector.fromArray(S, m, m0 + row2);
      c21 = FloatVector.fromArray(S, m, m1 + row2);
      c30 = FloatVector.fromArray(S, m, m0 + row3);
      c31 = FloatVector.fromArray(S, m, m1 + row3);
      c40 = FloatVector.fromArray(S, m, m0 + row4);
      c41 = FloatVector.fromArray(S, m, m1 + row4);
      c50 = FloatVector.fromArray(S, m, m0 + row5);
      c51 = FloatVector.fromArray(S, m, m1 + row5);
      c60 = FloatVector.fromArray(S, m, m0 + row6);
      c61 = FloatVector.fromArray(S, m, m1 + row6);
      c70 = FloatVector.fromArray(S, m, m0 + row7);
      c71 = FloatVector.fromArray(S, m, m1 + row7);
    }
    for (int k = 0; k < depth; k++) {
      FloatVector v0 = FloatVector.fromArray(S, b, b0 + k * W);
      FloatVector v1 = FloatVector.fromArray(S, b, b1 + k * W);
      FloatVector w = FloatVector.broadcast(S, a[a0 + k]);
      c00 = w.fma(v0, c00);
      c01 = w.fma(v1, c01);
      w = FloatVector.broadcast(S, a[a1 + k]);
      c10 = w.fma(v0, c10);
      c11 = w.fma(v1, c11);
      w = FloatVector.broadcast(S, a[a2 + k]);
      c20 = w.fma(v0, c20);
      c21 = w.fma(v1, c21);
      w = FloatVector.broadcast(S, a[a3 + k]);
      c30 = w.fma(v0, c30);
      c31 = w.fma(v1, c31);
      w = FloatVector.broadcast(S, a[a4 + k]);
      c40 = w.fma(v0, c40);
      c41 = w.fma(v1, c41);
      w = FloatVector.broadcast(S, a[a5 + k]);
      c50 = w.fma(v0, c50);
      c51 = w.fma(v1, c51);
      w = FloatVector.broadcast(S, a[a6 + k]);
      c60 = w.fma(v0, c60);
      c61 = w.fma(v1, c61);
      w = FloatVector.broadcast(S, a[a7 + k]);
      c70 = w.fma(v0, c70);
      c71 = w.fma(v1, c71);
    }
    c00.intoArray(m, m0);
    c01.intoArray(m, m1);
    if (rows > 1) {
      c10.intoArray(m, m0 + row1);
      c11.intoArray(m, m1 + row1);
    }
    if (rows > 2) {
      c20.intoArray(m, m0 + row2);
      c21.intoArray(m, m1 + row2);
    }
    if (rows > 3) {
      c30.intoArray(m, m0 + row3);
      c31.intoArray(m, m1 + row3);
    }
    if (rows > 4) {
      c40.intoArray(m, m0 + row4);
      c41.intoArray(m, m1 + row4);
    }
    if (rows > 5) {
      c50.intoArray(m, m0 + row5);
      c51.intoArray(m, m1 + row5);
    }
    if (rows > 6) {
      c60.intoArray(m, m0 + row6);
      c61.intoArray(m, m1 + row6);
    }
    if (rows > 7) {
      c70.intoArray(m, m0 + row7);
      c71.intoArray(m, m1 + row7);
    }
  }

  /** 4 rows by 2 vectors. */
  private static void tile4x2(
      int depth,
      boolean first,
      float[] a,
      int aAt,
      int aRow,
      float[] b,
      int b0,
      int b1,
      float[] m,
      int m0,
      int m1,
      int mRow,
      int rows) {
    int a0 = aAt;
    int a1 = aAt + Math.min(1, rows - 1) * aRow;
    int a2 = aAt + Math.min(2, rows - 1) * aRow;
    int a3 = aAt + Math.min(3, rows - 1) * aRow;
    int row1 = Math.min(1, rows - 1) * mRow;
    int row2 = Math.min(2, rows - 1) * mRow;
    int row3 = Math.min(3, rows - 1) * mRow;
    FloatVector c00, c01;
    FloatVector c10, c11;
    FloatVector c20, c21;
    FloatVector c30, c31;
    if (first) {
      c00 = FloatVector.zero(S);
      c01 = FloatVector.zero(S);
      c10 = FloatVector.zero(S);
      c11 = FloatVector.zero(S);
      c20 = FloatVector.zero(S);
      c21 = FloatVector.zero(S);
      c30 = FloatVector.zero(S);
      c31 = FloatVector.zero(S);
    } else {
      c00 = FloatVector.fromArray(S, m, m0);
      c01 = FloatVector.fromArray(S, m, m1);
      c10 = FloatVector.fromArray(S, m, m0 + row1);
      c11 = FloatVector.fromArray(S, m, m1 + row1);
      c20 = FloatVector.fromArray(S, m, m0 + row2);
      c21 = FloatVector.fromArray(S, m, m1 + row2);
      c30 = FloatVector.fromArray(S, m, m0 + row3);
      c31 = FloatVector.fromArray(S, m, m1 + row3);
    }
    for (int k = 0; k < depth; k++) {
      FloatVector v0 = FloatVector.fromArray(S, b, b0 + k * W);
      FloatVector v1 = FloatVector.fromArray(S, b, b1 + k * W);
      FloatVector w = FloatVector.broadcast(S, a[a0 + k]);
      c00 = w.fma(v0, c00);
      c01 = w.fma(v1, c01);
      w = FloatVector.broadcast(S, a[a1 + k]);
      c10 = w.fma(v0, c10);
      c11 = w.fma(v1, c11);
      w = FloatVector.broadcast(S, a[a2 + k]);
      c20 = w.fma(v0, c20);
      c21 = w.fma(v1, c21);
      w = FloatVector.broadcast(S, a[a3 + k]);
      c30 = w.fma(v0, c30);
      c31 = w.fma(v1, c31);
    }
    c00.intoArray(m, m0);
    c01.intoArray(m, m1);
    if (rows > 1) {
      c10.intoArray(m, m0 + row1);
      c11.intoArray(m, m1 + row1);
    }
    if (rows > 2) {
      c20.intoArray(m, m0 + row2);
      c21.intoArray(m, m1 + row2);
    }
    if (rows > 3) {
      c30.intoArray(m, m0 + row3);
      c31.intoArray(m, m1 + row3);
    }
  }

  @Override
  public void weights(
      float[] m, int mAt, int mPosition, int blocks, float[] dw, int dwAt, float[] t, int tAt) {
    int row = blocks * W;
    for (int at = 0; at < row; at += FLOATS) {
      weightRows(m, mAt + at, mPosition, t, tAt);
      weightColumns(t, tAt, row, dw, dwAt + at);
    }
  }

  /** {@code A'D} over rows: six positions become three, for each column. */
  private static void weightRows(float[] m, int mAt, int mPosition, float[] t, int tAt) {
    for (int column = 0; column < 6; column++) {
      int from = mAt + column * mPosition;
      FloatVector m1 = FloatVector.fromArray(S, m, from + 6 * mPosition);
      FloatVector m2 = FloatVector.fromArray(S, m, from + 12 * mPosition);
      FloatVector m3 = FloatVector.fromArray(S, m, from + 18 * mPosition);
      FloatVector m4 = FloatVector.fromArray(S, m, from + 24 * mPosition);
      FloatVector m5 = FloatVector.fromArray(S, m, from + 30 * mPosition);
      FloatVector quarter = FloatVector.fromArray(S, m, from).mul(0.25f);
      FloatVector a = m1.add(m2).mul(SIXTH);
      FloatVector b = m1.sub(m2).mul(SIXTH);
      FloatVector e = m3.add(m4);
      int to = tAt + column * W;
      quarter.sub(a).add(e.mul(TWENTY_FOURTH)).intoArray(t, to);
      m3.sub(m4).mul(TWELFTH).sub(b).intoArray(t, to + 6 * W);
      e.mul(SIXTH).sub(a).add(m5).intoArray(t, to + 12 * W);
    }
  }

  /** {@code A'D} over columns: six values become three taps, for each row. */
  private static void weightColumns(float[] t, int tAt, int tap, float[] dw, int dwAt) {
    for (int row = 0; row < 3; row++) {
      int from = tAt + row * 6 * W;
      FloatVector m1 = FloatVector.fromArray(S, t, from + W);
      FloatVector m2 = FloatVector.fromArray(S, t, from + 2 * W);
      FloatVector m3 = FloatVector.fromArray(S, t, from + 3 * W);
      FloatVector m4 = FloatVector.fromArray(S, t, from + 4 * W);
      FloatVector m5 = FloatVector.fromArray(S, t, from + 5 * W);
      FloatVector quarter = FloatVector.fromArray(S, t, from).mul(0.25f);
      FloatVector a = m1.add(m2).mul(SIXTH);
      FloatVector b = m1.sub(m2).mul(SIXTH);
      FloatVector e = m3.add(m4);
      int to = dwAt + row * 3 * tap;
      quarter.sub(a).add(e.mul(TWENTY_FOURTH)).intoArray(dw, to);
      m3.sub(m4).mul(TWELFTH).sub(b).intoArray(dw, to + tap);
      e.mul(SIXTH).sub(a).add(m5).intoArray(dw, to + 2 * tap);
    }
  }
}
