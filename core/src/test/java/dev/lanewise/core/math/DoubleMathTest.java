package dev.lanewise.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DoubleMathTest {

  @Test
  void powersAgreeWithTheLibrary() {
    for (long exponent : new long[] {0, 1, 2, 3, 17, 64, 1001}) {
      for (double base : new double[] {0, 0.5, 0.9, 0.999, 1, 1.25}) {
        double expected = StrictMath.pow(base, exponent);
        double bound = 1e-13 * expected;
        assertEquals(expected, DoubleMath.power(base, exponent), bound, base + "^" + exponent);
        assertEquals(
            expected, DoubleMath.power(base, (double) exponent), bound, base + "^" + exponent);
      }
    }
    assertEquals(StrictMath.pow(0.3, 0.9), DoubleMath.power(0.3, 0.9), 1e-15);
    assertEquals(0, DoubleMath.power(0.0, 0.9));
  }

  @Test
  void cosineAgreesWithTheLibrary() {
    for (int i = -700; i <= 700; i++) {
      double turns = i / 173.0;
      assertEquals(StrictMath.cos(Math.PI * turns), DoubleMath.cosPi(turns), 4e-15, "at " + turns);
    }
  }

  @Test
  void cosineIsExactAtTheQuarters() {
    double[] values = {1, 0, -1, 0};
    for (int i = -9; i <= 9; i++) {
      assertEquals(values[Math.floorMod(i, 4)], DoubleMath.cosPi(0.5 * i) + 0.0, "quarter " + i);
    }
  }
}
