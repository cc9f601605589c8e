package dev.lanewise.core.kernel;

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

  @Override
  public void taps(
      float[] w, int wAt, int n, float[] u, int uAt, int uPosition, float[] t, int tAt) {
    for (int i = 0; i < n; i += FLOATS) {
      tapRows(w, wAt + i, n, t, tAt);
      tapColumns(t, tAt, u, uAt + i, uPosition);
    }
  }

  /** {@code G} over rows: three taps become six rows of scratch memory, for each column. */
  private static void tapRows(float[] w, int wAt, int n, float[] t, int tAt) {
    for (int column = 0; column < 3; column++) {
      int from = wAt + column * n;
      FloatVector w0 = FloatVector.fromArray(S, w, from);
      FloatVector w1 = FloatVector.fromArray(S, w, from + 3 * n);
      FloatVector w2 = FloatVector.fromArray(S, w, from + 6 * n);
      FloatVector a = w0.add(w2);
      FloatVector b = w2.fma(FloatVector.broadcast(S, 4f), w0);
      FloatVector c = w1.mul(2f);
      int to = tAt + column * W;
      w0.mul(0.25f).intoArray(t, to);
      a.add(w1).mul(-SIXTH).intoArray(t, to + 3 * W);
      a.sub(w1).mul(-SIXTH).intoArray(t, to + 6 * W);
      b.add(c).mul(TWENTY_FOURTH).intoArray(t, to + 9 * W);
      b.sub(c).mul(TWENTY_FOURTH).intoArray(t, to + 12 * W);
      w2.intoArray(t, to + 15 * W);
    }
  }

  /** {@code G} over columns: three values become six positions, for each row. */
  private static void tapColumns(float[] t, int tAt, float[] u, int uAt, int uPosition) {
    for (int row = 0; row < 6; row++) {
      int from = tAt + row * 3 * W;
      FloatVector w0 = FloatVector.fromArray(S, t, from);
      FloatVector w1 = FloatVector.fromArray(S, t, from + W);
      FloatVector w2 = FloatVector.fromArray(S, t, from + 2 * W);
      FloatVector a = w0.add(w2);
      FloatVector b = w2.fma(FloatVector.broadcast(S, 4f), w0);
      FloatVector c = w1.mul(2f);
      int to = uAt + row * 6 * uPosition;
      w0.mul(0.25f).intoArray(u, to);
      a.add(w1).mul(-SIXTH).intoArray(u, to + uPosition);
      a.sub(w1).mul(-SIXTH).intoArray(u, to + 2 * uPosition);
      b.add(c).mul(TWENTY_FOURTH).intoArray(u, to + 3 * uPosition);
      b.sub(c).mul(TWENTY_FOURTH).intoArray(u, to + 4 * uPosition);
      w2.intoArray(u, to + 5 * uPosition);
    }
  }
}
