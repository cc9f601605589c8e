package dev.lanewise.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.testkit.NaiveActivation;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CurveMathTest {

  /** Prime, so that the scan meets every pattern of low bits. */
  private static final int STRIDE = 251;

  private interface FloatFunction {
    float apply(float x);
  }

  /** Largest error in ulp over every 251st float from 0 to {@code last}, times {@code sign}. */
  private static double worst(
      FloatFunction function, DoubleUnaryOperator exact, float sign, float last) {
    double worst = 0;
    for (int bits = 0; bits <= Float.floatToRawIntBits(last); bits += STRIDE) {
      float x = sign * Float.intBitsToFloat(bits);
      double reference = exact.applyAsDouble(x);
      int exponent = Math.max(Math.getExponent(reference), Float.MIN_EXPONENT);
      double error = Math.abs(function.apply(x) - reference) / Math.scalb(1.0, exponent - 23);
      worst = Math.max(worst, error);
    }
    return worst;
  }

  private static void assertError(double limit, double worst) {
    assertTrue(worst <= limit, () -> "error of " + worst + " ulp, more than " + limit);
    assertTrue(worst > 0.4, () -> "an error of " + worst + " ulp means that nothing was compared");
  }

  @Test
  void expMinusOneIsWithinItsError() {
    assertError(0.95, worst(CurveMath::expMinusOne, StrictMath::expm1, -1f, 110f));
  }

  @Test
  void log1pIsWithinItsError() {
    assertError(1.4, worst(CurveMath::log1p, StrictMath::log1p, 1f, 1f));
  }

  /** Beyond 13 the exponential is subnormal. */
  @Test
  void normalTailIsWithinItsError() {
    assertError(6, worst(CurveMath::normalTail, a -> NaiveActivation.normal(-a), 1f, 12.9f));
  }

  @Test
  void sineIsWithinItsError() {
    DoubleUnaryOperator sine = q -> StrictMath.sin(2 * Math.PI * q);
    assertError(2.8, worst(CurveMath::sineOfTurns, sine, 1f, 0.25f));
    assertError(2.8, worst(CurveMath::sineOfTurns, sine, -1f, 0.25f));
  }

  @Test
  void specialValues() {
    assertEquals(0f, CurveMath.expMinusOne(0f));
    assertEquals(-1f, CurveMath.expMinusOne(Float.NEGATIVE_INFINITY));
    assertEquals(Float.NaN, CurveMath.expMinusOne(Float.NaN));
    assertEquals(-Float.MIN_VALUE, CurveMath.expMinusOne(-Float.MIN_VALUE));
    assertEquals(0f, CurveMath.log1p(0f));
    assertEquals(Float.MIN_VALUE, CurveMath.log1p(Float.MIN_VALUE));
    assertEquals(0f, CurveMath.normalTail(Float.POSITIVE_INFINITY));
    assertEquals(0f, CurveMath.normalTail(Float.MAX_VALUE));
    assertEquals(0.5f, CurveMath.normalTail(0f), Math.ulp(0.5f));
    assertEquals(Float.NaN, CurveMath.normalTail(Float.NaN));
    assertEquals(1f, CurveMath.bell(0f));
    assertEquals(0f, CurveMath.bell(15f));
    assertEquals(0f, CurveMath.sineOfTurns(0f));
    assertEquals(1f, CurveMath.sineOfTurns(0.25f), Math.ulp(1f));
  }
}
