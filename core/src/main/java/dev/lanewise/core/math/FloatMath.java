package dev.lanewise.core.math;

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

/**
 * Functions of one float, made of IEEE additions, multiplications, divisions, fused multiply-adds
 * and bit operations in a fixed order: the same bits on every machine and in every kernel.
 *
 * <p>Errors are in units in the last place of the true result, the largest ones measured over all
 * floats.
 */
public final class FloatMath {

  /** 1.5 * 2^23 as bits: subtracted from a rounded float's bits, it leaves the integer. */
  private static final int ROUNDER_BITS = 0x4b400000;

  private static final int ONE_BITS = 0x3f800000;

  private FloatMath() {}

  /**
   * e^x. Largest error 0.91 ulp. Subnormal results are rounded properly, not flushed; beyond them
   * come 0 and infinity.
   */
  public static float exp(float x) {
    float clamped = x > EXP_HIGHEST ? EXP_HIGHEST : x;
    clamped = clamped < EXP_LOWEST ? EXP_LOWEST : clamped;
    float shifted = Math.fma(clamped, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_HIGH, clamped);
    r = Math.fma(n, -LN2_LOW, r);
    float q = Math.fma(EXP_4, r, EXP_3);
    q = Math.fma(q, r, EXP_2);
    q = Math.fma(q, r, EXP_1);
    q = Math.fma(q, r, EXP_0);
    q = Math.fma(q, r, 1f);
    float p = Math.fma(q, r, 1f);
    // 2^n in two factors, because n = -150 and n = 128 have no float of their own.
    int exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
    int half = exponent >> 1;
    float first = Float.intBitsToFloat((half << 23) + ONE_BITS);
    float second = Float.intBitsToFloat(((exponent - half) << 23) + ONE_BITS);
    return p * first * second;
  }

  /**
   * The natural logarithm. Largest error 0.92 ulp. Minus infinity at 0, NaN below; subnormal
   * arguments are taken as they are.
   */
  public static float log(float x) {
    if (!(x > 0f) || x == Float.POSITIVE_INFINITY) {
      return x == 0f ? Float.NEGATIVE_INFINITY : x < 0f ? Float.NaN : x;
    }
    boolean subnormal = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(subnormal ? x * 0x1p23f : x);
    int exponent = (bits - SQRT_HALF_BITS) >> 23;
    float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
    float e = subnormal ? exponent - 23 : exponent;
    float q = Math.fma(LOG_8, f, LOG_7);
    q = Math.fma(q, f, LOG_6);
    q = Math.fma(q, f, LOG_5);
    q = Math.fma(q, f, LOG_4);
    q = Math.fma(q, f, LOG_3);
    q = Math.fma(q, f, LOG_2);
    q = Math.fma(q, f, LOG_1);
    q = Math.fma(q, f, LOG_0);
    float small = Math.fma(e, LN2_REST, f * f * q);
    // e * LN2_SHORT + f with the sum's own rounding error carried along.
    float product = e * LN2_SHORT;
    float sum = product + f;
    float lost = (product - sum) + f;
    return sum + (lost + small);
  }

  /** The hyperbolic tangent. Largest error 1.57 ulp; exactly odd. */
  public static float tanh(float x) {
    float a = Math.abs(x);
    float t = a * a;
    float q = Math.fma(TANH_4, t, TANH_3);
    q = Math.fma(q, t, TANH_2);
    q = Math.fma(q, t, TANH_1);
    q = Math.fma(q, t, TANH_0);
    float near = Math.fma(a * t, q, a);
    float far = 1f - 2f / (exp(a + a) + 1f);
    float magnitude = a < TANH_SPLIT ? near : far;
    int sign = Float.floatToRawIntBits(x) & 0x80000000;
    return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | sign);
  }

  /**
   * The logistic function 1 / (1 + e^-x). Largest error 2.41 ulp: e^-|x| is what is computed, so
   * that nothing overflows and small results keep their digits.
   */
  public static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    float numerator = x < 0f ? e : 1f;
    return numerator / (e + 1f);
  }
}
