package dev.lanewise.core.kernel;

import static dev.lanewise.core.math.CurvePolynomials.LOG1P_1;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_2;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_3;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_4;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_5;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_6;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_7;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_8;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_9;
import static dev.lanewise.core.math.FloatPolynomials.EXP_0;
import static dev.lanewise.core.math.FloatPolynomials.EXP_1;
import static dev.lanewise.core.math.FloatPolynomials.EXP_2;
import static dev.lanewise.core.math.FloatPolynomials.EXP_3;
import static dev.lanewise.core.math.FloatPolynomials.EXP_4;
import static dev.lanewise.core.math.FloatPolynomials.EXP_LOWEST;
import static dev.lanewise.core.math.FloatPolynomials.LN2_HIGH;
import static dev.lanewise.core.math.FloatPolynomials.LN2_LOW;
import static dev.lanewise.core.math.FloatPolynomials.LOG2_E;
import static dev.lanewise.core.math.FloatPolynomials.ROUNDER;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One register at a time; see {@link HiddenKernels} for the width. The exponential is written out
 * in each method that needs it: a helper that C2 leaves out of line would box every vector.
 */
final class VectorActivation implements ActivationKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int STEP = S.length();

  /** Bits of {@link dev.lanewise.core.math.FloatPolynomials#ROUNDER}. */
  private static final int ROUNDER_BITS = 0x4b400000;

  private static final int ONE_BITS = 0x3f800000;

  /** Below this e^x - 1 rounds to -1. */
  private static final float LOWEST = -25f;

  private static final float SIXTH = 1f / 6f;
  private static final float THIRD = 1f / 3f;

  @Override
  public void leakyRelu(float slope, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      value.mul(slope).blend(value, value.compare(VectorOperators.GT, 0f)).intoArray(y, yAt + i);
    }
  }

  @Override
  public void leakyReluBackward(
      float slope, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector gradient = FloatVector.fromArray(S, dy, dyAt + i);
      gradient
          .mul(slope)
          .blend(gradient, value.compare(VectorOperators.GT, 0f))
          .intoArray(dx, dxAt + i);
    }
  }

  @Override
  public void slopeGradient(
      float[] x, int xAt, float[] dy, int dyAt, int n, float[] sums, int sumsAt) {
    for (int lane = 0; lane < Lanes.WIDTH; lane += STEP) {
      FloatVector sum = FloatVector.fromArray(S, sums, sumsAt + lane);
      for (int i = lane; i < n; i += Lanes.WIDTH) {
        FloatVector value = FloatVector.fromArray(S, x, xAt + i);
        FloatVector next = value.fma(FloatVector.fromArray(S, dy, dyAt + i), sum);
        sum = next.blend(sum, value.compare(VectorOperators.GT, 0f));
      }
      sum.intoArray(sums, sumsAt + lane);
    }
  }

  @Override
  public void elu(
      float scale, float inner, float negative, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      VectorMask<Float> below = value.compare(VectorOperators.LE, 0f);
      FloatVector v = FloatVector.zero(S).blend(value.mul(inner), below);
      FloatVector clamped = v.blend(LOWEST, v.compare(VectorOperators.LT, LOWEST));
      FloatVector shifted =
          clamped.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDER));
      FloatVector whole = shifted.sub(ROUNDER);
      FloatVector r = whole.fma(FloatVector.broadcast(S, -LN2_HIGH), clamped);
      r = whole.fma(FloatVector.broadcast(S, -LN2_LOW), r);
      FloatVector q = FloatVector.broadcast(S, EXP_4).fma(r, FloatVector.broadcast(S, EXP_3));
      q = q.fma(r, FloatVector.broadcast(S, EXP_2));
      q = q.fma(r, FloatVector.broadcast(S, EXP_1));
      q = q.fma(r, FloatVector.broadcast(S, EXP_0));
      FloatVector near = r.mul(r).fma(q, r);
      IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
      FloatVector power =
          exponent.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
      FloatVector curve = power.fma(near, power.sub(1f)).mul(negative);
      value.mul(scale).blend(curve, below).intoArray(y, yAt + i);
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
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      VectorMask<Float> below = value.compare(VectorOperators.LE, 0f);
      FloatVector v = FloatVector.zero(S).blend(value.mul(inner), below);
      FloatVector clamped = v.blend(EXP_LOWEST, v.compare(VectorOperators.LT, EXP_LOWEST));
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
      FloatVector slope = FloatVector.broadcast(S, scale).blend(e.mul(steepest), below);
      FloatVector.fromArray(S, dy, dyAt + i).mul(slope).intoArray(dx, dxAt + i);
    }
  }

  @Override
  public void hardSigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector up = value.add(3f);
      FloatVector raised = up.blend(0f, up.compare(VectorOperators.LT, 0f));
      FloatVector gate = raised.blend(6f, raised.compare(VectorOperators.GT, 6f)).mul(SIXTH);
      gate.intoArray(y, yAt + i);
    }
  }

  @Override
  public void hardSigmoidBackward(
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      VectorMask<Float> inside =
          value.compare(VectorOperators.GT, -3f).and(value.compare(VectorOperators.LT, 3f));
      FloatVector slope = FloatVector.fromArray(S, dy, dyAt + i).mul(SIXTH);
      FloatVector.zero(S).blend(slope, inside).intoArray(dx, dxAt + i);
    }
  }

  @Override
  public void hardSwish(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector up = value.add(3f);
      FloatVector raised = up.blend(0f, up.compare(VectorOperators.LT, 0f));
      FloatVector gate = raised.blend(6f, raised.compare(VectorOperators.GT, 6f)).mul(SIXTH);
      value.mul(gate).intoArray(y, yAt + i);
    }
  }

  @Override
  public void hardSwishBackward(
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector gradient = FloatVector.fromArray(S, dy, dyAt + i);
      FloatVector slope =
          value.fma(FloatVector.broadcast(S, THIRD), FloatVector.broadcast(S, 0.5f));
      FloatVector inner =
          gradient.blend(gradient.mul(slope), value.compare(VectorOperators.LE, 3f));
      inner.blend(0f, value.compare(VectorOperators.LT, -3f)).intoArray(dx, dxAt + i);
    }
  }

  @Override
  public void softplus(float beta, float threshold, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector v = value.mul(beta);
      FloatVector negative = v.abs().neg();
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
      FloatVector p = FloatVector.broadcast(S, LOG1P_9).fma(e, FloatVector.broadcast(S, LOG1P_8));
      p = p.fma(e, FloatVector.broadcast(S, LOG1P_7));
      p = p.fma(e, FloatVector.broadcast(S, LOG1P_6));
      p = p.fma(e, FloatVector.broadcast(S, LOG1P_5));
      p = p.fma(e, FloatVector.broadcast(S, LOG1P_4));
      p = p.fma(e, FloatVector.broadcast(S, LOG1P_3));
      p = p.fma(e, FloatVector.broadcast(S, LOG1P_2));
      p = p.fma(e, FloatVector.broadcast(S, LOG1P_1));
      FloatVector positive = FloatVector.zero(S).blend(v, v.compare(VectorOperators.GT, 0f));
      FloatVector sum = positive.add(e.mul(p).fma(e, e)).div(beta);
      sum.blend(value, v.compare(VectorOperators.GT, threshold)).intoArray(y, yAt + i);
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
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector v = value.mul(beta);
      FloatVector negative = v.abs().neg();
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
          FloatVector.broadcast(S, 1f).blend(e, v.compare(VectorOperators.LT, 0f));
      FloatVector gradient = FloatVector.fromArray(S, dy, dyAt + i);
      FloatVector slope = numerator.div(e.add(1f));
      gradient
          .mul(slope)
          .blend(gradient, v.compare(VectorOperators.GT, threshold))
          .intoArray(dx, dxAt + i);
    }
  }
}
