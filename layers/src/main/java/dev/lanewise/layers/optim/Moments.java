package dev.lanewise.layers.optim;

import dev.lanewise.core.math.DoubleMath;

/** What optimizers with running means share. Slot 0 is the mean, slot 1 the squares' mean. */
final class Moments {

  private Moments() {}

  /** Weight decay as a part of the gradient: {@code g += factor * p}. */
  static void decay(double factor, float[] values, float[] gradients, int from, int to) {
    float decay = (float) factor;
    if (decay != 0) {
      for (int i = from; i < to; i++) {
        gradients[i] = Math.fma(decay, values[i], gradients[i]);
      }
    }
  }

  /** Weight decay beside the gradient: {@code p *= 1 - share}. */
  static void shrink(double share, float[] values, int from, int to) {
    if (share != 0) {
      // The share is far smaller than 1: 1 - share would lose most of its digits in float.
      float lost = (float) -share;
      for (int i = from; i < to; i++) {
        values[i] = Math.fma(lost, values[i], values[i]);
      }
    }
  }

  /** {@code m = beta1 m + (1 - beta1) g} and {@code v = beta2 v + (1 - beta2) g^2}. */
  static void enter(
      double beta1, double beta2, float[] gradients, float[][] slots, int from, int to) {
    float[] mean = slots[0];
    float[] square = slots[1];
    float enterMean = (float) (1 - beta1);
    float enterSquare = (float) (1 - beta2);
    for (int i = from; i < to; i++) {
      float g = gradients[i];
      // One factor, not two whose sum is only nearly 1: errors would lean to one side.
      mean[i] = Math.fma(enterMean, g - mean[i], mean[i]);
      square[i] = Math.fma(enterSquare, Math.fma(g, g, -square[i]), square[i]);
    }
  }

  /** {@code square = keep * square + (1 - keep) * g^2}. */
  static void enterSquare(double keep, float[] gradients, float[] square, int from, int to) {
    float kept = (float) keep;
    float entering = (float) (1 - keep);
    for (int i = from; i < to; i++) {
      float g = gradients[i];
      square[i] = Math.fma(kept, square[i], entering * (g * g));
    }
  }

  /** Adam's step; amsgrad keeps its maximum in slot 2. */
  static void apply(
      long step,
      double rate,
      double beta1,
      double beta2,
      double epsilon,
      boolean amsgrad,
      float[] values,
      float[][] slots,
      int from,
      int to) {
    float[] mean = slots[0];
    float[] divisor = slots[1];
    if (amsgrad) {
      float[] square = divisor;
      divisor = slots[2];
      for (int i = from; i < to; i++) {
        divisor[i] = Math.max(divisor[i], square[i]);
      }
    }
    float size = (float) (rate / (1 - DoubleMath.power(beta1, step)));
    float root = (float) (1 / Math.sqrt(1 - DoubleMath.power(beta2, step)));
    float eps = (float) epsilon;
    for (int i = from; i < to; i++) {
      float denominator = Math.fma((float) Math.sqrt(divisor[i]), root, eps);
      values[i] -= size * mean[i] / denominator;
    }
  }
}
