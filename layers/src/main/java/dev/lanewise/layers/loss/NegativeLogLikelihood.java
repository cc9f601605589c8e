package dev.lanewise.layers.loss;

import org.jspecify.annotations.Nullable;

/**
 * Minus the right class's log-probability, which is what the network gives (behind a log-softmax):
 * {@code -w_y x_y}. PyTorch's {@code NLLLoss}; targets of values give {@code -sum_c w_c t_c x_c}.
 * {@link Reduction#MEAN} divides by the sum of the weights of the images' classes, those of {@code
 * ignored} left out; targets of values count 1 each. Of a batch of ignored images only there is no
 * mean: it adds nothing to a training, where PyTorch gives NaN.
 *
 * @param reduction what the sum is divided by
 * @param weights a factor for each class
 * @param ignored the class whose images add nothing; may be a number that is no class
 */
public record NegativeLogLikelihood(Reduction reduction, ClassWeights weights, int ignored)
    implements Loss {

  /**
   * Checks the weights.
   *
   * @throws IllegalArgumentException if all of them are 0
   */
  public NegativeLogLikelihood {
    weights.checkPositive();
  }

  /** The mean over images, without weights or ignored images. */
  public NegativeLogLikelihood() {
    this(Reduction.MEAN, ClassWeights.NONE, SoftmaxCrossEntropy.IGNORED);
  }

  @Override
  public String name() {
    return "NegativeLogLikelihood";
  }

  @Override
  public double normaliser(double images, int elements) {
    return reduction.normaliser(images, elements);
  }

  @Override
  public boolean weighs() {
    return !weights.none() || ignored != SoftmaxCrossEntropy.IGNORED;
  }

  @Override
  public boolean ignores(int label) {
    return label == ignored && ignored != SoftmaxCrossEntropy.IGNORED;
  }

  @Override
  public double share(int label) {
    return label == ignored ? 0 : weights.of(label);
  }

  @Override
  public void check(int elements) {
    weights.check(elements);
  }

  @Override
  public double image(
      Result result, Targets targets, @Nullable Result gradient, double scale, int lane) {
    boolean skipped = targets.byClass() && targets.label(lane) == ignored;
    double loss = 0;
    for (int c = 0; c < result.elements(); c++) {
      double target = skipped ? 0 : (double) weights.of(c) * targets.target(c, lane);
      if (target != 0) {
        loss -= target * result.value(c, lane);
      }
      if (gradient != null) {
        gradient.set(c, lane, -target * scale);
      }
    }
    return loss;
  }
}
