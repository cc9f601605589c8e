package dev.lanewise.core.kernel;

import static dev.lanewise.core.math.CurvePolynomials.DENSITY_AT_0;
import static dev.lanewise.core.math.CurvePolynomials.GELU_1;
import static dev.lanewise.core.math.CurvePolynomials.GELU_3;
import static dev.lanewise.core.math.CurvePolynomials.GELU_HIGHEST;
import static dev.lanewise.core.math.CurvePolynomials.GELU_SLOPE_3;
import static dev.lanewise.core.math.CurvePolynomials.PHI_0;
import static dev.lanewise.core.math.CurvePolynomials.PHI_1;
import static dev.lanewise.core.math.CurvePolynomials.PHI_2;
import static dev.lanewise.core.math.CurvePolynomials.PHI_3;
import static dev.lanewise.core.math.CurvePolynomials.PHI_4;
import static dev.lanewise.core.math.CurvePolynomials.PHI_5;
import static dev.lanewise.core.math.CurvePolynomials.PHI_6;
import static dev.lanewise.core.math.CurvePolynomials.PHI_7;
import static dev.lanewise.core.math.CurvePolynomials.PHI_8;
import static dev.lanewise.core.math.CurvePolynomials.PHI_9;
import static dev.lanewise.core.math.CurvePolynomials.PHI_HIGHEST;
import static dev.lanewise.core.math.CurvePolynomials.PHI_SLOPE;
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
final class VectorGate implements GateKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int STEP = S.length();

  /** Bits of {@link dev.lanewise.core.math.FloatPolynomials#ROUNDER}. */
  private static final int ROUNDER_BITS = 0x4b400000;

  private static final int ONE_BITS = 0x3f800000;

  @Override
  public void gelu(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector magnitude = value.abs();
      FloatVector a =
          magnitude.blend(PHI_HIGHEST, magnitude.compare(VectorOperators.GT, PHI_HIGHEST));
      FloatVector t =
          FloatVector.broadcast(S, 1f)
              .div(a.fma(FloatVector.broadcast(S, PHI_SLOPE), FloatVector.broadcast(S, 1f)));
      FloatVector p = FloatVector.broadcast(S, PHI_9).fma(t, FloatVector.broadcast(S, PHI_8));
      p = p.fma(t, FloatVector.broadcast(S, PHI_7));
      p = p.fma(t, FloatVector.broadcast(S, PHI_6));
      p = p.fma(t, FloatVector.broadcast(S, PHI_5));
      p = p.fma(t, FloatVector.broadcast(S, PHI_4));
      p = p.fma(t, FloatVector.broadcast(S, PHI_3));
      p = p.fma(t, FloatVector.broadcast(S, PHI_2));
      p = p.fma(t, FloatVector.broadcast(S, PHI_1));
      p = p.fma(t, FloatVector.broadcast(S, PHI_0));
      FloatVector square = a.mul(a);
      FloatVector lost = a.fma(a, square.neg());
      FloatVector down = square.mul(-0.5f);
      FloatVector clamped = down.blend(EXP_LOWEST, down.compare(VectorOperators.LT, EXP_LOWEST));
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
      FloatVector bell = e.fma(lost.mul(-0.5f), e);
      FloatVector tail = bell.mul(p.mul(t));
      FloatVector gate =
          tail.blend(FloatVector.broadcast(S, 1f).sub(tail), value.compare(VectorOperators.GT, 0f));
      value.mul(gate).intoArray(y, yAt + i);
    }
  }

  @Override
  public void geluBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector magnitude = value.abs();
      FloatVector a =
          magnitude.blend(PHI_HIGHEST, magnitude.compare(VectorOperators.GT, PHI_HIGHEST));
      FloatVector t =
          FloatVector.broadcast(S, 1f)
              .div(a.fma(FloatVector.broadcast(S, PHI_SLOPE), FloatVector.broadcast(S, 1f)));
      FloatVector p = FloatVector.broadcast(S, PHI_9).fma(t, FloatVector.broadcast(S, PHI_8));
      p = p.fma(t, FloatVector.broadcast(S, PHI_7));
      p = p.fma(t, FloatVector.broadcast(S, PHI_6));
      p = p.fma(t, FloatVector.broadcast(S, PHI_5));
      p = p.fma(t, FloatVector.broadcast(S, PHI_4));
      p = p.fma(t, FloatVector.broadcast(S, PHI_3));
      p = p.fma(t, FloatVector.broadcast(S, PHI_2));
      p = p.fma(t, FloatVector.broadcast(S, PHI_1));
      p = p.fma(t, FloatVector.broadcast(S, PHI_0));
      FloatVector square = a.mul(a);
      FloatVector lost = a.fma(a, square.neg());
      FloatVector down = square.mul(-0.5f);
      FloatVector clamped = down.blend(EXP_LOWEST, down.compare(VectorOperators.LT, EXP_LOWEST));
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
      FloatVector bell = e.fma(lost.mul(-0.5f), e);
      FloatVector tail = bell.mul(p.mul(t));
      FloatVector gate =
          tail.blend(FloatVector.broadcast(S, 1f).sub(tail), value.compare(VectorOperators.GT, 0f));
      FloatVector slope = value.fma(bell.mul(DENSITY_AT_0), gate);
      FloatVector.fromArray(S, dy, dyAt + i).mul(slope).intoArray(dx, dxAt + i);
    }
  }

  @Override
  public void geluTanh(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector lowered =
          value.blend(GELU_HIGHEST, value.compare(VectorOperators.GT, GELU_HIGHEST));
      FloatVector c =
          lowered.blend(-GELU_HIGHEST, lowered.compare(VectorOperators.LT, -GELU_HIGHEST));
      FloatVector square = c.mul(c);
      FloatVector v =
          c.mul(square.fma(FloatVector.broadcast(S, GELU_3), FloatVector.broadcast(S, GELU_1)));
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
      FloatVector inverse = FloatVector.broadcast(S, 1f).div(e.add(1f));
      FloatVector other = e.mul(inverse);
      VectorMask<Float> below = v.compare(VectorOperators.LT, 0f);
      FloatVector gate = inverse.blend(other, below);
      value.mul(gate).intoArray(y, yAt + i);
    }
  }

  @Override
  public void geluTanhBackward(
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector lowered =
          value.blend(GELU_HIGHEST, value.compare(VectorOperators.GT, GELU_HIGHEST));
      FloatVector c =
          lowered.blend(-GELU_HIGHEST, lowered.compare(VectorOperators.LT, -GELU_HIGHEST));
      FloatVector square = c.mul(c);
      FloatVector v =
          c.mul(square.fma(FloatVector.broadcast(S, GELU_3), FloatVector.broadcast(S, GELU_1)));
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
      FloatVector inverse = FloatVector.broadcast(S, 1f).div(e.add(1f));
      FloatVector other = e.mul(inverse);
      VectorMask<Float> below = v.compare(VectorOperators.LT, 0f);
      FloatVector gate = inverse.blend(other, below);
      FloatVector complement = other.blend(inverse, below);
      FloatVector rise =
          square.fma(FloatVector.broadcast(S, GELU_SLOPE_3), FloatVector.broadcast(S, GELU_1));
      FloatVector slope = gate.mul(c.mul(complement).fma(rise, FloatVector.broadcast(S, 1f)));
      FloatVector.fromArray(S, dy, dyAt + i).mul(slope).intoArray(dx, dxAt + i);
    }
  }

  @Override
  public void silu(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector negative = value.abs().neg();
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
      FloatVector inverse = FloatVector.broadcast(S, 1f).div(e.add(1f));
      FloatVector other = e.mul(inverse);
      VectorMask<Float> below = value.compare(VectorOperators.LT, 0f);
      FloatVector gate = inverse.blend(other, below);
      value.mul(gate).intoArray(y, yAt + i);
    }
  }

  @Override
  public void siluBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector negative = value.abs().neg();
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
      FloatVector inverse = FloatVector.broadcast(S, 1f).div(e.add(1f));
      FloatVector other = e.mul(inverse);
      VectorMask<Float> below = value.compare(VectorOperators.LT, 0f);
      FloatVector gate = inverse.blend(other, below);
      FloatVector complement = other.blend(inverse, below);
      FloatVector slope = gate.mul(value.fma(complement, FloatVector.broadcast(S, 1f)));
      FloatVector.fromArray(S, dy, dyAt + i).mul(slope).intoArray(dx, dxAt + i);
    }
  }

  @Override
  public void mish(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector negative = value.abs().neg();
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
      VectorMask<Float> below = value.compare(VectorOperators.LT, 0f);
      FloatVector twice = e.add(e);
      FloatVector numerator =
          FloatVector.broadcast(S, 2f)
              .fma(e, FloatVector.broadcast(S, 1f))
              .blend(e.fma(e, twice), below);
      FloatVector rest = twice.mul(e).blend(2f, below);
      value.mul(numerator.div(numerator.add(rest))).intoArray(y, yAt + i);
    }
  }

  @Override
  public void mishBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
    for (int i = 0; i < n; i += STEP) {
      FloatVector value = FloatVector.fromArray(S, x, xAt + i);
      FloatVector negative = value.abs().neg();
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
      VectorMask<Float> below = value.compare(VectorOperators.LT, 0f);
      FloatVector twice = e.add(e);
      FloatVector numerator =
          FloatVector.broadcast(S, 2f)
              .fma(e, FloatVector.broadcast(S, 1f))
              .blend(e.fma(e, twice), below);
      FloatVector rest = twice.mul(e).blend(2f, below);
      FloatVector inverse = FloatVector.broadcast(S, 1f).div(numerator.add(rest));
      FloatVector gate = numerator.mul(inverse);
      FloatVector complement = rest.mul(inverse);
      FloatVector sigmoid = FloatVector.broadcast(S, 1f).blend(e, below).div(e.add(1f));
      // 1 - t^2 as (1 - t) (1 + t), the first of which is known without a difference.
      FloatVector both = complement.fma(gate, complement);
      FloatVector slope = value.mul(sigmoid).fma(both, gate);
      FloatVector.fromArray(S, dy, dyAt + i).mul(slope).intoArray(dx, dxAt + i);
    }
  }
}
