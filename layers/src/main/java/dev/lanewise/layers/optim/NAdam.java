package dev.lanewise.layers.optim;

import dev.lanewise.core.math.DoubleMath;
import dev.lanewise.core.math.Range;

/**
 * Adam with Nesterov's momentum (Dozat, "Incorporating Nesterov Momentum into Adam", 2016) as
 * PyTorch's {@code NAdam}: {@code g += weightDecay * p}, {@link Adam}'s moments, and with {@code
 * mu_t = beta1 (1 - 0.5 * 0.96^(t momentumDecay))} and {@code M_t = mu_1 ... mu_t} the step {@code
 * p -= rate * ((1 - mu_t) g / (1 - M_t) + mu_(t+1) m / (1 - M_(t+1))) / (sqrt(v / (1 - beta2^t)) +
 * epsilon)}.
 *
 * @param learningRate positive
 * @param beta1 decay of the mean, in [0, 1)
 * @param beta2 decay of the squares' mean, in [0, 1)
 * @param epsilon added to the root, outside it
 * @param weightDecay factor of the parameters that is added to their gradients
 * @param momentumDecay how fast the momentum approaches beta1, at least 0
 */
public record NAdam(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double momentumDecay)
    implements Optimizer {

  /** What no longer changes 1 when it is subtracted. */
  private static final double NOTHING = 0x1p-60;

  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public NAdam {
    Range.positive("learning rate", learningRate);
    Range.fraction("beta1", beta1);
    Range.fraction("beta2", beta2);
    Range.notNegative("epsilon", epsilon);
    Range.notNegative("weight decay", weightDecay);
    Range.notNegative("momentum decay", momentumDecay);
  }

  /** PyTorch's defaults: 0.9, 0.999, 1e-8, no weight decay, momentum decay 0.004. */
  public static NAdam of(double learningRate) {
    return new NAdam(learningRate, 0.9, 0.999, 1e-8, 0, 4e-3);
  }

  @Override
  public String name() {
    return "NAdam";
  }

  @Override
  public NAdam withLearningRate(double rate) {
    return new NAdam(rate, beta1, beta2, epsilon, weightDecay, momentumDecay);
  }

  @Override
  public NAdam withWeightDecay(double decay) {
    return new NAdam(learningRate, beta1, beta2, epsilon, decay, momentumDecay);
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
    double perStep = DoubleMath.power(0.96, momentumDecay);
    double product = product(step, perStep);
    double now = momentum(DoubleMath.power(perStep, step));
    double next = momentum(DoubleMath.power(perStep, step + 1));
    float ofGradient = (float) (rate * (1 - now) / (1 - product));
    float ofMean = (float) (rate * next / (1 - product * next));
    float root = (float) (1 / Math.sqrt(1 - DoubleMath.power(beta2, step)));
    float eps = (float) epsilon;
    for (int i = from; i < to; i++) {
      float denominator = Math.fma((float) Math.sqrt(square[i]), root, eps);
      values[i] -= Math.fma(ofGradient, gradients[i], ofMean * mean[i]) / denominator;
    }
  }

  /** The momentum's factor, from {@code 0.96^(t momentumDecay)}. */
  private double momentum(double decayed) {
    return beta1 * (1 - 0.5 * decayed);
  }

  /** {@code mu_1 ... mu_step}. It falls at least like {@code beta1^step}, so few factors count. */
  private double product(long step, double perStep) {
    double product = 1;
    double decayed = 1;
    for (long t = 1; t <= step && product > NOTHING; t++) {
      decayed *= perStep;
      product *= momentum(decayed);
    }
    return product;
  }
}
