package dev.lanewise.data;

import dev.lanewise.core.tensor.AugmentedSamples;
import dev.lanewise.core.tensor.ForwardingSamples;
import dev.lanewise.core.tensor.Samples;

/**
 * Samples that count differently in a loss. Weights come first, augmentation after. A training or a
 * measurement needs one weight above 0.
 */
public final class WeightedSamples extends ForwardingSamples {

  private final float[] weights;

  /**
   * Gives each sample a weight.
   *
   * @param samples the samples, not augmented
   * @param weights a weight for each, at least 0 and finite; they are copied
   * @throws IllegalArgumentException if there is not a weight for each sample, one is out of range,
   *     or the samples are augmented
   */
  public WeightedSamples(Samples samples, float... weights) {
    super(samples);
    if (samples instanceof AugmentedSamples) {
      throw new IllegalArgumentException(
          "Samples must be weighted before they are augmented. Received: augmented samples");
    }
    if (weights.length != samples.size()) {
      throw new IllegalArgumentException(
          "There must be a weight for each sample. Expected: %s. Received: %s"
              .formatted(samples.size(), weights.length));
    }
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || Float.isInfinite(weights[i])) {
        throw new IllegalArgumentException(
            "Every weight must be at least 0 and finite. Received for sample %s: %s"
                .formatted(i, weights[i]));
      }
    }
    this.weights = weights.clone();
  }

  @Override
  public float weight(int index) {
    return weights[index];
  }
}
