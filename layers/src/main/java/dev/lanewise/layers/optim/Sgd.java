package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;

/**
 * Stochastic gradient descent as PyTorch's {@code SGD}: {@code g += weightDecay * p}; with momentum
 * {@code v = momentum * v + (1 - dampening) * g}, at the first step {@code v = g}; then {@code p -=
 * rate * (nesterov ? g + momentum * v : v)}. The rate is outside the buffer, which matters when it
 * changes.
 *
 * @param learningRate positive
 * @param momentum at least 0; 0 keeps no buffer
 * @param dampening of the gradient that enters the buffer
 * @param nesterov whether to look ahead; needs momentum and no dampening
 * @param weightDecay factor of the parameters that is added to their gradients
 */
public record Sgd(
    double learningRate, double momentum, double dampening, boolean nesterov, double weightDecay)
    implements Optimizer {

  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Sgd {
    Range.positive("learning rate", learningRate);
    Range.notNegative("momentum", momentum);
    Range.notNegative("weight decay", weightDecay);
    Range.finite("dampening", dampening);
    if (nesterov && (momentum <= 0 || dampening != 0)) {
      throw new IllegalArgumentException(
          "Nesterov's form needs momentum and no dampening. Received: momentum %s, dampening %s"
              .formatted(momentum, dampening));
    }
  }

  /** Plain gradient descent. */
  public static Sgd of(double learningRate) {
    return new Sgd(learningRate, 0, 0, false, 0);
  }

  /** With momentum. */
  public static Sgd momentum(double learningRate, double momentum) {
    return new Sgd(learningRate, momentum, 0, false, 0);
  }

  /** With Nesterov's momentum. */
  public static Sgd nesterov(double learningRate, double momentum) {
    return new Sgd(learningRate, momentum, 0, true, 0);
  }

  @Override
  public String name() {
    return "SGD";
  }

  @Override
  public Sgd withLearningRate(double rate) {
    return new Sgd(rate, momentum, dampening, nesterov, weightDecay);
  }

  @Override
  public Sgd withWeightDecay(double decay) {
    return new Sgd(learningRate, momentum, dampening, nesterov, decay);
  }

  @Override
  public int slots() {
    return momentum == 0 ? 0 : 1;
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
    float minusRate = (float) -rate;
    Moments.decay(weightDecay, values, gradients, from, to);
    if (momentum == 0) {
      for (int i = from; i < to; i++) {
        values[i] = Math.fma(minusRate, gradients[i], values[i]);
      }
      return;
    }
    float[] velocity = slots[0];
    float kept = step == 1 ? 0f : (float) current;
    float entering = step == 1 ? 1f : (float) (1 - dampening);
    for (int i = from; i < to; i++) {
      velocity[i] = Math.fma(kept, velocity[i], entering * gradients[i]);
    }
    if (nesterov) {
      float ahead = (float) current;
      for (int i = from; i < to; i++) {
        values[i] = Math.fma(minusRate, Math.fma(ahead, velocity[i], gradients[i]), values[i]);
      }
    } else {
      for (int i = from; i < to; i++) {
        values[i] = Math.fma(minusRate, velocity[i], values[i]);
      }
    }
  }
}
