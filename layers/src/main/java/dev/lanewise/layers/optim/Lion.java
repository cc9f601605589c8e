package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;

/**
 * Steps of one size, of which the momentum gives the sign (Chen and others, "Symbolic Discovery of
 * Optimization Algorithms", 2023): {@code p *= 1 - rate * weightDecay}; {@code p -= rate *
 * sign(beta1 m + (1 - beta1) g)}; {@code m = beta2 m + (1 - beta2) g}.
 *
 * @param learningRate positive
 * @param beta1 the momentum's part in the step, in [0, 1)
 * @param beta2 decay of the momentum, in [0, 1)
 * @param weightDecay share of the parameters that a rate of 1 takes away
 */
public record Lion(double learningRate, double beta1, double beta2, double weightDecay)
    implements Optimizer {

  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Lion {
    Range.positive("learning rate", learningRate);
    Range.fraction("beta1", beta1);
    Range.fraction("beta2", beta2);
    Range.notNegative("weight decay", weightDecay);
  }

  /** The paper's defaults: 0.9, 0.99, no weight decay. */
  public static Lion of(double learningRate) {
    return new Lion(learningRate, 0.9, 0.99, 0);
  }

  @Override
  public String name() {
    return "Lion";
  }

  @Override
  public Lion withLearningRate(double rate) {
    return new Lion(rate, beta1, beta2, weightDecay);
  }

  @Override
  public Lion withWeightDecay(double decay) {
    return new Lion(learningRate, beta1, beta2, decay);
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
    Moments.shrink(rate * weightDecay, values, from, to);
    float[] mean = slots[0];
    float ahead = (float) beta1;
    float fresh = (float) (1 - beta1);
    float kept = (float) beta2;
    float entering = (float) (1 - beta2);
    float minusRate = (float) -rate;
    for (int i = from; i < to; i++) {
      float g = gradients[i];
      float direction = Math.fma(ahead, mean[i], fresh * g);
      mean[i] = Math.fma(kept, mean[i], entering * g);
      values[i] = Math.fma(minusRate, Math.signum(direction), values[i]);
    }
  }
}
