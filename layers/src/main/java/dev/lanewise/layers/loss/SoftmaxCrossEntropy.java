package dev.lanewise.layers.loss;

import dev.lanewise.core.math.FloatMath;
import dev.lanewise.core.math.Range;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of the softmax of logits, averaged over images: {@code log(sum_c exp(x_c)) - x_y},
 * with gradient {@code (softmax(x) - onehot(y)) / images}. PyTorch's {@code CrossEntropyLoss}. With
 * values as targets, {@code -sum_c t_c log softmax(x)_c}, as PyTorch's class probabilities.
 *
 * <p>Smoothing {@code e} takes {@code (1 - e) t + e / classes} for the targets, and class weights
 * multiply each class's term. {@link Reduction#MEAN} divides by the sum of the weights of the
 * images' classes, those of {@code ignored} left out; targets of values count 1 each. Of a batch of
 * ignored images only there is no mean: it adds nothing to a training, where PyTorch gives NaN.
 *
 * @param reduction what the sum is divided by
 * @param smoothing of the targets, in [0, 1]
 * @param weights a factor for each class
 * @param ignored the class whose images add nothing; may be a number that is no class, which labels
 *     may then be
 */
public record SoftmaxCrossEntropy(
    Reduction reduction, double smoothing, ClassWeights weights, int ignored) implements Loss {

  /** The value of {@code ignored} that ignores nothing: PyTorch's default. */
  public static final int IGNORED = -100;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the smoothing is not in [0, 1], or all weights are 0
   */
  public SoftmaxCrossEntropy {
    Range.share("label smoothing", smoothing);
    weights.checkPositive();
  }

  /** The mean over images. */
  public SoftmaxCrossEntropy() {
    this(Reduction.MEAN);
  }

  /** Without smoothing, weights or ignored images. */
  public SoftmaxCrossEntropy(Reduction reduction) {
    this(reduction, 0, ClassWeights.NONE, IGNORED);
  }

  /** The same with smoothed labels. */
  public SoftmaxCrossEntropy withSmoothing(double newSmoothing) {
    return new SoftmaxCrossEntropy(reduction, newSmoothing, weights, ignored);
  }

  /** The same with a factor for each class. */
  public SoftmaxCrossEntropy withWeights(ClassWeights newWeights) {
    return new SoftmaxCrossEntropy(reduction, smoothing, newWeights, ignored);
  }

  /** The same without the images of a class. */
  public SoftmaxCrossEntropy withIgnored(int label) {
    return new SoftmaxCrossEntropy(reduction, smoothing, weights, label);
  }

  @Override
  public String name() {
    return "SoftmaxCrossEntropy";
  }

  @Override
  public double normaliser(double images, int elements) {
    return reduction.normaliser(images, elements);
  }

  @Override
  public boolean weighs() {
    return !weights.none() || ignored != IGNORED;
  }

  @Override
  public boolean ignores(int label) {
    return label == ignored && ignored != IGNORED;
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
  public boolean onLogits() {
    return true;
  }

  @Override
  public double image(
      Result result, Targets targets, @Nullable Result gradient, double scale, int lane) {
    if (targets.byClass() && targets.label(lane) == ignored) {
      if (gradient != null) {
        gradient.clear(lane);
      }
      return 0;
    }
    int classes = result.elements();
    float max = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      max = Math.max(max, result.value(c, lane));
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += FloatMath.exp(result.value(c, lane) - max);
    }
    double spread = smoothing / classes;
    double logSum = StrictMath.log(sum) + max;
    double loss = 0;
    double all = 0;
    for (int c = 0; c < classes; c++) {
      double target = target(targets, c, spread, lane);
      if (target != 0) {
        loss += target * (logSum - result.value(c, lane));
        all += target;
      }
    }
    if (gradient != null) {
      for (int c = 0; c < classes; c++) {
        double probability = FloatMath.exp(result.value(c, lane) - max) / sum;
        double target = target(targets, c, spread, lane);
        gradient.set(c, lane, (all * probability - target) * scale);
      }
    }
    return loss;
  }

  /** What a class's term is multiplied by: its target, smoothed and weighted. */
  private double target(Targets targets, int c, double spread, int lane) {
    return ((1 - smoothing) * targets.target(c, lane) + spread) * weights.of(c);
  }
}
