package dev.lanewise.core.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DenseProductTest {

  private static final int INPUTS = 19;
  private static final int OUTPUTS = 9;

  /** Results with a stride are those without one, and nothing between them is written. */
  @Test
  void haloesAreLeftAlone() {
    Random random = new Random(3);
    float[] w = new float[INPUTS * OUTPUTS + 16];
    System.arraycopy(Bits.integers(random, INPUTS * OUTPUTS), 0, w, 0, INPUTS * OUTPUTS);
    float[] b = Bits.integers(random, OUTPUTS);
    float[] x = Bits.integers(random, INPUTS * Lanes.WIDTH);
    float[] dy = Bits.integers(random, OUTPUTS * Lanes.WIDTH);
    for (Simd simd : Widths.ALL) {
      DenseProduct plain = new DenseProduct(INPUTS, OUTPUTS, true, simd);
      DenseProduct strided = new DenseProduct(INPUTS, OUTPUTS, true, 48, 80, simd);
      float[] y = new float[OUTPUTS * Lanes.WIDTH];
      float[] dx = new float[INPUTS * Lanes.WIDTH];
      plain.prepare(w, 0, b, 0);
      plain.forward(x, 0, y, 0);
      plain.backwardData(w, 0, dy, 0, dx, 0);
      float[] farY = Poison.floats(16 + OUTPUTS * 48);
      float[] farDx = Poison.floats(32 + INPUTS * 80);
      strided.prepare(w, 0, b, 0);
      strided.forward(x, 0, farY, 16);
      strided.backwardData(w, 0, dy, 0, farDx, 32);
      assertSame(y, farY, 16, 48);
      assertSame(dx, farDx, 32, 80);
      float byHand = b[8];
      for (int i = 0; i < INPUTS; i++) {
        byHand += w[8 * INPUTS + i] * x[i * Lanes.WIDTH + 5];
      }
      assertEquals(byHand, y[8 * Lanes.WIDTH + 5]);
    }
  }

  private static void assertSame(float[] expected, float[] far, int at, int stride) {
    Poison.assertUntouched(far, 0, at);
    for (int row = 0; row < expected.length / Lanes.WIDTH; row++) {
      int from = at + row * stride;
      for (int lane = 0; lane < Lanes.WIDTH; lane++) {
        assertEquals(expected[row * Lanes.WIDTH + lane], far[from + lane]);
      }
      Poison.assertUntouched(far, from + Lanes.WIDTH, from + stride);
    }
  }
}
