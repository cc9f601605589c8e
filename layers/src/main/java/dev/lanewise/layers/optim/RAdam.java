package dev.lanewise.layers.optim;

import dev.lanewise.core.math.DoubleMath;
import dev.lanewise.core.math.Range;

/**
 * Adam that begins without the squares' mean and takes it in as its variance falls (Liu and others,
 * "On the Variance of the Adaptive Learning Rate and Beyond", 2020) as PyTorch's {@code RAdam}:
 * {@code g += weightDecay * p}, {@link Adam}'s moments, {@code n = 2 / (1 - beta2) - 1}, {@code n_t
 * = n - 2 t beta2^t / (1 - beta2^t)}. While {@code n_t <= 5}: {@code p -= rate * m / (1 -
 * beta1^t)}; then this times {@code sqrt((n_t - 4) (n_t - 2) n / ((n - 4) (n - 2) n_t)) sqrt(1 -
 * beta2^t) / (sqrt(v) + epsilon)}.
 *
 * @param learningRate positive
 * @param beta1 decay of the mean, in [0, 1)
 * @param beta2 decay of the squares' mean, in [0, 1)
 * @param epsilon added to the root, outside it
 * @param weightDecay factor of the parameters that is added to their gradients
 */
public record RAdam(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {

  /** Steps that the squares' mean must be made of, in effect. */
  private static final double RECTIFIED_FROM = 5;

  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RAdam {
    Range.positive("learning rate", learningRate);
    Range.fraction("beta1", beta1);
    Range.fraction("beta2", beta2);
    Range.notNegative("epsilon", epsilon);
    Range.notNegative("weight decay", weightDecay);
  }

  /** PyTorch's defaults: 0.9, 0.999, 1e-8, no weight decay. */
  public static RAdam of(double learningRate) {
    return new RAdam(learningRate, 0.9, 0.999, 1e-8, 0);
  }

  @Override
  public String name() {
    return "RAdam";
  }

  @Override
  public RAdam withLearningRate(double rate) {
    return new RAdam(rate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public RAdam withWeightDecay(double decay) {
    return new RAdam(learningRate, beta1, beta2, epsilon, decay);
  }

  @Override
  public int slots() {
    return 2;
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
    Moments.enter(beta1, beta2, gradients, slots, from, to);
    float[] mean = slots[0];
    float[] square = slots[1];
    double plain = rate / (1 - DoubleMath.power(beta1, step));
    double power = DoubleMath.power(beta2, step);
    double longest = 2 / (1 - beta2) - 1;
    double length = longest - 2 * step * power / (1 - power);
    if (length > RECTIFIED_FROM) {
      double rectified = (length - 4) * (length - 2) * longest;
      rectified /= (longest - 4) * (longest - 2) * length;
      float size = (float) (plain * Math.sqrt(rectified) * Math.sqrt(1 - power));
      float eps = (float) epsilon;
      for (int i = from; i < to; i++) {
        values[i] -= size * mean[i] / ((float) Math.sqrt(square[i]) + eps);
      }
    } else {
      float minusSize = (float) -plain;
      for (int i = from; i < to; i++) {
        values[i] = Math.fma(minusSize, mean[i], values[i]);
      }
    }
  }
}
