package dev.lanewise.layers.loss;

import dev.lanewise.core.math.Range;

/**
 * Distance with its kink rounded off: {@code d^2 / (2 beta)} where {@code |d| < beta}, else {@code
 * |d| - beta / 2}; {@link Huber} divided by beta. A class is a one-hot target. PyTorch's {@code
 * SmoothL1Loss}, whose mean is {@link Reduction#MEAN_OF_ELEMENTS}.
 *
 * @param beta where it changes, at least 0; 0 gives {@link AbsoluteError}
 * @param reduction what the sum is divided by
 */
public record SmoothAbsoluteError(double beta, Reduction reduction) implements ElementLoss {

  /**
   * Checks the distance.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public SmoothAbsoluteError {
    Range.notNegative("beta of smooth L1", beta);
  }

  /** The mean over images and elements, with a beta of 1. */
  public SmoothAbsoluteError() {
    this(1, Reduction.MEAN_OF_ELEMENTS);
  }

  @Override
  public String name() {
    return "SmoothAbsoluteError";
  }

  @Override
  public double normaliser(double images, int elements) {
    return reduction.normaliser(images, elements);
  }

  @Override
  public double value(int element, double x, double target) {
    double distance = Math.abs(x - target);
    return distance < beta ? 0.5 * distance * distance / beta : distance - 0.5 * beta;
  }

  @Override
  public double slope(int element, double x, double target) {
    double distance = x - target;
    return Math.abs(distance) < beta ? distance / beta : Math.signum(distance);
  }
}
