package dev.lanewise.core.math;

import static dev.lanewise.core.math.CurvePolynomials.LOG1P_1;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_2;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_3;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_4;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_5;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_6;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_7;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_8;
import static dev.lanewise.core.math.CurvePolynomials.LOG1P_9;
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
import static dev.lanewise.core.math.CurvePolynomials.SINE_0;
import static dev.lanewise.core.math.CurvePolynomials.SINE_1;
import static dev.lanewise.core.math.CurvePolynomials.SINE_2;
import static dev.lanewise.core.math.CurvePolynomials.SINE_3;
import static dev.lanewise.core.math.CurvePolynomials.SINE_4;
import static dev.lanewise.core.math.FloatPolynomials.EXP_0;
import static dev.lanewise.core.math.FloatPolynomials.EXP_1;
import static dev.lanewise.core.math.FloatPolynomials.EXP_2;
import static dev.lanewise.core.math.FloatPolynomials.EXP_3;
import static dev.lanewise.core.math.FloatPolynomials.EXP_4;
import static dev.lanewise.core.math.FloatPolynomials.LN2_HIGH;
import static dev.lanewise.core.math.FloatPolynomials.LN2_LOW;
import static dev.lanewise.core.math.FloatPolynomials.LOG2_E;
import static dev.lanewise.core.math.FloatPolynomials.ROUNDER;

/**
 * Functions of one float that activations and noise are made of, in the manner of {@link
 * FloatMath}: the same bits on every machine and in every kernel. Errors are in units in the last
 * place of the true result; no larger ones were found among every 61st float of the range.
 */
public final class CurveMath {

  /** Below this e^x - 1 rounds to -1. */
  private static final float LOWEST = -25f;

  /** Bits of {@link FloatPolynomials#ROUNDER}. */
  private static final int ROUNDER_BITS = 0x4b400000;

  private static final int ONE_BITS = 0x3f800000;

  private CurveMath() {}

  /**
   * e^x - 1 for x up to 0. Largest error 0.95 ulp, for tiny arguments too.
   *
   * @param x at most 0, or NaN
   */
  public static float expMinusOne(float x) {
    float clamped = x < LOWEST ? LOWEST : x;
    float shifted = Math.fma(clamped, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_HIGH, clamped);
    r = Math.fma(n, -LN2_LOW, r);
    float q = Math.fma(EXP_4, r, EXP_3);
    q = Math.fma(q, r, EXP_2);
    q = Math.fma(q, r, EXP_1);
    q = Math.fma(q, r, EXP_0);
    // 2^n (e^r - 1) + (2^n - 1): where n is 0 nothing cancels.
    float near = Math.fma(r * r, q, r);
    int exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
    float power = Float.intBitsToFloat((exponent << 23) + ONE_BITS);
    return Math.fma(power, near, power - 1f);
  }

  /**
   * log(1 + e) for e from 0 to 1. Largest error 1.4 ulp.
   *
   * @param e from 0 to 1, or NaN
   */
  public static float log1p(float e) {
    float p = Math.fma(LOG1P_9, e, LOG1P_8);
    p = Math.fma(p, e, LOG1P_7);
    p = Math.fma(p, e, LOG1P_6);
    p = Math.fma(p, e, LOG1P_5);
    p = Math.fma(p, e, LOG1P_4);
    p = Math.fma(p, e, LOG1P_3);
    p = Math.fma(p, e, LOG1P_2);
    p = Math.fma(p, e, LOG1P_1);
    return Math.fma(e * p, e, e);
  }

  /**
   * Phi(-a), the share of a standard normal distribution below -a: erfc(a / sqrt 2) / 2. Largest
   * error 6 ulp down to the smallest normal float. It is e^(-a^2 / 2), whose argument's rounding
   * error is made up for, times a polynomial in 1 / (1 + k a).
   *
   * @param a at least 0, or NaN
   */
  public static float normalTail(float a) {
    float clamped = a > PHI_HIGHEST ? PHI_HIGHEST : a;
    float t = 1f / Math.fma(PHI_SLOPE, clamped, 1f);
    float p = Math.fma(PHI_9, t, PHI_8);
    p = Math.fma(p, t, PHI_7);
    p = Math.fma(p, t, PHI_6);
    p = Math.fma(p, t, PHI_5);
    p = Math.fma(p, t, PHI_4);
    p = Math.fma(p, t, PHI_3);
    p = Math.fma(p, t, PHI_2);
    p = Math.fma(p, t, PHI_1);
    p = Math.fma(p, t, PHI_0);
    return bell(clamped) * (p * t);
  }

  /**
   * e^(-a^2 / 2): the normal density but for its factor.
   *
   * @param a from 0 to {@link CurvePolynomials#PHI_HIGHEST}, or NaN
   */
  public static float bell(float a) {
    float square = a * a;
    float lost = Math.fma(a, a, -square);
    float e = FloatMath.exp(-0.5f * square);
    return Math.fma(e, -0.5f * lost, e);
  }

  /**
   * sin(2 pi q). Largest error 2.8 ulp.
   *
   * @param q in turns, from -1/4 to 1/4
   */
  public static float sineOfTurns(float q) {
    float t = q * q;
    float p = Math.fma(SINE_4, t, SINE_3);
    p = Math.fma(p, t, SINE_2);
    p = Math.fma(p, t, SINE_1);
    p = Math.fma(p, t, SINE_0);
    return q * p;
  }
}
