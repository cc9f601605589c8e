package dev.lanewise.layers.train;

import dev.lanewise.core.math.FloatMath;

/** Turns logits into probabilities. */
final class Probabilities {

  private Probabilities() {}

  /** Replaces one image's logits, {@code values[at .. at + n - 1]}, by their softmax. */
  static void softmax(float[] values, int at, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = Math.max(max, values[i]);
    }
    double sum = 0;
    for (int i = at; i < at + n; i++) {
      sum += FloatMath.exp(values[i] - max);
    }
    for (int i = at; i < at + n; i++) {
      values[i] = (float) (FloatMath.exp(values[i] - max) / sum);
    }
  }
}
