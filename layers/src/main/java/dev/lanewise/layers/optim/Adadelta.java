package dev.lanewise.layers.optim;

import dev.lanewise.core.math.Range;

/**
 * Steps measured by the steps before (Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012)
 * as PyTorch's {@code Adadelta}: {@code g += weightDecay * p}; {@code v = rho v + (1 - rho) g^2};
 * {@code d = sqrt(u + epsilon) / sqrt(v + epsilon) * g}; {@code u = rho u + (1 - rho) d^2}; {@code
 * p -= rate * d}.
 *
 * @param learningRate positive
 * @param rho decay of both means, in [0, 1)
 * @param epsilon added inside both roots
 * @param weightDecay factor of the parameters that is added to their gradients
 */
public record Adadelta(double learningRate, double rho, double epsilon, double weightDecay)
    implements Optimizer {

  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Adadelta {
    Range.positive("learning rate", learningRate);
    Range.fraction("rho", rho);
    Range.notNegative("epsilon", epsilon);
    Range.notNegative("weight decay", weightDecay);
  }

  /** PyTorch's defaults: 0.9, 1e-6, no weight decay. */
  public static Adadelta of(double learningRate) {
    return new Adadelta(learningRate, 0.9, 1e-6, 0);
  }

  @Override
  public String name() {
    return "Adadelta";
  }

  @Override
  public Adadelta withLearningRate(double rate) {
    return new Adadelta(rate, rho, epsilon, weightDecay);
  }

  @Override
  public Adadelta withWeightDecay(double decay) {
    return new Adadelta(learningRate, rho, epsilon, decay);
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
    float[] square = slots[0];
    float[] moved = slots[1];
    Moments.enterSquare(rho, gradients, square, from, to);
    float kept = (float) rho;
    float entering = (float) (1 - rho);
    float eps = (float) epsilon;
    float minusRate = (float) -rate;
    for (int i = from; i < to; i++) {
      float usual = (float) Math.sqrt(moved[i] + eps) / (float) Math.sqrt(square[i] + eps);
      float move = usual * gradients[i];
      moved[i] = Math.fma(kept, moved[i], entering * (move * move));
      values[i] = Math.fma(minusRate, move, values[i]);
    }
  }
}
