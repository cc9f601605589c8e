package dev.lanewise.layers.train;

import dev.lanewise.core.math.FloatMath;

/** Turns logits into probabilities. */
final class Probabilities {

  private Probabilities() {}

  /** The softmax of one image's logits. */
  static float[] softmax(float[] logits) {
    float max = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += FloatMath.exp(logit - max);
    }
    float[] probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) (FloatMath.exp(logits[i] - max) / sum);
    }
    return probabilities;
  }
}
