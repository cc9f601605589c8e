package dev.lanewise.layers.loss;

import dev.lanewise.core.math.Range;

/**
 * Squared distance near the targets, distance beyond: {@code d^2 / 2} where {@code |d| <= delta},
 * else {@code delta (|d| - delta / 2)}. A class is a one-hot target. PyTorch's {@code HuberLoss},
 * whose mean is {@link Reduction#MEAN_OF_ELEMENTS}.
 *
 * @param delta where it changes, positive
 * @param reduction what the sum is divided by
 */
public record Huber(double delta, Reduction reduction) implements ElementLoss {

  /**
   * Checks the distance.
   *
   * @throws IllegalArgumentException if it is not positive and finite
   */
  public Huber {
    Range.positive("delta of Huber's loss", delta);
  }

  /** The mean over images and elements, with a delta of 1. */
  public Huber() {
    this(1, Reduction.MEAN_OF_ELEMENTS);
  }

  @Override
  public String name() {
    return "Huber";
  }

  @Override
  public double normaliser(double images, int elements) {
    return reduction.normaliser(images, elements);
  }

  @Override
  public double value(int element, double x, double target) {
    double distance = Math.abs(x - target);
    return distance <= delta ? 0.5 * distance * distance : delta * (distance - 0.5 * delta);
  }

  @Override
  public double slope(int element, double x, double target) {
    double distance = x - target;
    return Math.abs(distance) <= delta ? distance : delta * Math.signum(distance);
  }
}
