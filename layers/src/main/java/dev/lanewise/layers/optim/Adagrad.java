package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;

/**
 * Gradients divided by the root of their squares' sum (Duchi, Hazan and Singer, "Adaptive
 * Subgradient Methods", 2011) as PyTorch's {@code Adagrad}: {@code g += weightDecay * p}; {@code s
 * += g^2}; {@code p -= rate / (1 + (t - 1) rateDecay) * g / (sqrt(s) + epsilon)}.
 *
 * @param learningRate positive
 * @param rateDecay how fast the rate falls, at least 0
 * @param weightDecay factor of the parameters that is added to their gradients
 * @param initialSum what the sums begin with, at least 0
 * @param epsilon added to the root, outside it
 */
public record Adagrad(
    double learningRate, double rateDecay, double weightDecay, double initialSum, double epsilon)
    implements Optimizer {

  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Adagrad {
    Range.positive("learning rate", learningRate);
    Range.notNegative("rate decay", rateDecay);
    Range.notNegative("weight decay", weightDecay);
    Range.notNegative("initial sum", initialSum);
    Range.notNegative("epsilon", epsilon);
  }

  /** PyTorch's defaults: nothing decays, sums begin with 0, epsilon 1e-10. */
  public static Adagrad of(double learningRate) {
    return new Adagrad(learningRate, 0, 0, 0, 1e-10);
  }

  @Override
  public String name() {
    return "Adagrad";
  }

  @Override
  public Adagrad withLearningRate(double rate) {
    return new Adagrad(rate, rateDecay, weightDecay, initialSum, epsilon);
  }

  @Override
  public Adagrad withWeightDecay(double decay) {
    return new Adagrad(learningRate, rateDecay, decay, initialSum, epsilon);
  }

  @Override
  public int slots() {
    return 1;
  }

  @Override
  public void update(
      long step,
      double rate,
      float[] values,
      float[] gradients,
      float[][] slots,
      int from,
      int to) {
    Moments.decay(weightDecay, values, gradients, from, to);
    float[] sum = slots[0];
    float size = (float) (rate / (1 + (step - 1) * rateDecay));
    float eps = (float) epsilon;
    float begin = step == 1 ? (float) initialSum : 0f;
    for (int i = from; i < to; i++) {
      float g = gradients[i];
      sum[i] = Math.fma(g, g, sum[i] + begin);
      values[i] -= size * g / ((float) Math.sqrt(sum[i]) + eps);
    }
  }
}
