package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;

/**
 * Covers a random rectangle: torchvision's {@code RandomErasing} (Zhong et al., "Random Erasing
 * Data Augmentation", 2017). A rectangle is drawn up to ten times until one is smaller than the
 * image in both directions; otherwise the image stays as it is.
 *
 * @param probability how often, 0 to 1
 * @param leastArea least share of the image's area
 * @param mostArea greatest share
 * @param leastRatio least height through width; the ratio's logarithm is uniform
 * @param mostRatio greatest height through width
 * @param fill the value of what is covered
 */
public record RandomErasing(
    double probability,
    double leastArea,
    double mostArea,
    double leastRatio,
    double mostRatio,
    Fill fill)
    implements Transform {

  private static final int TRIES = 10;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RandomErasing {
    Ranges.requireIn("The probability of erasing", probability, 0, 1);
    Ranges.requireIn("The least area to erase", leastArea, 0, 1);
    Ranges.requireIn("The greatest area to erase", mostArea, 0, 1);
    Ranges.requireOrder("The range of areas to erase", leastArea, mostArea);
    Ranges.requireIn("The least ratio of what is erased", leastRatio, 1e-3, 1e3);
    Ranges.requireIn("The greatest ratio of what is erased", mostRatio, 1e-3, 1e3);
    Ranges.requireOrder("The range of ratios of what is erased", leastRatio, mostRatio);
  }

  /**
   * torchvision's defaults: half the images, 2 to 33 % of the area, ratios from 0.3 to 3.3; what is
   * covered becomes 0 after normalisation, where torchvision puts the transform.
   */
  public RandomErasing() {
    this(0.5, 0.02, 0.33, 0.3, 3.3, Fill.zero());
  }

  /** The same for another share of the images. */
  public RandomErasing withProbability(double newProbability) {
    return new RandomErasing(newProbability, leastArea, mostArea, leastRatio, mostRatio, fill);
  }

  /** The same with another value. */
  public RandomErasing withFill(Fill newFill) {
    return new RandomErasing(probability, leastArea, mostArea, leastRatio, mostRatio, newFill);
  }

  @Override
  public void apply(Canvas canvas, long key) {
    if (CounterRandom.uniform(key, 0) >= probability) {
      return;
    }
    Shape shape = canvas.shape();
    double low = StrictMath.log(leastRatio);
    double high = StrictMath.log(mostRatio);
    for (int i = 0; i < TRIES; i++) {
      long number = 1 + 4L * i;
      double area = shape.pixels() * Ranges.uniform(key, number, leastArea, mostArea);
      double ratio = StrictMath.exp(Ranges.uniform(key, number + 1, low, high));
      int height = (int) Math.rint(Math.sqrt(area * ratio));
      int width = (int) Math.rint(Math.sqrt(area / ratio));
      if (height < shape.height() && width < shape.width()) {
        int top = CounterRandom.below(key, number + 2, shape.height() - height + 1);
        int left = CounterRandom.below(key, number + 3, shape.width() - width + 1);
        Rectangles.fill(canvas, top, left, top + height, left + width, fill);
        return;
      }
    }
  }
}
