package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;

/**
 * Gradients divided by the root of their squares' mean (Tieleman and Hinton, lecture 6.5, 2012) as
 * PyTorch's {@code RMSprop}: {@code g += weightDecay * p}; {@code v = alpha v + (1 - alpha) g^2};
 * centered, {@code a = alpha a + (1 - alpha) g} and {@code d = sqrt(v - a^2) + epsilon}, otherwise
 * {@code d = sqrt(v) + epsilon}; with momentum {@code b = momentum b + g / d} and {@code p -= rate
 * * b}, otherwise {@code p -= rate * g / d}. Where rounding makes {@code v - a^2} negative it is
 * taken for 0.
 *
 * @param learningRate positive
 * @param alpha decay of the squares' mean, in [0, 1)
 * @param epsilon added to the root, outside it
 * @param weightDecay factor of the parameters that is added to their gradients
 * @param momentum at least 0; 0 keeps no buffer
 * @param centered whether the square of the gradients' mean is subtracted
 */
public record RmsProp(
    double learningRate,
    double alpha,
    double epsilon,
    double weightDecay,
    double momentum,
    boolean centered)
    implements Optimizer {

  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public RmsProp {
    Range.positive("learning rate", learningRate);
    Range.fraction("alpha", alpha);
    Range.notNegative("epsilon", epsilon);
    Range.notNegative("weight decay", weightDecay);
    Range.notNegative("momentum", momentum);
  }

  /** PyTorch's defaults: 0.99, 1e-8, no weight decay, no momentum, not centered. */
  public static RmsProp of(double learningRate) {
    return new RmsProp(learningRate, 0.99, 1e-8, 0, 0, false);
  }

  @Override
  public String name() {
    return "RmsProp";
  }

  @Override
  public RmsProp withLearningRate(double rate) {
    return new RmsProp(rate, alpha, epsilon, weightDecay, momentum, centered);
  }

  @Override
  public RmsProp withWeightDecay(double decay) {
    return new RmsProp(learningRate, alpha, epsilon, decay, momentum, centered);
  }

  @Override
  public int slots() {
    return 1 + (momentum == 0 ? 0 : 1) + (centered ? 1 : 0);
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
    update(step, rate, momentum, values, gradients, slots, from, to);
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
    float[] square = slots[0];
    Moments.enterSquare(alpha, gradients, square, from, to);
    float eps = (float) epsilon;
    // The quotient takes the gradient's place.
    if (centered) {
      float[] mean = slots[1];
      float kept = (float) alpha;
      float entering = (float) (1 - alpha);
      for (int i = from; i < to; i++) {
        float g = gradients[i];
        mean[i] = Math.fma(kept, mean[i], entering * g);
        float variance = Math.max(0f, Math.fma(-mean[i], mean[i], square[i]));
        gradients[i] = g / ((float) Math.sqrt(variance) + eps);
      }
    } else {
      for (int i = from; i < to; i++) {
        gradients[i] /= (float) Math.sqrt(square[i]) + eps;
      }
    }
    float minusRate = (float) -rate;
    if (momentum == 0) {
      for (int i = from; i < to; i++) {
        values[i] = Math.fma(minusRate, gradients[i], values[i]);
      }
      return;
    }
    float[] velocity = slots[centered ? 2 : 1];
    float kept = (float) current;
    for (int i = from; i < to; i++) {
      velocity[i] = Math.fma(kept, velocity[i], gradients[i]);
      values[i] = Math.fma(minusRate, velocity[i], values[i]);
    }
  }
}
