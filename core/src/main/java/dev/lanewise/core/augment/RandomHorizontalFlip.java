package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;

/**
 * Mirrors an image left to right: torchvision's {@code RandomHorizontalFlip}.
 *
 * @param probability how often, 0 to 1
 */
public record RandomHorizontalFlip(double probability) implements Transform {

  /**
   * Checks the probability.
   *
   * @throws IllegalArgumentException if it isn't between 0 and 1
   */
  public RandomHorizontalFlip {
    Ranges.requireIn("The probability of a horizontal flip", probability, 0, 1);
  }

  /** Every second image, in the mean. */
  public RandomHorizontalFlip() {
    this(0.5);
  }

  @Override
  public void apply(Canvas canvas, long key) {
    if (CounterRandom.uniform(key, 0) >= probability) {
      return;
    }
    Shape shape = canvas.shape();
    float[] values = canvas.values();
    int width = shape.width();
    for (int row = 0; row < shape.elements(); row += width) {
      for (int left = row, right = row + width - 1; left < right; left++, right--) {
        float swapped = values[left];
        values[left] = values[right];
        values[right] = swapped;
      }
    }
  }
}
