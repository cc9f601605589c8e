package dev.lanewise.core.kernel;

import static dev.lanewise.core.math.CurvePolynomials.DENSITY_AT_0;
import static dev.lanewise.core.math.CurvePolynomials.GELU_1;
import static dev.lanewise.core.math.CurvePolynomials.GELU_3;
import static dev.lanewise.core.math.CurvePolynomials.GELU_HIGHEST;
import static dev.lanewise.core.math.CurvePolynomials.GELU_SLOPE_3;
import static dev.lanewise.core.math.CurvePolynomials.PHI_HIGHEST;

import dev.lanewise.core.math.CurveMath;
import dev.lanewise.core.math.FloatMath;

/** One float at a time. */
final class ScalarGate implements GateKernel {

  @Override
  public void gelu(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      float tail = CurveMath.normalTail(Math.abs(value));
      y[yAt + i] = value * (value > 0f ? 1f - tail : tail);
    }
  }

  @Override
  public void geluBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      float a = Math.abs(value);
      float tail = CurveMath.normalTail(a);
      float gate = value > 0f ? 1f - tail : tail;
      float density = CurveMath.bell(a > PHI_HIGHEST ? PHI_HIGHEST : a) * DENSITY_AT_0;
      dx[dxAt + i] = dy[dyAt + i] * Math.fma(value, density, gate);
    }
  }

  @Override
  public void geluTanh(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      float clamped = clamped(value);
      float v = clamped * Math.fma(clamped * clamped, GELU_3, GELU_1);
      float e = FloatMath.exp(-Math.abs(v));
      float inverse = 1f / (e + 1f);
      y[yAt + i] = value * (v < 0f ? e * inverse : inverse);
    }
  }

  private static float clamped(float value) {
    float lowered = value > GELU_HIGHEST ? GELU_HIGHEST : value;
    return lowered < -GELU_HIGHEST ? -GELU_HIGHEST : lowered;
  }

  @Override
  public void geluTanhBackward(
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      float clamped = clamped(x[xAt + i]);
      float square = clamped * clamped;
      float v = clamped * Math.fma(square, GELU_3, GELU_1);
      float e = FloatMath.exp(-Math.abs(v));
      float inverse = 1f / (e + 1f);
      float other = e * inverse;
      float gate = v < 0f ? other : inverse;
      float complement = v < 0f ? inverse : other;
      float slope = Math.fma(square, GELU_SLOPE_3, GELU_1);
      float factor = gate * Math.fma(clamped * complement, slope, 1f);
      dx[dxAt + i] = dy[dyAt + i] * factor;
    }
  }

  @Override
  public void silu(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      float e = FloatMath.exp(-Math.abs(value));
      float inverse = 1f / (e + 1f);
      y[yAt + i] = value * (value < 0f ? e * inverse : inverse);
    }
  }

  @Override
  public void siluBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      float e = FloatMath.exp(-Math.abs(value));
      float inverse = 1f / (e + 1f);
      float other = e * inverse;
      float gate = value < 0f ? other : inverse;
      float complement = value < 0f ? inverse : other;
      dx[dxAt + i] = dy[dyAt + i] * (gate * Math.fma(value, complement, 1f));
    }
  }

  @Override
  public void mish(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      float e = FloatMath.exp(-Math.abs(value));
      boolean negative = value < 0f;
      float numerator = negative ? Math.fma(e, e, e + e) : Math.fma(2f, e, 1f);
      float rest = negative ? 2f : (e + e) * e;
      y[yAt + i] = value * (numerator / (numerator + rest));
    }
  }

  @Override
  public void mishBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      float e = FloatMath.exp(-Math.abs(value));
      boolean negative = value < 0f;
      float numerator = negative ? Math.fma(e, e, e + e) : Math.fma(2f, e, 1f);
      float rest = negative ? 2f : (e + e) * e;
      float inverse = 1f / (numerator + rest);
      float gate = numerator * inverse;
      float complement = rest * inverse;
      float sigmoid = (negative ? e : 1f) / (e + 1f);
      // 1 - t^2 as (1 - t) (1 + t), the first of which is known without a difference.
      float square = Math.fma(complement, gate, complement);
      float slope = Math.fma(value * sigmoid, square, gate);
      dx[dxAt + i] = dy[dyAt + i] * slope;
    }
  }
}
