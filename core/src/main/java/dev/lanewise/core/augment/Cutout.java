package dev.lanewise.core.augment;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Shape;

/**
 * Covers a square whose centre is a random pixel; what lies beyond the image is lost (DeVries and
 * Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017).
 *
 * @param size side of the square, at least 1: 16 for CIFAR-10 in the paper
 * @param fill the value of what is covered
 */
public record Cutout(int size, Fill fill) implements Transform {

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public Cutout {
    Ranges.requireIn("The size of a cutout", size, 1, 1 << 14);
  }

  /** What is covered becomes 0 after normalisation, as in the paper. */
  public Cutout(int size) {
    this(size, Fill.zero());
  }

  @Override
  public void apply(Canvas canvas, long key) {
    Shape shape = canvas.shape();
    int top = CounterRandom.below(key, 0, shape.height()) - size / 2;
    int left = CounterRandom.below(key, 1, shape.width()) - size / 2;
    Rectangles.fill(
        canvas,
        Math.max(0, top),
        Math.max(0, left),
        Math.min(shape.height(), top + size),
        Math.min(shape.width(), left + size),
        fill);
  }
}
