package dev.lanewise.core.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class StreamTest {

  static final List<Simd> WIDTHS = Widths.ALL;

  private static float[] random(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void everyValueOfTheRunIsReadAndNoOther(Simd simd) {
    for (int blocks : new int[] {0, 1, 3}) {
      int n = blocks * StreamKernel.BLOCK;
      float[] x = random(n + 24, 5);
      int expected = 0;
      for (int i = 7; i < 7 + n; i++) {
        expected ^= Float.floatToRawIntBits(x[i]);
      }
      assertEquals(expected, simd.stream().read(x, 7, n));
      for (int i = 7; i < 7 + n; i += 5) {
        float kept = x[i];
        x[i] = -kept;
        assertNotEquals(expected, simd.stream().read(x, 7, n), "index " + i);
        x[i] = kept;
      }
    }
  }

  @ParameterizedTest
  @FieldSource("WIDTHS")
  void triadHasTheBitsOfOneRoundingAndStaysInItsRun(Simd simd) {
    for (int blocks : new int[] {0, 1, 3}) {
      int n = blocks * StreamKernel.BLOCK;
      float[] x = random(n + 3, 1);
      float[] z = random(n + 5, 2);
      float[] y = random(n + 20, 3);
      float[] expected = y.clone();
      for (int i = 0; i < n; i++) {
        expected[9 + i] = Math.fma(0.7f, x[2 + i], z[4 + i]);
      }
      simd.stream().triad(0.7f, x, 2, z, 4, y, 9, n);
      assertArrayEquals(bits(expected), bits(y), () -> simd.width() + ", " + n + " values");
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}
