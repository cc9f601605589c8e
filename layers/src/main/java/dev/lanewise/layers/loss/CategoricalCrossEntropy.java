package dev.lanewise.layers.loss;

import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of probabilities: {@code -sum_c t_c log p_c}, each {@code p_c} clipped to [1e-7, 1
 * - 1e-7] as Keras does. The gradient {@code -t_c / p_c} is not clipped, but for {@code p_c} below
 * 1e-30, so that behind a {@link dev.lanewise.layers.activation.Softmax} it becomes {@code (p - t)
 * / n} even where the network is surely wrong; {@code n} is the reduction's divisor.
 *
 * @param reduction what the sum is divided by
 */
public record CategoricalCrossEntropy(Reduction reduction) implements Loss {

  private static final float CLIP = 1e-7f;

  /** Its reciprocal is finite. */
  private static final float LEAST = 1e-30f;

  @Override
  public String name() {
    return "CategoricalCrossEntropy";
  }

  @Override
  public double normaliser(double images, int elements) {
    return reduction.normaliser(images, elements);
  }

  @Override
  public double image(
      Result result, Targets targets, @Nullable Result gradient, double scale, int lane) {
    double total = 0;
    for (int c = 0; c < result.elements(); c++) {
      float target = targets.target(c, lane);
      float p = result.value(c, lane);
      if (target != 0) {
        total -= target * StrictMath.log(clip(p));
      }
      if (gradient != null) {
        gradient.set(c, lane, -target / Math.max(p, LEAST) * scale);
      }
    }
    return total;
  }

  private static double clip(float p) {
    return Math.min(Math.max(p, CLIP), 1 - CLIP);
  }
}
