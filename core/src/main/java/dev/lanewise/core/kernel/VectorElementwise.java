package dev.lanewise.core.kernel;

import static dev.lanewise.core.math.FloatPolynomials.EXP_0;
import static dev.lanewise.core.math.FloatPolynomials.EXP_1;
import static dev.lanewise.core.math.FloatPolynomials.EXP_2;
import static dev.lanewise.core.math.FloatPolynomials.EXP_3;
import static dev.lanewise.core.math.FloatPolynomials.EXP_4;
import static dev.lanewise.core.math.FloatPolynomials.EXP_HIGHEST;
import static dev.lanewise.core.math.FloatPolynomials.EXP_LOWEST;
import static dev.lanewise.core.math.FloatPolynomials.LN2_HIGH;
import static dev.lanewise.core.math.FloatPolynomials.LN2_LOW;
import static dev.lanewise.core.math.FloatPolynomials.LN2_REST;
import static dev.lanewise.core.math.FloatPolynomials.LN2_SHORT;
import static dev.lanewise.core.math.FloatPolynomials.LOG2_E;
import static dev.lanewise.core.math.FloatPolynomials.LOG_0;
import static dev.lanewise.core.math.FloatPolynomials.LOG_1;
import static dev.lanewise.core.math.FloatPolynomials.LOG_2;
import static dev.lanewise.core.math.FloatPolynomials.LOG_3;
import static dev.lanewise.core.math.FloatPolynomials.LOG_4;
import static dev.lanewise.core.math.FloatPolynomials.LOG_5;
import static dev.lanewise.core.math.FloatPolynomials.LOG_6;
import static dev.lanewise.core.math.FloatPolynomials.LOG_7;
import static dev.lanewise.core.math.FloatPolynomials.LOG_8;
import static dev.lanewise.core.math.FloatPolynomials.ROUNDER;
import static dev.lanewise.core.math.FloatPolynomials.SQRT_HALF_BITS;
import static dev.lanewise.core.math.FloatPolynomials.TANH_0;
import static dev.lanewise.core.math.FloatPolynomials.TANH_1;
import static dev.lanewise.core.math.FloatPolynomials.TANH_2;
import static dev.lanewise.core.math.FloatPolynomials.TANH_3;
import static dev.lanewise.core.math.FloatPolynomials.TANH_4;
import static dev.lanewise.core.math.FloatPolynomials.TANH_SPLIT;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One register at a time; see {@link HiddenKernels} for the width.
 *
 * <p>The exponential is written out in each of the methods that need it: a helper that C2 leaves
 * out of line would box every vector.
 */
