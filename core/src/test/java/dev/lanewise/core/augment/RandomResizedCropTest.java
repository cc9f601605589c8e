package dev.lanewise.core.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomResizedCropTest {

  /** Two channels: the column and the row of each pixel. */
  private static Canvas places(int height, int width) {
    Shape shape = new Shape(2, height, width);
    float[] values = new float[shape.elements()];
    for (int i = 0; i < shape.pixels(); i++) {
      values[i] = i % width;
      values[shape.pixels() + i] = i / width;
    }
    return Canvases.of(shape, values);
  }

  @Test
  void aRectangleOfTheRightAreaAndRatioIsStretched() {
    int height = 21;
    int width = 26;
    RandomResizedCrop crop = new RandomResizedCrop();
    Set<Integer> lefts = new HashSet<>();
    Set<Integer> bottoms = new HashSet<>();
    for (long key = 0; key < 3000; key++) {
      Canvas canvas = places(height, width);
      crop.apply(canvas, CounterRandom.key(5, key));
      float[] values = canvas.values();
      int pixels = height * width;
      // The outermost pixels of the crop are the outermost of the result.
      int left = (int) values[0];
      int right = (int) values[width - 1];
      int top = (int) values[pixels];
      int bottom = (int) values[2 * pixels - 1];
      int cutWidth = right - left + 1;
      int cutHeight = bottom - top + 1;
      assertTrue(left >= 0 && right < width && top >= 0 && bottom < height);
      for (int i = 0; i < pixels; i++) {
        double x = (i % width + 0.5) * cutWidth / width - 0.5;
        double y = (i / width + 0.5) * cutHeight / height - 0.5;
        assertEquals(left + Math.clamp(x, 0.0, cutWidth - 1.0), values[i], 1e-4);
        assertEquals(top + Math.clamp(y, 0.0, cutHeight - 1.0), values[pixels + i], 1e-4);
      }
      // Sides are rounded, by half a pixel each.
      assertTrue((cutHeight + 0.5) * (cutWidth + 0.5) >= 0.08 * pixels);
      assertTrue((cutWidth + 0.5) / (cutHeight - 0.5) >= 0.75);
      assertTrue((cutWidth - 0.5) / (cutHeight + 0.5) <= 4 / 3.0);
      lefts.add(left);
      bottoms.add(bottom);
    }
    assertTrue(lefts.contains(0) && lefts.size() > 15, lefts::toString);
    assertTrue(bottoms.contains(height - 1) && bottoms.size() > 12, bottoms::toString);
  }

  @Test
  void areasKeepTheirRange() {
    RandomResizedCrop crop = new RandomResizedCrop(0.2, 0.3, 1, 1);
    for (long key = 0; key < 300; key++) {
      Canvas canvas = places(30, 30);
      crop.apply(canvas, key);
      int side = (int) (canvas.values()[29] - canvas.values()[0]) + 1;
      assertTrue(side >= 13 && side <= 17, "side " + side);
      assertEquals(side, (int) (canvas.values()[1799] - canvas.values()[900]) + 1);
    }
  }

  @Test
  void theWholeImageStaysAsItIs() {
    Canvas canvas = Canvases.random(new Shape(3, 7, 7), 2);
    float[] before = canvas.values().clone();
    new RandomResizedCrop(1, 1, 1, 1).apply(canvas, 3);
    assertArrayEquals(before, canvas.values());
  }

  @Test
  void whereNothingFitsTheMiddleIsTaken() {
    RandomResizedCrop crop = new RandomResizedCrop().withArea(1, 1);
    Canvas flat = places(1, 8);
    crop.apply(flat, 1);
    assertEquals(3, flat.values()[0]);
    assertEquals(3, flat.values()[7]);
    Canvas tall = places(9, 3);
    crop.apply(tall, 1);
    // 3 columns by 4 rows, from row 2.
    assertEquals(2, tall.values()[27]);
    assertEquals(5, tall.values()[53]);
    assertEquals(0, tall.values()[0]);
    assertEquals(2, tall.values()[2]);
    Canvas square = places(5, 6);
    float[] before = square.values().clone();
    new RandomResizedCrop(1, 1, 1.2, 1.2).apply(square, 1);
    new RandomResizedCrop(0, 0, 0.5, 2).apply(square, 1);
    assertArrayEquals(before, square.values());
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertMessage(
        "The least area of a resized crop must be between 0 and 1. Received: -0.5", -0.5, 1, 1);
    assertMessage(
        "The range of areas of a resized crop must not end before it begins. Received: 0.5 to 0.25",
        0.5,
        0.25,
        1);
    assertMessage(
        "The least ratio of a resized crop must be between 0.001 and 1000. Received: 0", 0.5, 1, 0);
  }

  private static void assertMessage(String message, double least, double most, double ratio) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class, () -> new RandomResizedCrop(least, most, ratio, 2))
            .getMessage());
  }
}
