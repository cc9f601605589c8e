package dev.lanewise.layers.loss;

import dev.lanewise.core.math.FloatMath;
import dev.lanewise.core.tensor.Lanes;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of the softmax of logits, averaged over images: {@code log(sum_c exp(x_c)) - x_y},
 * with gradient {@code (softmax(x) - onehot(y)) / images}. PyTorch's {@code CrossEntropyLoss}. With
 * values as targets, {@code -sum_c t_c log softmax(x)_c}, as PyTorch's class probabilities.
 *
 * @param reduction what the sum is divided by
 */
public record SoftmaxCrossEntropy(Reduction reduction) implements Loss {

  /** The mean over images. */
  public SoftmaxCrossEntropy() {
    this(Reduction.MEAN);
  }

  @Override
  public String name() {
    return "SoftmaxCrossEntropy";
  }

  @Override
  public double normaliser(int images, int elements) {
    return reduction.normaliser(images, elements);
  }

  @Override
  public boolean onLogits() {
    return true;
  }

  @Override
  public double compute(Result result, Targets targets, @Nullable Result gradient, double scale) {
    double total = 0;
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      if (lane < targets.images()) {
        total += image(result, targets, gradient, scale, lane);
      } else if (gradient != null) {
        Reduction.clear(gradient, lane);
      }
    }
    return total;
  }

  private static double image(
      Result result, Targets targets, @Nullable Result gradient, double scale, int lane) {
    float[] x = result.values();
    int classes = result.elements();
    float max = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      max = Math.max(max, x[result.index(c) + lane]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += FloatMath.exp(x[result.index(c) + lane] - max);
    }
    double logSum = StrictMath.log(sum) + max;
    double loss = 0;
    double weight = 0;
    for (int c = 0; c < classes; c++) {
      float target = targets.target(c, lane);
      if (target != 0) {
        loss += target * (logSum - x[result.index(c) + lane]);
        weight += target;
      }
    }
    if (gradient != null) {
      for (int c = 0; c < classes; c++) {
        double probability = FloatMath.exp(x[result.index(c) + lane] - max) / sum;
        gradient.values()[gradient.index(c) + lane] =
            (float) ((weight * probability - targets.target(c, lane)) * scale);
      }
    }
    return loss;
  }
}
