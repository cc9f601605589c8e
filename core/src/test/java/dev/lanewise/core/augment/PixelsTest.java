package dev.lanewise.core.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;
import java.awt.Color;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Colours, erasing and cutout. */
class PixelsTest {

  private static double factor(long key, int which, double amount) {
    double least = Math.max(0, 1 - amount);
    return least + (1 + amount - least) * CounterRandom.uniform(key, 1 + which);
  }

  private static double grey(double[] image, int pixels, int p) {
    return image.length == pixels
        ? image[p]
        : 0.2989 * image[p] + 0.587 * image[pixels + p] + 0.114 * image[2 * pixels + p];
  }

  private static void twin(double[] image, int pixels, int which, double factor) {
    double mean = 0;
    for (int p = 0; p < pixels; p++) {
      mean += grey(image, pixels, p) / pixels;
    }
    double[] greys = new double[pixels];
    for (int p = 0; p < pixels; p++) {
      greys[p] = grey(image, pixels, p);
    }
    for (int i = 0; i < image.length; i++) {
      double other = which == 0 ? 0 : which == 1 ? mean : greys[i % pixels];
      image[i] = Math.clamp(factor * image[i] + (1 - factor) * other, 0.0, 255.0);
    }
  }

  @Test
  void colourJitterIsTorchvisions() {
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 2, 0}, {1, 0, 2}, {2, 0, 1}, {2, 1, 0}};
    Set<Integer> seen = new HashSet<>();
    for (Shape shape : new Shape[] {new Shape(3, 5, 3), new Shape(1, 7, 1)}) {
      for (long key = 0; key < 60; key++) {
        Canvas canvas = Canvases.random(shape, key);
        double[] expected = new double[shape.elements()];
        for (int i = 0; i < expected.length; i++) {
          expected[i] = canvas.values()[i];
        }
        int order = CounterRandom.below(key, 0, 6);
        seen.add(order);
        double[] amounts = {0.4, 0.7, 1.5};
        for (int which : orders[order]) {
          twin(expected, shape.pixels(), which, factor(key, which, amounts[which]));
        }
        new ColorJitter(0.4, 0.7, 1.5).apply(canvas, key);
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], canvas.values()[i], 1e-3);
        }
      }
    }
    assertEquals(6, seen.size());
  }

  @Test
  void hueIsTurnedAsTheJdkTurnsIt() {
    Shape shape = new Shape(3, 5, 3);
    int pixels = shape.pixels();
    int turned = 0;
    for (long key = 0; key < 40; key++) {
      Canvas canvas = Canvases.random(shape, key);
      float[] values = canvas.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(values[i]);
      }
      // One grey pixel, which has no hue, and one of two equal channels.
      values[pixels] = values[2 * pixels] = values[0];
      values[pixels + 1] = values[1];
      float[] before = values.clone();
      double share = -0.4 + 0.8 * CounterRandom.uniform(key, 5);
      new ColorJitter(0, 0, 0, 0.4).apply(canvas, key);
      for (int p = 0; p < pixels; p++) {
        float[] hsb =
            Color.RGBtoHSB(
                (int) before[p], (int) before[pixels + p], (int) before[2 * pixels + p], null);
        Color expected = Color.getHSBColor((float) (hsb[0] + share), hsb[1], hsb[2]);
        // The JDK rounds to bytes.
        assertEquals(expected.getRed(), canvas.values()[p], 0.51);
        assertEquals(expected.getGreen(), canvas.values()[pixels + p], 0.51);
        assertEquals(expected.getBlue(), canvas.values()[2 * pixels + p], 0.51);
      }
      if (!Arrays.equals(before, canvas.values())) {
        turned++;
      }
    }
    assertEquals(40, turned);
  }

  @Test
  void hueHasItsPlaceAmongTheOthers() {
    Shape shape = new Shape(3, 3, 5);
    Set<Integer> seen = new HashSet<>();
    for (long key = 0; key < 30; key++) {
      Canvas all = Canvases.random(shape, key);
      new ColorJitter(0, 0, 1.5, 0.3).apply(all, key);
      Canvas hueFirst = Canvases.random(shape, key);
      new ColorJitter(0, 0, 0, 0.3).apply(hueFirst, key);
      new ColorJitter(0, 0, 1.5).apply(hueFirst, key);
      Canvas hueLast = Canvases.random(shape, key);
      new ColorJitter(0, 0, 1.5).apply(hueLast, key);
      new ColorJitter(0, 0, 0, 0.3).apply(hueLast, key);
      boolean first = Arrays.equals(all.values(), hueFirst.values());
      boolean last = Arrays.equals(all.values(), hueLast.values());
      assertTrue(first || last, "key " + key);
      if (first != last) {
        seen.add(first ? 0 : 1);
      }
    }
    assertEquals(2, seen.size());
    Canvas grey = Canvases.random(new Shape(1, 4, 4), 1);
    float[] before = grey.values().clone();
    new ColorJitter(0, 0, 0, 0.5).apply(grey, 4);
    assertArrayEquals(before, grey.values());
  }

  @Test
  void anAmountOfNothingChangesNothing() {
    Canvas canvas = Canvases.random(new Shape(3, 4, 4), 1);
    float[] before = canvas.values().clone();
    new ColorJitter(0, 0, 0).apply(canvas, 4);
    assertArrayEquals(before, canvas.values());
  }

  @Test
  void aCutoutIsASquareWithinTheImage() {
    Shape shape = new Shape(2, 6, 9);
    Cutout cutout = new Cutout(3);
    for (long key = 0; key < 200; key++) {
      Canvas canvas = Canvases.counting(shape);
      cutout.apply(canvas, key);
      int top = CounterRandom.below(key, 0, 6) - 1;
      int left = CounterRandom.below(key, 1, 9) - 1;
      for (int i = 0; i < shape.elements(); i++) {
        int y = i / 9 % 6;
        int x = i % 9;
        boolean covered = y >= top && y < top + 3 && x >= left && x < left + 3;
        assertEquals(covered ? 100 : i + 1, canvas.values()[i]);
      }
    }
  }

  @Test
  void erasingCoversARectangleOfTheRightAreaAndRatio() {
    Shape shape = new Shape(1, 40, 50);
    RandomErasing erasing = new RandomErasing().withFill(Fill.of(1));
    int erased = 0;
    for (long key = 0; key < 4000; key++) {
      Canvas canvas = Canvases.of(shape, new float[shape.elements()]);
      erasing.apply(canvas, CounterRandom.key(3, key));
      int top = 40;
      int left = 50;
      int bottom = 0;
      int right = 0;
      int count = 0;
      for (int i = 0; i < shape.elements(); i++) {
        if (canvas.values()[i] != 0) {
          assertEquals(255, canvas.values()[i]);
          count++;
          top = Math.min(top, i / 50);
          bottom = Math.max(bottom, i / 50 + 1);
          left = Math.min(left, i % 50);
          right = Math.max(right, i % 50 + 1);
        }
      }
      if (count > 0) {
        erased++;
        int height = bottom - top;
        int width = right - left;
        assertEquals(height * width, count);
        assertTrue(height < 40 && width < 50);
        // Sides are rounded, by half a pixel each.
        assertTrue((height + 0.5) * (width + 0.5) >= 0.02 * 2000);
        assertTrue((height - 0.5) * (width - 0.5) <= 0.33 * 2000);
        assertTrue((height + 0.5) / (width - 0.5) >= 0.3);
        assertTrue((height - 0.5) / (width + 0.5) <= 3.3);
      }
    }
    // Ten tries all but always find a place: five standard deviations.
    assertEquals(2000, erased, 160);
  }

  @Test
  void whatFitsNowhereIsLeftAlone() {
    Canvas canvas = Canvases.counting(new Shape(1, 1, 8));
    float[] before = canvas.values().clone();
    new RandomErasing(1, 0.9, 1, 1, 1, Fill.black()).apply(canvas, 1);
    assertArrayEquals(before, canvas.values());
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertEquals(
        "The contrast of a colour jitter must be between 0 and 100. Received: -0.5",
        assertThrows(IllegalArgumentException.class, () -> new ColorJitter(0, -0.5, 0))
            .getMessage());
    assertEquals(
        "The hue of a colour jitter must be between 0 and 0.5. Received: 0.6",
        assertThrows(IllegalArgumentException.class, () -> new ColorJitter(0, 0, 0, 0.6))
            .getMessage());
    assertEquals(
        "A colour jitter needs images of 1 or 3 channels. Received: 2x4x4",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ColorJitter(1, 1, 1).check(new Shape(2, 4, 4)))
            .getMessage());
    assertEquals(
        "The size of a cutout must be between 1 and 16384. Received: 0",
        assertThrows(IllegalArgumentException.class, () -> new Cutout(0)).getMessage());
    assertEquals(
        "The range of areas to erase must not end before it begins. Received: 0.5 to 0.25",
        assertThrows(
                IllegalArgumentException.class,
                () -> new RandomErasing(1, 0.5, 0.25, 1, 1, Fill.black()))
            .getMessage());
    assertEquals(
        "A canvas needs a range of values and a zero for each of 1 channels. Received: 1.0 to 0.0,"
            + " 1 zeros",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Canvas(new Shape(1, 1, 1), 1, 0, new float[1]))
            .getMessage());
  }
}
