package dev.lanewise.layers.loss;

/**
 * Distance from the targets, {@code |x - t|}, with gradient 0 at distance 0; a class is a one-hot
 * target. PyTorch's {@code L1Loss}, whose mean is {@link Reduction#MEAN_OF_ELEMENTS}.
 *
 * @param reduction what the sum is divided by
 */
public record AbsoluteError(Reduction reduction) implements ElementLoss {

  /** The mean over images and elements. */
  public AbsoluteError() {
    this(Reduction.MEAN_OF_ELEMENTS);
  }

  @Override
  public String name() {
    return "AbsoluteError";
  }

  @Override
  public double normaliser(double images, int elements) {
    return reduction.normaliser(images, elements);
  }

  @Override
  public double value(int element, double x, double target) {
    return Math.abs(x - target);
  }

  @Override
  public double slope(int element, double x, double target) {
    return Math.signum(x - target);
  }
}
