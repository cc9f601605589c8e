package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;

/**
 * Turns an image upside down, as a mirror does: torchvision's {@code RandomVerticalFlip}.
 *
 * @param probability how often, 0 to 1
 */
public record RandomVerticalFlip(double probability) implements Transform {

  /**
   * Checks the probability.
   *
   * @throws IllegalArgumentException if it isn't between 0 and 1
   */
  public RandomVerticalFlip {
    Ranges.requireIn("The probability of a vertical flip", probability, 0, 1);
  }

  /** Every second image, in the mean. */
  public RandomVerticalFlip() {
    this(0.5);
  }

  @Override
  public void apply(Canvas canvas, long key) {
    if (CounterRandom.uniform(key, 0) >= probability) {
      return;
    }
    Shape shape = canvas.shape();
    int width = shape.width();
    for (int c = 0; c < shape.channels(); c++) {
      int top = c * shape.pixels();
      int bottom = top + shape.pixels() - width;
      for (; top < bottom; top += width, bottom -= width) {
        System.arraycopy(canvas.values(), top, canvas.spare(), top, width);
        System.arraycopy(canvas.values(), bottom, canvas.values(), top, width);
        System.arraycopy(canvas.spare(), top, canvas.values(), bottom, width);
      }
    }
  }
}
