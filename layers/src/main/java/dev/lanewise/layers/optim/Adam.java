package dev.lanewise.layers.optim;

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
    float decay = (float) weightDecay;
    if (decay != 0) {
      for (int i = from; i < to; i++) {
        gradients[i] = Math.fma(decay, values[i], gradients[i]);
      }
    }
    float[] mean = slots[0];
    float[] square = slots[1];
    float keepMean = (float) beta1;
    float enterMean = (float) (1 - beta1);
    float keepSquare = (float) beta2;
    float enterSquare = (float) (1 - beta2);
    for (int i = from; i < to; i++) {
      float g = gradients[i];
      mean[i] = Math.fma(keepMean, mean[i], enterMean * g);
      square[i] = Math.fma(keepSquare, square[i], enterSquare * (g * g));
    }
    float[] divisor = square;
    if (amsgrad) {
      divisor = slots[2];
      for (int i = from; i < to; i++) {
        divisor[i] = Math.max(divisor[i], square[i]);
      }
    }
    float size = (float) (rate / (1 - power(beta1, step)));
    float root = (float) (1 / Math.sqrt(1 - power(beta2, step)));
    float eps = (float) epsilon;
    for (int i = from; i < to; i++) {
      float denominator = Math.fma((float) Math.sqrt(divisor[i]), root, eps);
      values[i] -= size * mean[i] / denominator;
    }
  }

  /**
   * {@code base^exponent} by repeated squaring: the same bits on every machine, and nothing
   * allocated, as {@code StrictMath.pow} does until it is compiled.
   */
  private static double power(double base, long exponent) {
    double result = 1;
    double square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }
}
