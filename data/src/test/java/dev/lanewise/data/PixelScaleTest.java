package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PixelScaleTest {

  @Test
  void factoriesGiveTheirFormulas() {
    for (int b = 0; b < 256; b++) {
      assertEquals(b / 255f, PixelScale.unit().value(2, b));
      assertEquals((float) (b / 255.0 - 0.5), PixelScale.centered().value(0, b), 1e-7f);
      assertEquals((float) (b / 127.5 - 1), PixelScale.signed().value(0, b), 1e-7f);
    }
    assertEquals(-1f, PixelScale.signed().value(0, 0));
    assertEquals(1f, PixelScale.signed().value(0, 255));
    assertEquals(0.5f, PixelScale.centered().value(0, 255));
  }

  @Test
  void standardisedWorksPerChannel() {
    PixelScale scale = PixelScale.standardised(new double[] {0.5, 0.25}, new double[] {0.125, 0.5});
    assertEquals(4f, scale.value(0, 255), 1e-6f);
    assertEquals(-4f, scale.value(0, 0), 1e-6f);
    assertEquals(1.5f, scale.value(1, 255), 1e-6f);
    assertEquals(scale.value(1, 77), scale.channel(1).value(0, 77));
    assertEquals(2, scale.channels());
  }

  @Test
  void keepsItsOwnCopies() {
    double[] factors = {1};
    PixelScale scale = new PixelScale(factors, new double[] {0});
    factors[0] = 5;
    scale.scale()[0] = 6;
    assertEquals(7f, scale.value(0, 7));
    assertEquals(scale, new PixelScale(new double[] {1}, new double[] {0}));
    assertEquals(scale.hashCode(), new PixelScale(new double[] {1}, new double[] {0}).hashCode());
    assertNotEquals(scale, PixelScale.unit());
    assertEquals("byte * [1.0] + [0.0]", scale.toString());
  }

  @Test
  void refusesBadNumbers() {
    assertMessage(
        "A pixel scale needs as many shifts as factors, at least one. Received: 2 factors, 1"
            + " shifts",
        () -> new PixelScale(new double[2], new double[1]));
    assertMessage(
        "The numbers of a pixel scale must be finite. Received: channel 1, factor NaN, shift 0.0",
        () -> new PixelScale(new double[] {1, Double.NaN}, new double[2]));
    assertMessage(
        "A standard deviation must be above 0. Received: 0.0 for channel 0",
        () -> PixelScale.standardised(new double[1], new double[1]));
    assertMessage(
        "Means and standard deviations must be as many. Received: 1 means, 3 deviations",
        () -> PixelScale.standardised(new double[1], new double[3]));
  }

  private static void assertMessage(
      String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
