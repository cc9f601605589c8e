package dev.lanewise.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class FloatMathTest {

  /** Prime, so that the scan meets every pattern of low bits. */
  private static final int STRIDE = 251;

  private static final float LARGE = 110f;

  private interface FloatFunction {
    float apply(float x);
  }

  /** Largest error in ulp over every 251st float of one sign, up to {@code last}. */
  private static double worst(
      FloatFunction function, DoubleUnaryOperator exact, float sign, float last) {
    double worst = 0;
    for (int bits = 0; bits <= Float.floatToRawIntBits(last) - STRIDE; bits += STRIDE) {
      float x = Math.copySign(Float.intBitsToFloat(bits), sign);
      double reference = exact.applyAsDouble(x);
      float got = function.apply(x);
      if (Float.isInfinite((float) reference)) {
        assertEquals((float) reference, got, "at " + x);
        continue;
      }
      int exponent = Math.max(Math.getExponent(reference), Float.MIN_EXPONENT);
      worst = Math.max(worst, Math.abs(got - reference) / Math.scalb(1.0, exponent - 23));
      assertTrue(worst < 10, () -> "at " + x + ": " + got + " instead of " + reference);
    }
    return worst;
  }

  private static void assertError(double limit, double worst) {
    assertTrue(worst <= limit, () -> "error of " + worst + " ulp, more than " + limit);
    assertTrue(worst > 0.4, () -> "an error of " + worst + " ulp means that nothing was compared");
  }

  @Test
  void expIsWithinItsError() {
    assertError(0.91, worst(FloatMath::exp, StrictMath::exp, 1f, LARGE));
    assertError(0.91, worst(FloatMath::exp, StrictMath::exp, -1f, LARGE));
  }

  @Test
  void logIsWithinItsError() {
    assertError(0.92, worst(FloatMath::log, StrictMath::log, 1f, Float.MAX_VALUE));
  }

  @Test
  void tanhIsWithinItsErrorAndOdd() {
    assertError(1.57, worst(FloatMath::tanh, StrictMath::tanh, 1f, LARGE));
    for (float x = 0f; x < 10f; x += 0.037f) {
      assertEquals(-FloatMath.tanh(x), FloatMath.tanh(-x));
    }
  }

  @Test
  void sigmoidIsWithinItsError() {
    assertError(2.41, worst(FloatMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), 1f, LARGE));
    assertError(
        2.41,
        worst(FloatMath::sigmoid, x -> StrictMath.exp(x) / (1 + StrictMath.exp(x)), -1f, LARGE));
  }

  @Test
  void specialValues() {
    assertEquals(1f, FloatMath.exp(0f));
    assertEquals(0f, FloatMath.exp(Float.NEGATIVE_INFINITY));
    assertEquals(0f, FloatMath.exp(-Float.MAX_VALUE));
    assertEquals(Float.POSITIVE_INFINITY, FloatMath.exp(Float.POSITIVE_INFINITY));
    assertEquals(Float.POSITIVE_INFINITY, FloatMath.exp(Float.MAX_VALUE));
    assertEquals(Float.NaN, FloatMath.exp(Float.NaN));
    assertEquals(Float.MIN_VALUE, FloatMath.exp(-103.5f), "subnormal results are kept");

    assertEquals(0f, FloatMath.log(1f));
    assertEquals(Float.NEGATIVE_INFINITY, FloatMath.log(0f));
    assertEquals(Float.NEGATIVE_INFINITY, FloatMath.log(-0f));
    assertEquals(Float.NaN, FloatMath.log(-Float.MIN_VALUE));
    assertEquals(Float.NaN, FloatMath.log(Float.NEGATIVE_INFINITY));
    assertEquals(Float.POSITIVE_INFINITY, FloatMath.log(Float.POSITIVE_INFINITY));
    assertEquals(Float.NaN, FloatMath.log(Float.NaN));

    assertEquals(1f, FloatMath.tanh(Float.POSITIVE_INFINITY));
    assertEquals(-1f, FloatMath.tanh(Float.NEGATIVE_INFINITY));
    assertEquals(-0f, FloatMath.tanh(-0f));
    assertEquals(Float.NaN, FloatMath.tanh(Float.NaN));

    assertEquals(0.5f, FloatMath.sigmoid(0f));
    assertEquals(0.5f, FloatMath.sigmoid(-0f));
    assertEquals(1f, FloatMath.sigmoid(Float.POSITIVE_INFINITY));
    assertEquals(0f, FloatMath.sigmoid(Float.NEGATIVE_INFINITY));
    assertEquals(Float.NaN, FloatMath.sigmoid(Float.NaN));
  }
}
