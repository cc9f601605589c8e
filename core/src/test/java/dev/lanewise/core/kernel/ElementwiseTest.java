package dev.lanewise.core.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Special values; PyTorch's results are the layers' tests' concern. */
class ElementwiseTest {

  static List<Simd> widths() {
    return Widths.ALL;
  }

  @ParameterizedTest
  @MethodSource("widths")
  void reluByHand(Simd simd) {
    float[] x = new float[16];
    x[0] = -1f;
    x[1] = -0f;
    x[2] = 2.5f;
    x[3] = Float.NaN;
    x[4] = Float.NEGATIVE_INFINITY;
    x[5] = Float.POSITIVE_INFINITY;
    float[] y = new float[16];
    simd.elementwise().relu(x, 0, y, 0, 16);
    assertArrayEquals(
        new float[] {0f, 0f, 2.5f, Float.NaN, 0f, Float.POSITIVE_INFINITY}, Arrays.copyOf(y, 6));
    float[] dy = new float[16];
    Arrays.fill(dy, 7f);
    float[] dx = new float[16];
    simd.elementwise().reluBackward(y, 0, dy, 0, dx, 0, 16);
    assertArrayEquals(new float[] {0f, 0f, 7f, 0f, 0f, 7f}, Arrays.copyOf(dx, 6));
  }

  @ParameterizedTest
  @MethodSource("widths")
  void softmaxOfLargeNumbersAddsUpToOne(Simd simd) {
    float[] x = new float[3 * 16];
    Arrays.fill(x, 0, 16, 1e30f);
    Arrays.fill(x, 16, 32, 1e30f);
    Arrays.fill(x, 32, 48, -1e30f);
    simd.elementwise().softmax(x, 0, 16, 3, x, 0, 16, 16);
    for (int i = 0; i < 16; i++) {
      assertEquals(0.5f, x[i]);
      assertEquals(0.5f, x[16 + i]);
      assertEquals(0f, x[32 + i]);
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void softmaxOfInfinitiesIsNaN(Simd simd) {
    float[] x = new float[2 * 16];
    Arrays.fill(x, Float.NEGATIVE_INFINITY);
    simd.elementwise().softmax(x, 0, 16, 2, x, 0, 16, 16);
    for (float value : x) {
      assertTrue(Float.isNaN(value), "minus infinity throughout");
    }
  }
}
