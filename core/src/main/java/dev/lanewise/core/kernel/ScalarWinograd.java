package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;

/** {@link WinogradKernel} in plain Java, by the same formulas in the same order as the vectors. */
final class ScalarWinograd implements WinogradKernel {

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
      for (int i = 0; i < width; i++) {
        input(x, xAt + c * xPlane + i, xRow, t, tAt + i, width);
      }
      for (int row = 0; row < 6; row++) {
        for (int i = 0; i < tiles * W; i++) {
          int from = tAt + row * width + (i / W) * 4 * W + i % W;
          input(t, from, W, v, vAt + c * vChannel + row * 6 * vPosition + i, vPosition);
        }
      }
    }
  }

  /** {@code B'} times a column of six values. */
  private static void input(float[] x, int at, int step, float[] y, int to, int toStep) {
    float d0 = x[at];
    float d1 = x[at + step];
    float d2 = x[at + 2 * step];
    float d3 = x[at + 3 * step];
    float d4 = x[at + 4 * step];
    float d5 = x[at + 5 * step];
    float a = Math.fma(d2, -4f, d4);
    float b = Math.fma(d1, -4f, d3);
    float c = d4 - d2;
    float e = d3 - d1;
    y[to] = Math.fma(d0 - d2, 4f, c);
    y[to + toStep] = a + b;
    y[to + 2 * toStep] = a - b;
    y[to + 3 * toStep] = Math.fma(e, 2f, c);
    y[to + 4 * toStep] = Math.fma(e, -2f, c);
    y[to + 5 * toStep] = Math.fma(e, -4f, d5 - d3);
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
      for (int i = 0; i < width; i++) {
        gradient(x, xAt + c * xPlane + i, xRow, t, tAt + i, width);
      }
      for (int row = 0; row < 6; row++) {
        for (int i = 0; i < tiles * W; i++) {
          int from = tAt + row * width + (i / W) * 4 * W + i % W;
          gradient(t, from, W, v, vAt + c * vChannel + row * 6 * vPosition + i, vPosition);
        }
      }
    }
  }

  /** {@code V} times a column of four values. */
  private static void gradient(float[] x, int at, int step, float[] y, int to, int toStep) {
    float d0 = x[at];
    float d1 = x[at + step];
    float d2 = x[at + 2 * step];
    float d3 = x[at + 3 * step];
    float a = d0 + d2;
    float b = d1 + d3;
    float e = Math.fma(d2, 4f, d0);
    float f = Math.fma(d3, 4f, d1);
    y[to] = d0;
    y[to + toStep] = a + b;
    y[to + 2 * toStep] = a - b;
    y[to + 3 * toStep] = Math.fma(f, 2f, e);
    y[to + 4 * toStep] = Math.fma(f, -2f, e);
    y[to + 5 * toStep] = d3;
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
        for (int i = 0; i < width; i++) {
          int from = mAt + c * mChannel + column * mPosition + i;
          output(m, from, 6 * mPosition, 0f, false, t, tAt + column * width + i, 6 * width);
        }
      }
      for (int row = 0; row < 4; row++) {
        for (int i = 0; i < width; i++) {
          int to = yAt + c * yPlane + row * yRow + (i / W) * 4 * W + i % W;
          output(t, tAt + row * 6 * width + i, width, init[initAt + c], true, y, to, W);
        }
      }
    }
  }

  /** {@code A'} times a column of six values, and in the second pass the bias. */
  private static void output(
      float[] m, int at, int step, float init, boolean last, float[] y, int to, int toStep) {
    float m1 = m[at + step];
    float m2 = m[at + 2 * step];
    float m3 = m[at + 3 * step];
    float m4 = m[at + 4 * step];
    float a = m1 + m2;
    float b = m1 - m2;
    float e = m3 + m4;
    float f = m3 - m4;
    float y0 = m[at] + a + e;
    float y1 = Math.fma(f, 2f, b);
    float y2 = Math.fma(e, 4f, a);
    float y3 = Math.fma(f, 8f, b + m[at + 5 * step]);
    y[to] = last ? y0 + init : y0;
    y[to + toStep] = last ? y1 + init : y1;
    y[to + 2 * toStep] = last ? y2 + init : y2;
    y[to + 3 * toStep] = last ? y3 + init : y3;
  }

  @Override
  public void weights(
      float[] m, int mAt, int mPosition, int blocks, float[] dw, int dwAt, float[] t, int tAt) {
    int row = blocks * W;
    for (int c = 0; c < row; c++) {
      for (int column = 0; column < 6; column++) {
        weights(m, mAt + c + column * mPosition, 6 * mPosition, t, tAt + column, 6);
      }
      for (int i = 0; i < 3; i++) {
        weights(t, tAt + i * 6, 1, dw, dwAt + c + i * 3 * row, row);
      }
    }
  }

  /** {@code A'D} times a column of six values. */
  private static void weights(float[] m, int at, int step, float[] y, int to, int toStep) {
    float m1 = m[at + step];
    float m2 = m[at + 2 * step];
    float m3 = m[at + 3 * step];
    float m4 = m[at + 4 * step];
    float a = (m1 + m2) * SIXTH;
    float b = (m1 - m2) * SIXTH;
    float e = m3 + m4;
    y[to] = m[at] * 0.25f - a + e * TWENTY_FOURTH;
    y[to + toStep] = (m3 - m4) * TWELFTH - b;
    y[to + 2 * toStep] = e * SIXTH - a + m[at + 5 * step];
  }

  @Override
  public void taps(
      float[] w, int wAt, int n, float[] u, int uAt, int uPosition, float[] t, int tAt) {
    for (int i = 0; i < n; i++) {
      for (int column = 0; column < 3; column++) {
        taps(w, wAt + i + column * n, 3 * n, t, tAt + column, 3);
      }
      for (int row = 0; row < 6; row++) {
        taps(t, tAt + row * 3, 1, u, uAt + i + row * 6 * uPosition, uPosition);
      }
    }
  }

  /** {@code G} times a column of three values. */
  private static void taps(float[] w, int at, int step, float[] u, int to, int toStep) {
    float w0 = w[at];
    float w1 = w[at + step];
    float w2 = w[at + 2 * step];
    float a = w0 + w2;
    float b = Math.fma(w2, 4f, w0);
    float c = w1 * 2f;
    u[to] = w0 * 0.25f;
    u[to + toStep] = (a + w1) * -SIXTH;
    u[to + 2 * toStep] = (a - w1) * -SIXTH;
    u[to + 3 * toStep] = (b + c) * TWENTY_FOURTH;
    u[to + 4 * toStep] = (b - c) * TWENTY_FOURTH;
    u[to + 5 * toStep] = w2;
  }
}
