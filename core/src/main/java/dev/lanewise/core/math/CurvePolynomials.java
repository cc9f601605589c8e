package dev.lanewise.core.math;

/**
 * The constants of {@link CurveMath}'s approximations, for those who follow the same steps in
 * vectors. The coefficients are minimax fits made with Remez's algorithm in forty decimal digits,
 * then rounded to float.
 */
public final class CurvePolynomials {

  /** From here on Phi(-a) is 0 even as a subnormal float. */
  public static final float PHI_HIGHEST = 15f;

  /** k in t = 1 / (1 + k a). */
  public static final float PHI_SLOPE = 0x1.3p-2f;

  /** 1 / sqrt(2 pi): the normal density at 0. */
  public static final float DENSITY_AT_0 = 0x1.988454p-2f;

  /** e^(a^2 / 2) Phi(-a) / t for a up to 14.5, relative error 2^-28.6; last places adjusted. */
  public static final float PHI_0 = 0x1.e52434p-4f;

  /** Coefficient of t. */
  public static final float PHI_1 = 0x1.e468f4p-4f;

  /** Coefficient of t^2. */
  public static final float PHI_2 = 0x1.c2268ap-4f;

  /** Coefficient of t^3. */
  public static final float PHI_3 = 0x1.338584p-4f;

  /** Coefficient of t^4. */
  public static final float PHI_4 = 0x1.b50b8cp-4f;

  /** Coefficient of t^5. */
  public static final float PHI_5 = -0x1.92817p-4f;

  /** Coefficient of t^6. */
  public static final float PHI_6 = 0x1.bec4bep-3f;

  /** Coefficient of t^7. */
  public static final float PHI_7 = -0x1.f12994p-3f;

  /** Coefficient of t^8. */
  public static final float PHI_8 = 0x1.d6df78p-4f;

  /** Coefficient of t^9. */
  public static final float PHI_9 = -0x1.4f647ap-6f;

  /** (log(1 + e) / e - 1) / e for e from 0 to 1; relative error of log 2^-27.7. */
  public static final float LOG1P_1 = -0x1.ffffbep-2f;

  /** Coefficient of e^2. */
  public static final float LOG1P_2 = 0x1.554c82p-2f;

  /** Coefficient of e^3. */
  public static final float LOG1P_3 = -0x1.ff0fb6p-3f;

  /** Coefficient of e^4. */
  public static final float LOG1P_4 = 0x1.92f73ap-3f;

  /** Coefficient of e^5. */
  public static final float LOG1P_5 = -0x1.39768cp-3f;

  /** Coefficient of e^6. */
  public static final float LOG1P_6 = 0x1.b2557ap-4f;

  /** Coefficient of e^7. */
  public static final float LOG1P_7 = -0x1.d29deap-5f;

  /** Coefficient of e^8. */
  public static final float LOG1P_8 = 0x1.453d86p-6f;

  /** Coefficient of e^9. */
  public static final float LOG1P_9 = -0x1.a92c84p-9f;

  /** sin(2 pi q) / q in t = q^2, for q up to a quarter; relative error 2^-27.5. */
  public static final float SINE_0 = 0x1.921fb6p+2f;

  /** Coefficient of t. */
  public static final float SINE_1 = -0x1.4abbc2p+5f;

  /** Coefficient of t^2. */
  public static final float SINE_2 = 0x1.4668bp+6f;

  /** Coefficient of t^3. */
  public static final float SINE_3 = -0x1.324ccap+6f;

  /** Coefficient of t^4. */
  public static final float SINE_4 = 0x1.3daff6p+5f;

  /** 2 sqrt(2 / pi): GELU's tanh form is x sigmoid(v), v = this times (x + 0.044715 x^3). */
  public static final float GELU_1 = 0x1.988454p+0f;

  /** 0.044715 times {@link #GELU_1}. */
  public static final float GELU_3 = 0x1.2444f2p-4f;

  /** Three times {@link #GELU_3}, for the derivative. */
  public static final float GELU_SLOPE_3 = 0x1.b6676cp-3f;

  /** Beyond this the tanh form of GELU is 0 or x, whatever its argument. */
  public static final float GELU_HIGHEST = 16f;

  private CurvePolynomials() {}
}
