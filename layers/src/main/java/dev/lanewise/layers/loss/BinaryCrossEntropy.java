package dev.lanewise.layers.loss;

/**
 * Cross-entropy of each element's own probability, for several labels at once behind a sigmoid:
 * {@code -t log x - (1 - t) log(1 - x)}, each logarithm at least -100, and gradient {@code (x - t)
 * / max(x (1 - x), 1e-12)}. PyTorch's {@code BCELoss}, whose mean is {@link
 * Reduction#MEAN_OF_ELEMENTS}; a class is a one-hot target. {@link BinaryCrossEntropyWithLogits}
 * keeps more digits.
 *
 * @param reduction what the sum is divided by
 */
public record BinaryCrossEntropy(Reduction reduction) implements ElementLoss {

  private static final double LEAST_LOG = -100;
  private static final double LEAST_VARIANCE = 1e-12;

  /** The mean over images and elements. */
  public BinaryCrossEntropy() {
    this(Reduction.MEAN_OF_ELEMENTS);
  }

  @Override
  public String name() {
    return "BinaryCrossEntropy";
  }

  @Override
  public double normaliser(double images, int elements) {
    return reduction.normaliser(images, elements);
  }

  @Override
  public double value(int element, double x, double target) {
    return -target * log(x) - (1 - target) * log(1 - x);
  }

  private static double log(double x) {
    return Math.max(StrictMath.log(x), LEAST_LOG);
  }

  @Override
  public double slope(int element, double x, double target) {
    return (x - target) / Math.max(x * (1 - x), LEAST_VARIANCE);
  }
}
