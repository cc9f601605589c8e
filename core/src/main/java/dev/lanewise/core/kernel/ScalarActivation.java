package dev.lanewise.core.kernel;

import dev.lanewise.core.math.CurveMath;
import dev.lanewise.core.math.FloatMath;
import dev.lanewise.core.tensor.Lanes;

/** One float at a time. */
final class ScalarActivation implements ActivationKernel {

  private static final float SIXTH = 1f / 6f;
  private static final float THIRD = 1f / 3f;

  @Override
  public void leakyRelu(float slope, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      y[yAt + i] = value > 0f ? value : slope * value;
    }
  }

  @Override
  public void leakyReluBackward(
      float slope, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      float gradient = dy[dyAt + i];
      dx[dxAt + i] = x[xAt + i] > 0f ? gradient : slope * gradient;
    }
  }

  @Override
  public void slopeGradient(
      float[] x, int xAt, float[] dy, int dyAt, int n, float[] sums, int sumsAt) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      if (!(value > 0f)) {
        int at = sumsAt + i % Lanes.WIDTH;
        sums[at] = Math.fma(value, dy[dyAt + i], sums[at]);
      }
    }
  }

  @Override
  public void elu(
      float scale, float inner, float negative, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      y[yAt + i] = value <= 0f ? CurveMath.expMinusOne(inner * value) * negative : scale * value;
    }
  }

  @Override
  public void eluBackward(
      float scale,
      float inner,
      float negative,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int n) {
    float steepest = inner * negative;
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      float slope = value <= 0f ? FloatMath.exp(inner * value) * steepest : scale;
      dx[dxAt + i] = dy[dyAt + i] * slope;
    }
  }

  @Override
  public void hardSigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = gate(x[xAt + i]);
    }
  }

  private static float gate(float value) {
    float up = value + 3f;
    float raised = up < 0f ? 0f : up;
    return (raised > 6f ? 6f : raised) * SIXTH;
  }

  @Override
  public void hardSigmoidBackward(
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      dx[dxAt + i] = value > -3f && value < 3f ? dy[dyAt + i] * SIXTH : 0f;
    }
  }

  @Override
  public void hardSwish(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = x[xAt + i] * gate(x[xAt + i]);
    }
  }

  @Override
  public void hardSwishBackward(
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      float gradient = dy[dyAt + i];
      float inner = value <= 3f ? gradient * Math.fma(value, THIRD, 0.5f) : gradient;
      dx[dxAt + i] = value < -3f ? 0f : inner;
    }
  }

  @Override
  public void softplus(float beta, float threshold, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      float v = beta * value;
      float rest = CurveMath.log1p(FloatMath.exp(-Math.abs(v)));
      float sum = ((v > 0f ? v : 0f) + rest) / beta;
      y[yAt + i] = v > threshold ? value : sum;
    }
  }

  @Override
  public void softplusBackward(
      float beta,
      float threshold,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int n) {
    for (int i = 0; i < n; i++) {
      float v = beta * x[xAt + i];
      float gradient = dy[dyAt + i];
      dx[dxAt + i] = v > threshold ? gradient : gradient * FloatMath.sigmoid(v);
    }
  }
}
