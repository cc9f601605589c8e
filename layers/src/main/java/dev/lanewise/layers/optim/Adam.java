package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;

/**
 * Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015) as PyTorch's {@code
 * Adam}: {@code g += weightDecay * p}; {@code m = beta1 m + (1 - beta1) g}; {@code v = beta2 v + (1
 * - beta2) g^2}; {@code p -= rate * (m / (1 - beta1^t)) / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)}.
 * With amsgrad, {@code v} is replaced by its maximum so far.
 *
 * @param learningRate positive
 * @param beta1 decay of the mean, in [0, 1)
 * @param beta2 decay of the squares' mean, in [0, 1)
 * @param epsilon added to the root, outside it
 * @param weightDecay factor of the parameters that is added to their gradients
 * @param amsgrad whether the squares' mean may only grow
 */
public record Adam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean amsgrad)
    implements Optimizer {

  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Adam {
    Range.positive("learning rate", learningRate);
    Range.fraction("beta1", beta1);
    Range.fraction("beta2", beta2);
    Range.notNegative("epsilon", epsilon);
    Range.notNegative("weight decay", weightDecay);
  }

  /** PyTorch's defaults: 0.9, 0.999, 1e-8, no weight decay. */
  public static Adam of(double learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8, 0, false);
  }

  @Override
  public String name() {
    return "Adam";
  }

  @Override
  public Adam withLearningRate(double rate) {
    return new Adam(rate, beta1, beta2, epsilon, weightDecay, amsgrad);
  }

  @Override
  public Adam withWeightDecay(double decay) {
    return new Adam(learningRate, beta1, beta2, epsilon, decay, amsgrad);
  }

  @Override
  public double momentum() {
    return beta1;
  }

  @Override
  public int slots() {
    return amsgrad ? 3 : 2;
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
    update(step, rate, beta1, values, gradients, slots, from, to);
  }

  @Override
  public void update(
      long step,
      double rate,
      double current,
      float[] values,
      float[] gradients,
      float[][] slots,
      int from,
      int to) {
    Moments.decay(weightDecay, values, gradients, from, to);
    Moments.enter(current, beta2, gradients, slots, from, to);
    Moments.apply(step, rate, current, beta2, epsilon, amsgrad, values, slots, from, to);
  }
}
