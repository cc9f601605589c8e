package dev.lanewise.core.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CropAndFlipTest {

  private static final Shape FOUR = new Shape(1, 1, 4);

  private static int[] row(PaddingMode mode) {
    int[] sources = new int[15];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = mode.source(i - 5, 4);
    }
    return sources;
  }

  /** Written down from the documentation of torchvision's Pad. */
  @Test
  void paddingModesSeeWhatTheyShould() {
    assertArrayEquals(
        new int[] {-1, -1, -1, -1, -1, 0, 1, 2, 3, -1, -1, -1, -1, -1, -1},
        row(PaddingMode.CONSTANT));
    assertArrayEquals(
        new int[] {0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 3, 3, 3}, row(PaddingMode.EDGE));
    assertArrayEquals(
        new int[] {1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1, 2, 3}, row(PaddingMode.REFLECT));
    assertArrayEquals(
        new int[] {3, 3, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1, 0, 0, 1}, row(PaddingMode.SYMMETRIC));
    for (PaddingMode mode : PaddingMode.values()) {
      assertEquals(mode == PaddingMode.CONSTANT ? -1 : 0, mode.source(-7, 1));
    }
  }

  @ParameterizedTest
  @EnumSource(PaddingMode.class)
  void aCropIsThePaddedImageCut(PaddingMode mode) {
    for (Shape shape : List.of(new Shape(3, 5, 7), new Shape(1, 1, 1), new Shape(2, 9, 2), FOUR)) {
      for (int padding : new int[] {0, 1, 4, 11}) {
        RandomCrop crop = RandomCrop.of(padding).withMode(mode).withFill(Fill.of(0.2));
        for (long key = 0; key < 60; key++) {
          Canvas canvas = Canvases.random(shape, key);
          float[] before = canvas.values().clone();
          crop.apply(canvas, key);
          int down = CounterRandom.below(key, 0, 2 * padding + 1) - padding;
          int right = CounterRandom.below(key, 1, 2 * padding + 1) - padding;
          for (int c = 0, i = 0; c < shape.channels(); c++) {
            for (int y = 0; y < shape.height(); y++) {
              for (int x = 0; x < shape.width(); x++, i++) {
                int v = mode.source(y + down, shape.height());
                int u = mode.source(x + right, shape.width());
                assertEquals(
                    (float) Canvases.pixel(before, shape, c, v, u, 51), canvas.values()[i]);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void everyPlaceOfACropIsAsLikely() {
    int[] seen = new int[25];
    RandomCrop crop = RandomCrop.of(2);
    Shape shape = new Shape(1, 5, 5);
    for (long i = 0; i < 25_000; i++) {
      Canvas canvas = Canvases.counting(shape);
      crop.apply(canvas, CounterRandom.key(7, i));
      // The middle pixel names the place.
      seen[(int) canvas.values()[12] - 1]++;
    }
    double chi = 0;
    for (int count : seen) {
      chi += (count - 1000.0) * (count - 1000.0) / 1000;
    }
    // The 99.99 % quantile of chi squared with 24 degrees of freedom is 58.6.
    assertEquals(29, chi, 29);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,4,5", "2,5,4", "1,2,7"})
  void flipsMirror(int channels, int height, int width) {
    Shape shape = new Shape(channels, height, width);
    Canvas across = Canvases.counting(shape);
    float[] before = across.values().clone();
    new RandomHorizontalFlip(1).apply(across, 3);
    Canvas down = Canvases.counting(shape);
    new RandomVerticalFlip(1).apply(down, 3);
    for (int c = 0, i = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++, i++) {
          assertEquals(before[(c * height + y) * width + width - 1 - x], across.values()[i]);
          assertEquals(before[(c * height + height - 1 - y) * width + x], down.values()[i]);
        }
      }
    }
    new RandomHorizontalFlip(0).apply(across, 3);
    new RandomHorizontalFlip(1).apply(across, 3);
    assertArrayEquals(before, across.values());
    new RandomVerticalFlip(0).apply(down, 3);
    new RandomVerticalFlip(1).apply(down, 3);
    assertArrayEquals(before, down.values());
  }

  @Test
  void halfOfTheImagesAreFlipped() {
    int across = 0;
    int down = 0;
    Shape shape = new Shape(1, 2, 2);
    for (long i = 0; i < 10_000; i++) {
      Canvas canvas = Canvases.counting(shape);
      new RandomHorizontalFlip().apply(canvas, CounterRandom.key(1, i));
      across += canvas.values()[0] == 2 ? 1 : 0;
      canvas = Canvases.counting(shape);
      new RandomVerticalFlip(0.2).apply(canvas, CounterRandom.key(2, i));
      down += canvas.values()[0] == 3 ? 1 : 0;
    }
    // Four standard deviations.
    assertEquals(5000, across, 200);
    assertEquals(2000, down, 160);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertEquals(
        "The padding of a random crop must be between 0 and 4096. Received: -1",
        assertThrows(IllegalArgumentException.class, () -> RandomCrop.of(-1)).getMessage());
    assertEquals(
        "The probability of a horizontal flip must be between 0 and 1. Received: 1.5",
        assertThrows(IllegalArgumentException.class, () -> new RandomHorizontalFlip(1.5))
            .getMessage());
    assertEquals(
        "The probability of a vertical flip must be between 0 and 1. Received: NaN",
        assertThrows(IllegalArgumentException.class, () -> new RandomVerticalFlip(Double.NaN))
            .getMessage());
    assertEquals(
        "The level of a fill must be between 0 and 1. Received: 2",
        assertThrows(IllegalArgumentException.class, () -> Fill.of(2)).getMessage());
  }
}
