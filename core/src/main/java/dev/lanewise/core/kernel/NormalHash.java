package dev.lanewise.core.kernel;

import dev.lanewise.core.math.CurveMath;
import dev.lanewise.core.math.FloatMath;

/**
 * Standard normal numbers by key and element, so that neither threads nor the grouping of images
 * matter: Box and Muller's transform of two of {@link DropoutHash}'s numbers, each cut to 23 bits,
 * so that the largest is 5.65.
 */
public final class NormalHash {

  /** Bits of 1: with 23 random bits below, a number in [1, 2). */
  static final int ONE_BITS = 0x3f800000;

  private NormalHash() {}

  /** The normal number of an element. */
  public static float of(int keyLow, int keyHigh, int element) {
    int first = DropoutHash.of(keyLow, keyHigh, 2 * element);
    int second = DropoutHash.of(keyLow, keyHigh, 2 * element + 1);
    // In (0, 1], whose logarithm is finite.
    float u = 2f - Float.intBitsToFloat((first >>> 9) | ONE_BITS);
    float radius = (float) Math.sqrt(-2f * FloatMath.log(u));
    float turn = Float.intBitsToFloat((second >>> 9) | ONE_BITS) - 1.5f;
    return radius * CurveMath.sineOfTurns(0.25f - Math.abs(turn));
  }
}