final class VectorElementwise implements ElementwiseKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, S.vectorShape());
  private static final int STEP = S.length();

  /** Bits of {@link dev.lanewise.core.math.FloatPolynomials#ROUNDER}. */
  private static final int ROUNDER_BITS = 0x4b400000;

  private static final int ONE_BITS = 0x3f800000;
  private static final int SIGN_BIT = 0x80000000;

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
    for (int i = 0; i < n; i += STEP) {
      FloatVector sum =
          FloatVector.fromArray(S, y, yAt + i).add(FloatVector.fromArray(S, x, xAt + i));
      sum.intoArray(y, yAt + i);
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
    FloatVector low = FloatVector.broadcast(S, floor);
    FloatVector high = FloatVector.broadcast(S, ceiling);
    for (int i = 0; i < n; i += STEP) {
      FloatVector value =
          FloatVector.fromArray(S, x, xAt + i).add(FloatVector.fromArray(S, z, zAt + i));
      value = value.blend(low, value.compare(VectorOperators.LE, low));
      value.blend(high, value.compare(VectorOperators.GE, high)).intoArray(y, yAt + i);
    }
  }

  @Override
  public void scale(float a, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector.fromArray(S, x, xAt + i).mul(a).intoArray(y, yAt + i);
    }
  }

  @Override
  public void addBias(float value, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector.fromArray(S, y, yAt + i).add(value).intoArray(y, yAt + i);
    }
  }

  @Override
  public void relu(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      value.blend(0f, value.compare(VectorOperators.LE, 0f)).intoArray(y, yAt + i);
    }
  }

  @Override
  public void reluBackward(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    FloatVector zero = FloatVector.zero(S);
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, y, yAt + i);
      zero.blend(FloatVector.fromArray(S, dy, dyAt + i), value.compare(VectorOperators.GT, 0f))
          .intoArray(dx, dxAt + i);
    }
  }

  @Override
  public void clamp(float[] x, int xAt, float[] y, int yAt, int n, float floor, float ceiling) {
    FloatVector low = FloatVector.broadcast(S, floor);
    FloatVector high = FloatVector.broadcast(S, ceiling);
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      value = value.blend(low, value.compare(VectorOperators.LE, low));
      value.blend(high, value.compare(VectorOperators.GE, high)).intoArray(y, yAt + i);
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
    FloatVector zero = FloatVector.zero(S);
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, y, yAt + i);
      zero.blend(
              FloatVector.fromArray(S, dy, dyAt + i),
              value
                  .compare(VectorOperators.GT, floor)
                  .and(value.compare(VectorOperators.LT, ceiling)))
          .intoArray(dx, dxAt + i);
    }
  }

  @Override
  public void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector negative = value.abs().neg();
      // exp(negative), which never exceeds the upper bound
      FloatVector clamped =
          negative.blend(EXP_LOWEST, negative.compare(VectorOperators.LT, EXP_LOWEST));
      FloatVector shifted =
          clamped.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDER));
      FloatVector whole = shifted.sub(ROUNDER);
      FloatVector r = whole.fma(FloatVector.broadcast(S, -LN2_HIGH), clamped);
      r = whole.fma(FloatVector.broadcast(S, -LN2_LOW), r);
      FloatVector q = FloatVector.broadcast(S, EXP_4).fma(r, FloatVector.broadcast(S, EXP_3));
      q = q.fma(r, FloatVector.broadcast(S, EXP_2));
      q = q.fma(r, FloatVector.broadcast(S, EXP_1));
      q = q.fma(r, FloatVector.broadcast(S, EXP_0));
      q = q.fma(r, FloatVector.broadcast(S, 1f));
      q = q.fma(r, FloatVector.broadcast(S, 1f));
      IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
      IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
      IntVector first = half.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS);
      IntVector second = exponent.sub(half).lanewise(VectorOperators.LSHL, 23).add(ONE_BITS);
      FloatVector e = q.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
      FloatVector numerator =
          FloatVector.broadcast(S, 1f).blend(e, value.compare(VectorOperators.LT, 0f));
      numerator.div(e.add(1f)).intoArray(y, yAt + i);
    }
  }

  @Override
  public void sigmoidBackward(
      float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    FloatVector one = FloatVector.broadcast(S, 1f);
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, y, yAt + i);
      FloatVector slope = value.mul(one.sub(value));
      FloatVector.fromArray(S, dy, dyAt + i).mul(slope).intoArray(dx, dxAt + i);
    }
  }

  @Override
  public void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector a = value.abs();
      FloatVector t = a.mul(a);
      FloatVector near = FloatVector.broadcast(S, TANH_4).fma(t, FloatVector.broadcast(S, TANH_3));
      near = near.fma(t, FloatVector.broadcast(S, TANH_2));
      near = near.fma(t, FloatVector.broadcast(S, TANH_1));
      near = near.fma(t, FloatVector.broadcast(S, TANH_0));
      near = a.mul(t).fma(near, a);
      // exp(2a), which never falls below the lower bound
      FloatVector twice = a.add(a);
      FloatVector clamped =
          twice.blend(EXP_HIGHEST, twice.compare(VectorOperators.GT, EXP_HIGHEST));
      FloatVector shifted =
          clamped.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDER));
      FloatVector whole = shifted.sub(ROUNDER);
      FloatVector r = whole.fma(FloatVector.broadcast(S, -LN2_HIGH), clamped);
      r = whole.fma(FloatVector.broadcast(S, -LN2_LOW), r);
      FloatVector q = FloatVector.broadcast(S, EXP_4).fma(r, FloatVector.broadcast(S, EXP_3));
      q = q.fma(r, FloatVector.broadcast(S, EXP_2));
      q = q.fma(r, FloatVector.broadcast(S, EXP_1));
      q = q.fma(r, FloatVector.broadcast(S, EXP_0));
      q = q.fma(r, FloatVector.broadcast(S, 1f));
      q = q.fma(r, FloatVector.broadcast(S, 1f));
      IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
      IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
      IntVector first = half.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS);
      IntVector second = exponent.sub(half).lanewise(VectorOperators.LSHL, 23).add(ONE_BITS);
      FloatVector e = q.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
      FloatVector far =
          FloatVector.broadcast(S, 1f).sub(FloatVector.broadcast(S, 2f).div(e.add(1f)));
      FloatVector magnitude = far.blend(near, a.compare(VectorOperators.LT, TANH_SPLIT));
      IntVector sign = value.reinterpretAsInts().and(SIGN_BIT);
      magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(y, yAt + i);
    }
  }

  @Override
  public void tanhBackward(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    FloatVector one = FloatVector.broadcast(S, 1f);
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, y, yAt + i);
      FloatVector slope = value.neg().fma(value, one);
      FloatVector.fromArray(S, dy, dyAt + i).mul(slope).intoArray(dx, dxAt + i);
    }
  }

  @Override
  public void softmax(
      float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride, int count) {
    for (int i = 0; i < count; i += STEP) {
      FloatVector largest = FloatVector.fromArray(S, x, xAt + i);
      for (int c = 1; c < channels; c++) {
        FloatVector value = FloatVector.fromArray(S, x, xAt + c * xStride + i);
        largest = largest.blend(value, value.compare(VectorOperators.GT, largest));
      }
      FloatVector sum = FloatVector.zero(S);
      for (int c = 0; c < channels; c++) {
        FloatVector value = FloatVector.fromArray(S, x, xAt + c * xStride + i).sub(largest);
        // exp(value), which never exceeds the upper bound
        FloatVector clamped =
            value.blend(EXP_LOWEST, value.compare(VectorOperators.LT, EXP_LOWEST));
        FloatVector shifted =
            clamped.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDER));
        FloatVector whole = shifted.sub(ROUNDER);
        FloatVector r = whole.fma(FloatVector.broadcast(S, -LN2_HIGH), clamped);
        r = whole.fma(FloatVector.broadcast(S, -LN2_LOW), r);
        FloatVector q = FloatVector.broadcast(S, EXP_4).fma(r, FloatVector.broadcast(S, EXP_3));
        q = q.fma(r, FloatVector.broadcast(S, EXP_2));
        q = q.fma(r, FloatVector.broadcast(S, EXP_1));
        q = q.fma(r, FloatVector.broadcast(S, EXP_0));
        q = q.fma(r, FloatVector.broadcast(S, 1f));
        q = q.fma(r, FloatVector.broadcast(S, 1f));
        IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        IntVector first = half.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS);
        IntVector second = exponent.sub(half).lanewise(VectorOperators.LSHL, 23).add(ONE_BITS);
        FloatVector e = q.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
        e.intoArray(y, yAt + c * yStride + i);
        sum = sum.add(e);
      }
      for (int c = 0; c < channels; c++) {
        int at = yAt + c * yStride + i;
        FloatVector.fromArray(S, y, at).div(sum).intoArray(y, at);
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
    for (int i = 0; i < count; i += STEP) {
      FloatVector sum = FloatVector.zero(S);
      for (int c = 0; c < channels; c++) {
        FloatVector gradient = FloatVector.fromArray(S, dy, dyAt + c * dyStride + i);
        sum = gradient.fma(FloatVector.fromArray(S, y, yAt + c * yStride + i), sum);
      }
      for (int c = 0; c < channels; c++) {
        FloatVector gradient = FloatVector.fromArray(S, dy, dyAt + c * dyStride + i);
        FloatVector.fromArray(S, y, yAt + c * yStride + i)
            .mul(gradient.sub(sum))
            .intoArray(dx, dxAt + c * dxStride + i);
      }
    }
  }

  @Override
  public void logSoftmax(
      float[] x, int xAt, int xStride, int channels, float[] y, int yAt, int yStride, int count) {
    for (int i = 0; i < count; i += STEP) {
      FloatVector largest = FloatVector.fromArray(S, x, xAt + i);
      for (int c = 1; c < channels; c++) {
        FloatVector value = FloatVector.fromArray(S, x, xAt + c * xStride + i);
        largest = largest.blend(value, value.compare(VectorOperators.GT, largest));
      }
      FloatVector sum = FloatVector.zero(S);
      for (int c = 0; c < channels; c++) {
        FloatVector distance = FloatVector.fromArray(S, x, xAt + c * xStride + i).sub(largest);
        FloatVector clamped =
            distance.blend(EXP_LOWEST, distance.compare(VectorOperators.LT, EXP_LOWEST));
        FloatVector shifted =
            clamped.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDER));
        FloatVector whole = shifted.sub(ROUNDER);
        FloatVector r = whole.fma(FloatVector.broadcast(S, -LN2_HIGH), clamped);
        r = whole.fma(FloatVector.broadcast(S, -LN2_LOW), r);
        FloatVector q = FloatVector.broadcast(S, EXP_4).fma(r, FloatVector.broadcast(S, EXP_3));
        q = q.fma(r, FloatVector.broadcast(S, EXP_2));
        q = q.fma(r, FloatVector.broadcast(S, EXP_1));
        q = q.fma(r, FloatVector.broadcast(S, EXP_0));
        q = q.fma(r, FloatVector.broadcast(S, 1f));
        q = q.fma(r, FloatVector.broadcast(S, 1f));
        IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        IntVector first = half.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS);
        IntVector second = exponent.sub(half).lanewise(VectorOperators.LSHL, 23).add(ONE_BITS);
        FloatVector e = q.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
        sum = sum.add(e);
      }
      // log(sum), the sum being a normal float from 1 on, or NaN.
      IntVector bits = sum.reinterpretAsInts();
      IntVector power = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
      FloatVector f =
          bits.sub(power.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
      FloatVector scale = power.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
      FloatVector p = FloatVector.broadcast(S, LOG_8).fma(f, FloatVector.broadcast(S, LOG_7));
      p = p.fma(f, FloatVector.broadcast(S, LOG_6));
      p = p.fma(f, FloatVector.broadcast(S, LOG_5));
      p = p.fma(f, FloatVector.broadcast(S, LOG_4));
      p = p.fma(f, FloatVector.broadcast(S, LOG_3));
      p = p.fma(f, FloatVector.broadcast(S, LOG_2));
      p = p.fma(f, FloatVector.broadcast(S, LOG_1));
      p = p.fma(f, FloatVector.broadcast(S, LOG_0));
      FloatVector small = scale.fma(FloatVector.broadcast(S, LN2_REST), f.mul(f).mul(p));
      FloatVector product = scale.mul(LN2_SHORT);
      FloatVector total = product.add(f);
      FloatVector lost = product.sub(total).add(f);
      FloatVector log = total.add(lost.add(small));
      log = log.blend(sum, sum.compare(VectorOperators.NE, sum));
      for (int c = 0; c < channels; c++) {
        FloatVector distance = FloatVector.fromArray(S, x, xAt + c * xStride + i).sub(largest);
        distance.sub(log).intoArray(y, yAt + c * yStride + i);
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
    for (int i = 0; i < count; i += STEP) {
      FloatVector sum = FloatVector.zero(S);
      for (int c = 0; c < channels; c++) {
        sum = sum.add(FloatVector.fromArray(S, dy, dyAt + c * dyStride + i));
      }
      for (int c = 0; c < channels; c++) {
        FloatVector result = FloatVector.fromArray(S, y, yAt + c * yStride + i);
        FloatVector value =
            result.blend(EXP_HIGHEST, result.compare(VectorOperators.GT, EXP_HIGHEST));
        FloatVector clamped =
            value.blend(EXP_LOWEST, value.compare(VectorOperators.LT, EXP_LOWEST));
        FloatVector shifted =
            clamped.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDER));
        FloatVector whole = shifted.sub(ROUNDER);
        FloatVector r = whole.fma(FloatVector.broadcast(S, -LN2_HIGH), clamped);
        r = whole.fma(FloatVector.broadcast(S, -LN2_LOW), r);
        FloatVector q = FloatVector.broadcast(S, EXP_4).fma(r, FloatVector.broadcast(S, EXP_3));
        q = q.fma(r, FloatVector.broadcast(S, EXP_2));
        q = q.fma(r, FloatVector.broadcast(S, EXP_1));
        q = q.fma(r, FloatVector.broadcast(S, EXP_0));
        q = q.fma(r, FloatVector.broadcast(S, 1f));
        q = q.fma(r, FloatVector.broadcast(S, 1f));
        IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        IntVector first = half.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS);
        IntVector second = exponent.sub(half).lanewise(VectorOperators.LSHL, 23).add(ONE_BITS);
        FloatVector e = q.mul(first.reinterpretAsFloats()).mul(second.reinterpretAsFloats());
        e.neg()
            .fma(sum, FloatVector.fromArray(S, dy, dyAt + c * dyStride + i))
            .intoArray(dx, dxAt + c * dxStride + i);
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
    int signedThreshold = threshold ^ SIGN_BIT;
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      IntVector low = IntVector.fromArray(I, keyLow, lane);
      IntVector high = IntVector.fromArray(I, keyHigh, lane);
      for (int i = lane, element = firstElement; i < n; i += Lanes.WIDTH, element++) {
        IntVector h = low.add(element * DropoutHash.STEP);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
        h = h.mul(DropoutHash.MIX_1);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 13));
        h = h.mul(DropoutHash.MIX_2);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16)).add(high);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
        h = h.mul(DropoutHash.MIX_3);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 15));
        h = h.mul(DropoutHash.MIX_4);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
        IntVector kept = FloatVector.fromArray(S, x, xAt + i).mul(scale).reinterpretAsInts();
        // Signed comparison of numbers with the top bit flipped: the unsigned one.
        IntVector flipped = h.lanewise(VectorOperators.XOR, SIGN_BIT);
        kept.blend(0, flipped.compare(VectorOperators.LT, signedThreshold))
            .reinterpretAsFloats()
            .intoArray(y, yAt + i);
      }
    }
  }
}
