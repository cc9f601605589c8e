package dev.lanewise.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/** Arrays full of one recognisable NaN: who reads it spoils the result, who leaves it is found. */
public final class Poison {

  private static final int BITS = 0x7fcdead5;

  /** The poison itself. */
  public static final float VALUE = Float.intBitsToFloat(BITS);

  private Poison() {}

  /** An array of {@code n} poisoned floats. */
  public static float[] floats(int n) {
    float[] array = new float[n];
    fill(array);
    return array;
  }

  /** Poisons all of an array. */
  public static void fill(float[] array) {
    Arrays.fill(array, Float.intBitsToFloat(BITS));
  }

  /** Whether this float still is the poison, and not another NaN. */
  public static boolean is(float value) {
    return Float.floatToRawIntBits(value) == BITS;
  }

  /** Fails unless {@code array[from .. to - 1]} has been overwritten throughout. */
  public static void assertOverwritten(float[] array, int from, int to) {
    for (int i = from; i < to; i++) {
      if (is(array[i])) {
        fail("Element " + i + " was not written");
      }
    }
  }

  /** Fails unless {@code array[from .. to - 1]} is as it was. */
  public static void assertUntouched(float[] array, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!is(array[i])) {
        fail("Element " + i + " was written: " + array[i]);
      }
    }
  }

  /**
   * Fails unless all inner pixels of the lane group at {@code at} have been overwritten and all
   * else in the array, the halo included, is as it was.
   */
  public static void assertOnlyInnerWritten(float[] array, int at, LaneLayout layout) {
    boolean[] inner = new boolean[array.length];
    for (int c = 0; c < layout.shape().channels(); c++) {
      for (int y = 0; y < layout.shape().height(); y++) {
        int from = at + layout.offset(c, y, 0);
        Arrays.fill(inner, from, from + layout.shape().width() * Lanes.WIDTH, true);
      }
    }
    for (int i = 0; i < array.length; i++) {
      if (inner[i] == is(array[i])) {
        fail("Element " + i + (inner[i] ? " was not written" : " was written: " + array[i]));
      }
    }
  }
}
