package dev.lanewise.layers.loss;

import dev.lanewise.core.math.FloatMath;

/**
 * Cross-entropy of each element's own sigmoid, for several labels at once: {@code -w t log s(x) -
 * (1 - t) log(1 - s(x))}, whose gradient is {@code (1 - t) s(x) - w t s(-x)}. PyTorch's {@code
 * BCEWithLogitsLoss}, whose mean is {@link Reduction#MEAN_OF_ELEMENTS}; a class is a one-hot
 * target.
 *
 * @param reduction what the sum is divided by
 * @param positiveWeights a factor {@code w} of the positive term for each element
 */
public record BinaryCrossEntropyWithLogits(Reduction reduction, ClassWeights positiveWeights)
    implements ElementLoss {

  /** The mean over images and elements, unweighted. */
  public BinaryCrossEntropyWithLogits() {
    this(Reduction.MEAN_OF_ELEMENTS, ClassWeights.NONE);
  }

  @Override
  public String name() {
    return "BinaryCrossEntropyWithLogits";
  }

  @Override
  public double normaliser(double images, int elements) {
    return reduction.normaliser(images, elements);
  }

  @Override
  public void check(int elements) {
    positiveWeights.check(elements);
  }

  @Override
  public double value(int element, double x, double target) {
    // log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), with nothing that overflows.
    double common = StrictMath.log1p(FloatMath.exp((float) -Math.abs(x)));
    return (1 - target) * (Math.max(x, 0) + common)
        + positiveWeights.of(element) * target * (Math.max(-x, 0) + common);
  }

  @Override
  public double slope(int element, double x, double target) {
    return (1 - target) * FloatMath.sigmoid((float) x)
        - positiveWeights.of(element) * target * FloatMath.sigmoid((float) -x);
  }
}
