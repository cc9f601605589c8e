package dev.lanewise.core.kernel;

import dev.lanewise.core.math.FloatMath;
import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/** One float at a time. */
final class ScalarElementwise implements ElementwiseKernel {

  @Override
  public void fill(float[] x, int xAt, int n, float value) {
    Arrays.fill(x, xAt, xAt + n, value);
  }

  @Override
  public void copy(float[] x, int xAt, float[] y, int yAt, int n) {
    System.arraycopy(x, xAt, y, yAt, n);
  }

  @Override
  public void add(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }

  @Override
  public void sum(
      float[] x,
      int xAt,
      float[] z,
      int zAt,
      float[] y,
      int yAt,
      int n,
      float floor,
      float ceiling) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i] + z[zAt + i];
      float raised = value <= floor ? floor : value;
      y[yAt + i] = raised >= ceiling ? ceiling : raised;
    }
  }

  @Override
  public void scale(float a, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = a * x[xAt + i];
    }
  }

  @Override
  public void addBias(float value, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += value;
    }
  }

  @Override
  public void relu(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      y[yAt + i] = value <= 0f ? 0f : value;
    }
  }

  @Override
  public void reluBackward(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      dx[dxAt + i] = y[yAt + i] > 0f ? dy[dyAt + i] : 0f;
    }
  }

  @Override
  public void clamp(float[] x, int xAt, float[] y, int yAt, int n, float floor, float ceiling) {
    for (int i = 0; i < n; i++) {
      float value = x[xAt + i];
      float raised = value <= floor ? floor : value;
      y[yAt + i] = raised >= ceiling ? ceiling : raised;
    }
  }

  @Override
  public void clampBackward(
      float[] y,
      int yAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int n,
      float floor,
      float ceiling) {
    for (int i = 0; i < n; i++) {
      float value = y[yAt + i];
      dx[dxAt + i] = value > floor && value < ceiling ? dy[dyAt + i] : 0f;
    }
  }

  @Override
  public void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = FloatMath.sigmoid(x[xAt + i]);
    }
  }

  @Override
  public void sigmoidBackward(
      float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = y[yAt + i];
      dx[dxAt + i] = dy[dyAt + i] * (value * (1f - value));
    }
  }

  @Override
  public void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = FloatMath.tanh(x[xAt + i]);
    }
  }

  @Override
  public void tanhBackward(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i++) {
      float value = y[yAt + i];
      dx[dxAt + i] = dy[dyAt + i] * Math.fma(-value, value, 1f);
    }
  }

  @Override
  public void softmax(
      float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride, int count) {
    for (int i = 0; i < count; i++) {
      float largest = x[xAt + i];
      for (int c = 1; c < channels; c++) {
        float value = x[xAt + c * xStride + i];
        largest = value > largest ? value : largest;
      }
      float sum = 0f;
      for (int c = 0; c < channels; c++) {
        float e = FloatMath.exp(x[xAt + c * xStride + i] - largest);
        y[yAt + c * yStride + i] = e;
        sum += e;
      }
      for (int c = 0; c < channels; c++) {
        y[yAt + c * yStride + i] /= sum;
      }
    }
  }

  @Override
  public void softmaxBackward(
      float[] y,
      int yAt,
      int yStride,
      float[] dy,
      int dyAt,
      int dyStride,
      float[] dx,
      int dxAt,
      int dxStride,
      int channels,
      int count) {
    for (int i = 0; i < count; i++) {
      float sum = 0f;
      for (int c = 0; c < channels; c++) {
        sum = Math.fma(dy[dyAt + c * dyStride + i], y[yAt + c * yStride + i], sum);
      }
      for (int c = 0; c < channels; c++) {
        float distance = dy[dyAt + c * dyStride + i] - sum;
        dx[dxAt + c * dxStride + i] = y[yAt + c * yStride + i] * distance;
      }
    }
  }

  @Override
  public void logSoftmax(
      float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride, int count) {
    for (int i = 0; i < count; i++) {
      float largest = x[xAt + i];
      for (int c = 1; c < channels; c++) {
        float value = x[xAt + c * xStride + i];
        largest = value > largest ? value : largest;
      }
      float sum = 0f;
      for (int c = 0; c < channels; c++) {
        sum += FloatMath.exp(x[xAt + c * xStride + i] - largest);
      }
      float log = FloatMath.log(sum);
      for (int c = 0; c < channels; c++) {
        y[yAt + c * yStride + i] = (x[xAt + c * xStride + i] - largest) - log;
      }
    }
  }

  @Override
  public void logSoftmaxBackward(
      float[] y,
      int yAt,
      int yStride,
      float[] dy,
      int dyAt,
      int dyStride,
      float[] dx,
      int dxAt,
      int dxStride,
      int channels,
      int count) {
    for (int i = 0; i < count; i++) {
      float sum = 0f;
      for (int c = 0; c < channels; c++) {
        sum += dy[dyAt + c * dyStride + i];
      }
      for (int c = 0; c < channels; c++) {
        float probability = FloatMath.exp(y[yAt + c * yStride + i]);
        dx[dxAt + c * dxStride + i] = Math.fma(-probability, sum, dy[dyAt + c * dyStride + i]);
      }
    }
  }

  @Override
  public void dropout(
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      int n,
      int[] keyLow,
      int[] keyHigh,
      int firstElement,
      int threshold,
      float scale) {
    for (int i = 0; i < n; i++) {
      int lane = i % Lanes.WIDTH;
      int hash = DropoutHash.of(keyLow[lane], keyHigh[lane], firstElement + i / Lanes.WIDTH);
      boolean kept = Integer.compareUnsigned(hash, threshold) >= 0;
      y[yAt + i] = kept ? x[xAt + i] * scale : 0f;
    }
  }
}
