package dev.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lanewise.core.math.CounterRandom;
import java.util.Arrays;

/** Comparisons of floats bit by bit, and the arrays to compare. */
public final class Bits {

  /** A NaN that no computation makes: what still has these bits was not written. */
  public static final float UNTOUCHED = Float.intBitsToFloat(0x7fc0dead);

  private Bits() {}

  /** Whether a value still is {@link #UNTOUCHED}. */
  public static boolean isUntouched(float value) {
    return Float.floatToRawIntBits(value) == Float.floatToRawIntBits(UNTOUCHED);
  }

  /** An array of {@link #UNTOUCHED}. */
  public static float[] untouched(int length) {
    float[] values = new float[length];
    Arrays.fill(values, UNTOUCHED);
    return values;
  }

  /** Fails unless both arrays have the same bits; values that f32 can't hold exactly fail, too. */
  public static void assertExact(double[] expected, float[] actual, String what) {
    float[] rounded = new float[expected.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) expected[i];
      if (rounded[i] != expected[i] || Math.abs(expected[i]) > 1 << 24) {
        fail(what + "[" + i + "] is no exact reference: " + expected[i]);
      }
    }
    assertSame(rounded, actual, what);
  }

  /** Fails unless both arrays have the same bits. */
  public static void assertSame(float[] expected, float[] actual, String what) {
    if (expected.length != actual.length) {
      fail(what + ": expected " + expected.length + " values, received " + actual.length);
    }
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToRawIntBits(expected[i]) != Float.floatToRawIntBits(actual[i])) {
        fail(what + "[" + i + "]: expected " + expected[i] + ", received " + actual[i]);
      }
    }
  }

  /** Whole numbers in {@code -bound .. bound}, never -0. */
  public static float[] integers(long key, int length, int bound) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = CounterRandom.below(key, i, 2 * bound + 1) - bound;
    }
    return values;
  }

  /** Standard normal numbers. */
  public static float[] normal(long key, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) CounterRandom.normal(key, i);
    }
    return values;
  }
}
