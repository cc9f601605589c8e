package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;

/**
 * Cuts out a rectangle of random size, shape and place and stretches it to the image's own size,
 * bilinearly: torchvision's {@code RandomResizedCrop} (Szegedy et al., "Going Deeper with
 * Convolutions", 2014). A rectangle is drawn up to ten times until one fits; otherwise the middle
 * of the image is cut, as large as the ratios allow.
 *
 * @param leastArea least share of the image's area
 * @param mostArea greatest share
 * @param leastRatio least width through height; the ratio's logarithm is uniform
 * @param mostRatio greatest width through height
 */
public record RandomResizedCrop(
    double leastArea, double mostArea, double leastRatio, double mostRatio) implements Transform {

  private static final int TRIES = 10;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RandomResizedCrop {
    Ranges.requireIn("The least area of a resized crop", leastArea, 0, 1);
    Ranges.requireIn("The greatest area of a resized crop", mostArea, 0, 1);
    Ranges.requireOrder("The range of areas of a resized crop", leastArea, mostArea);
    Ranges.requireIn("The least ratio of a resized crop", leastRatio, 1e-3, 1e3);
    Ranges.requireIn("The greatest ratio of a resized crop", mostRatio, 1e-3, 1e3);
    Ranges.requireOrder("The range of ratios of a resized crop", leastRatio, mostRatio);
  }

  /** torchvision's defaults: 8 to 100 % of the area, ratios from 3/4 to 4/3. */
  public RandomResizedCrop() {
    this(0.08, 1, 3.0 / 4, 4.0 / 3);
  }

  /** The same with another range of areas. */
  public RandomResizedCrop withArea(double least, double most) {
    return new RandomResizedCrop(least, most, leastRatio, mostRatio);
  }

  @Override
  public void apply(Canvas canvas, long key) {
    Shape shape = canvas.shape();
    double low = StrictMath.log(leastRatio);
    double high = StrictMath.log(mostRatio);
    for (int i = 0; i < TRIES; i++) {
      long number = 4L * i;
      double area = shape.pixels() * Ranges.uniform(key, number, leastArea, mostArea);
      double ratio = StrictMath.exp(Ranges.uniform(key, number + 1, low, high));
      int width = (int) Math.rint(Math.sqrt(area * ratio));
      int height = (int) Math.rint(Math.sqrt(area / ratio));
      if (width > 0 && width <= shape.width() && height > 0 && height <= shape.height()) {
        int top = CounterRandom.below(key, number + 2, shape.height() - height + 1);
        int left = CounterRandom.below(key, number + 3, shape.width() - width + 1);
        stretch(canvas, top, left, height, width);
        return;
      }
    }
    middle(canvas);
  }

  private void middle(Canvas canvas) {
    Shape shape = canvas.shape();
    double ratio = (double) shape.width() / shape.height();
    int height = shape.height();
    int width = shape.width();
    if (ratio < leastRatio) {
      height = Math.max(1, (int) Math.rint(width / leastRatio));
    } else if (ratio > mostRatio) {
      width = Math.max(1, (int) Math.rint(height * mostRatio));
    }
    stretch(canvas, (shape.height() - height) / 2, (shape.width() - width) / 2, height, width);
  }

  private static void stretch(Canvas canvas, int top, int left, int height, int width) {
    Shape shape = canvas.shape();
    if (height == shape.height() && width == shape.width()) {
      return;
    }
    float[] places = canvas.work(2 * shape.pixels());
    for (int y = 0, i = 0; y < shape.height(); y++) {
      float row = top + place(y, height, shape.height());
      for (int x = 0; x < shape.width(); x++, i++) {
        places[i] = left + place(x, width, shape.width());
        places[shape.pixels() + i] = row;
      }
    }
    Warp.apply(canvas, places, PixelLookup.BILINEAR, Fill.black());
  }

  /** Where the centre of pixel {@code i} of {@code to} lies among {@code from} pixels. */
  private static float place(int i, int from, int to) {
    return (float) Math.clamp((i + 0.5) * from / to - 0.5, 0.0, from - 1.0);
  }
}
