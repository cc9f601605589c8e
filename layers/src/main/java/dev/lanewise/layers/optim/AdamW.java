package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;

/**
 * Adam whose weight decay does not pass through the moments (Loshchilov and Hutter, "Decoupled
 * Weight Decay Regularization", 2019) as PyTorch's {@code AdamW}: first {@code p *= 1 - rate *
 * weightDecay}, then {@link Adam}'s step on the bare gradient.
 *
 * @param learningRate positive
 * @param beta1 decay of the mean, in [0, 1)
 * @param beta2 decay of the squares' mean, in [0, 1)
 * @param epsilon added to the root, outside it
 * @param weightDecay share of the parameters that a rate of 1 takes away
 * @param amsgrad whether the squares' mean may only grow
 */
public record AdamW(
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
  public AdamW {
    Range.positive("learning rate", learningRate);
    Range.fraction("beta1", beta1);
    Range.fraction("beta2", beta2);
    Range.notNegative("epsilon", epsilon);
    Range.notNegative("weight decay", weightDecay);
  }

  /** PyTorch's defaults: 0.9, 0.999, 1e-8, weight decay 0.01. */
  public static AdamW of(double learningRate) {
    return new AdamW(learningRate, 0.9, 0.999, 1e-8, 0.01, false);
  }

  @Override
  public String name() {
    return "AdamW";
  }

  @Override
  public AdamW withLearningRate(double rate) {
    return new AdamW(rate, beta1, beta2, epsilon, weightDecay, amsgrad);
  }

  @Override
  public AdamW withWeightDecay(double decay) {
    return new AdamW(learningRate, beta1, beta2, epsilon, decay, amsgrad);
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
    Moments.shrink(rate * weightDecay, values, from, to);
    Moments.enter(current, beta2, gradients, slots, from, to);
    Moments.apply(step, rate, current, beta2, epsilon, amsgrad, values, slots, from, to);
  }
}
