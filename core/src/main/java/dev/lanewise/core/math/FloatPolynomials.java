package dev.lanewise.core.math;

/**
 * The constants of {@link FloatMath}'s approximations, for those who follow the same steps in
 * vectors. The coefficients are minimax fits made with Remez's algorithm in fifty decimal digits,
 * then rounded to float.
 */
public final class FloatPolynomials {

  /** Above this (and so at infinity) e^x overflows a float. */
  public static final float EXP_HIGHEST = 89f;

  /** Below this (and so at minus infinity) e^x rounds to 0 even as a subnormal float. */
  public static final float EXP_LOWEST = -104f;

  /** 1 / ln 2. */
  public static final float LOG2_E = 0x1.715476p+0f;

  /** 1.5 * 2^23: added to a small float, it leaves the nearest integer in the last bits. */
  public static final float ROUNDER = 0x1.8p+23f;

  /** ln 2 rounded to float; n times it, within one fused multiply-add, leaves x - n ln 2 exact. */
  public static final float LN2_HIGH = 0x1.62e43p-1f;

  /** ln 2 less {@link #LN2_HIGH}. */
  public static final float LN2_LOW = -0x1.05c61p-29f;

  /** (e^r - 1 - r) / r^2 for |r| up to ln 2 / 2; relative error of e^r 2^-28.2. */
  public static final float EXP_0 = 0x1.fffffcp-2f;

  /** Coefficient of r. */
  public static final float EXP_1 = 0x1.55549p-3f;

  /** Coefficient of r^2. */
  public static final float EXP_2 = 0x1.5558f8p-5f;

  /** Coefficient of r^3. */
  public static final float EXP_3 = 0x1.123b02p-7f;

  /** Coefficient of r^4. */
  public static final float EXP_4 = 0x1.6a2256p-10f;

  /** Below this, tanh is its polynomial; from here on it is 1 - 2 / (e^2x + 1). */
  public static final float TANH_SPLIT = 0.55f;

  /** (tanh(x) - x) / x^3 in t = x^2, for x up to {@link #TANH_SPLIT}; relative error 2^-29.9. */
  public static final float TANH_0 = -0x1.55554cp-2f;

  /** Coefficient of t. */
  public static final float TANH_1 = 0x1.110d3cp-3f;

  /** Coefficient of t^2. */
  public static final float TANH_2 = -0x1.b92bbap-5f;

  /** Coefficient of t^3. */
  public static final float TANH_3 = 0x1.595688p-6f;

  /** Coefficient of t^4. */
  public static final float TANH_4 = -0x1.9bba6cp-8f;

  /** Bits of sqrt(1/2): mantissas of log lie from here to sqrt(2). */
  public static final int SQRT_HALF_BITS = 0x3f3504f3;

  /** ln 2 cut after 17 bits, so that its product with any exponent is exact. */
  public static final float LN2_SHORT = 0x1.62e4p-1f;

  /** ln 2 less {@link #LN2_SHORT}. */
  public static final float LN2_REST = 0x1.7f7d1cp-20f;

  /**
   * (log(1 + f) - f) / f^2 for f in [sqrt(1/2) - 1, sqrt(2) - 1]; relative error of log 2^-27.8.
   */
  public static final float LOG_0 = -0x1.fffff8p-2f;

  /** Coefficient of f. */
  public static final float LOG_1 = 0x1.555544p-2f;

  /** Coefficient of f^2. */
  public static final float LOG_2 = -0x1.0003fep-2f;

  /** Coefficient of f^3. */
  public static final float LOG_3 = 0x1.99a96ap-3f;

  /** Coefficient of f^4. */
  public static final float LOG_4 = -0x1.543244p-3f;

  /** Coefficient of f^5. */
  public static final float LOG_5 = 0x1.22115ep-3f;

  /** Coefficient of f^6. */
  public static final float LOG_6 = -0x1.0e842p-3f;

  /** Coefficient of f^7. */
  public static final float LOG_7 = 0x1.0a56c6p-3f;

  /** Coefficient of f^8. */
  public static final float LOG_8 = -0x1.407218p-4f;

  private FloatPolynomials() {}
}
