package dev.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.lanewise.core.math.CounterRandom;
import java.util.Random;

/** Bit-for-bit comparison, and floats that provoke differences. */
public final class Bits {

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    88.7f,
    89f,
    -87.4f,
    -103.9f,
    -104.1f,
    0.55f,
    9.1f
  };

  private Bits() {}

  /** Fails unless both arrays hold the same bits; every NaN equals every other. */
  public static void assertSame(float[] expected, float[] got, String what) {
    assertEquals(expected.length, got.length, what);
    for (int i = 0; i < got.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(got[i])) {
        fail("%s[%d]: expected %s, got %s".formatted(what, i, expected[i], got[i]));
      }
    }
  }

  /** Fails unless both arrays hold the same bits, those of a NaN included. */
  public static void assertIdentical(float[] expected, float[] got, String what) {
    assertEquals(expected.length, got.length, what);
    for (int i = 0; i < got.length; i++) {
      if (Float.floatToRawIntBits(expected[i]) != Float.floatToRawIntBits(got[i])) {
        fail("%s[%d]: expected %s, got %s".formatted(what, i, expected[i], got[i]));
      }
    }
  }

  /** Fails unless both hold the same bits, or if f32 can't be trusted to hold the expected. */
  public static void assertExact(double[] expected, float[] got, String what) {
    float[] rounded = new float[expected.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) expected[i];
      if (rounded[i] != expected[i] || Math.abs(expected[i]) > 1 << 24) {
        fail("%s[%d] is no exact reference: %s".formatted(what, i, expected[i]));
      }
    }
    assertIdentical(rounded, got, what);
  }

  /** Whole numbers in {@code -bound .. bound}, never -0. */
  public static float[] integers(long key, int n, int bound) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = CounterRandom.below(key, i, 2 * bound + 1) - bound;
    }
    return values;
  }

  /** Standard normal numbers. */
  public static float[] normal(long key, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) CounterRandom.normal(key, i);
    }
    return values;
  }

  /** Mostly normal numbers, some of any exponent, some special values. */
  public static float[] wild(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] =
          switch (random.nextInt(8)) {
            case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 1 -> Float.intBitsToFloat(random.nextInt());
            case 2 -> (float) random.nextGaussian() * 50;
            default -> (float) random.nextGaussian() * 2;
          };
    }
    return values;
  }

  /** Whole numbers from -3 to 3: sums are exact, and there are ties. */
  public static float[] integers(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(7) - 3;
    }
    return values;
  }
}
