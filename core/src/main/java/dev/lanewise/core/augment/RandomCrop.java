package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;
import java.util.Arrays;

/**
 * Pads an image and cuts its own size out at a random place: torchvision's {@code RandomCrop(size,
 * padding)}. Each of the {@code (2 padding + 1)^2} places is as likely.
 *
 * @param padding pixels on every side, at least 0
 * @param mode what they are
 * @param fill the value of {@link PaddingMode#CONSTANT}
 */
public record RandomCrop(int padding, PaddingMode mode, Fill fill) implements Transform {

  /**
   * Checks the padding.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public RandomCrop {
    Ranges.requireIn("The padding of a random crop", padding, 0, 1 << 12);
  }

  /** With black around: torchvision's default. */
  public static RandomCrop of(int padding) {
    return new RandomCrop(padding, PaddingMode.CONSTANT, Fill.black());
  }

  /** The same with another kind of padding. */
  public RandomCrop withMode(PaddingMode newMode) {
    return new RandomCrop(padding, newMode, fill);
  }

  /** The same with another value around. */
  public RandomCrop withFill(Fill newFill) {
    return new RandomCrop(padding, mode, newFill);
  }

  @Override
  public void apply(Canvas canvas, long key) {
    int down = CounterRandom.below(key, 0, 2 * padding + 1) - padding;
    int right = CounterRandom.below(key, 1, 2 * padding + 1) - padding;
    if (down == 0 && right == 0) {
      return;
    }
    Shape shape = canvas.shape();
    float[] from = canvas.values();
    float[] to = canvas.spare();
    int at = 0;
    for (int c = 0; c < shape.channels(); c++) {
      float outside = canvas.value(fill, c);
      for (int y = 0; y < shape.height(); y++, at += shape.width()) {
        int row = mode.source(y + down, shape.height());
        if (row < 0) {
          Arrays.fill(to, at, at + shape.width(), outside);
        } else {
          copyRow(from, (c * shape.height() + row) * shape.width(), to, at, right, shape, outside);
        }
      }
    }
    canvas.swap();
  }

  private void copyRow(
      float[] from, int row, float[] to, int at, int right, Shape shape, float outside) {
    int width = shape.width();
    // The columns that lie in the image are one run.
    int first = Math.min(width, Math.max(0, -right));
    int last = Math.max(first, Math.min(width, width - right));
    if (first < last) {
      System.arraycopy(from, row + first + right, to, at + first, last - first);
    }
    for (int x = 0; x < first; x++) {
      to[at + x] = outside(from, row, x + right, width, outside);
    }
    for (int x = last; x < width; x++) {
      to[at + x] = outside(from, row, x + right, width, outside);
    }
  }

  private float outside(float[] from, int row, int place, int width, float outside) {
    int column = mode.source(place, width);
    return column < 0 ? outside : from[row + column];
  }
}
