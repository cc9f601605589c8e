package dev.lanewise.data;

import dev.lanewise.core.tensor.AugmentedSamples;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;

/** Samples that count differently in a loss. Weights come first, augmentation after. */
public final class WeightedSamples implements Samples {

  private final Samples samples;
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
    if (samples instanceof AugmentedSamples) {
      throw new IllegalArgumentException(
          "Samples must be weighted before they are augmented. Received: augmented samples");
    }
    if (weights.length != samples.size()) {
      throw new IllegalArgumentException(
          "There must be a weight for each sample. Expected: %d. Received: %d"
              .formatted(samples.size(), weights.length));
    }
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || Float.isInfinite(weights[i])) {
        throw new IllegalArgumentException(
            "Every weight must be at least 0 and finite. Received for sample %d: %s"
                .formatted(i, weights[i]));
      }
    }
    this.samples = samples;
    this.weights = weights.clone();
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public Shape shape() {
    return samples.shape();
  }

  @Override
  public int classes() {
    return samples.classes();
  }

  @Override
  public int label(int index) {
    return samples.label(index);
  }

  @Override
  public boolean hasTargets() {
    return samples.hasTargets();
  }

  @Override
  public float target(int index, int element) {
    return samples.target(index, element);
  }

  @Override
  public float weight(int index) {
    return weights[index];
  }

  @Override
  public void copyTo(int index, float[] group, int at, LaneLayout layout, int lane) {
    samples.copyTo(index, group, at, layout, lane);
  }

  @Override
  public void copyTo(int index, float[] image, int at, ChannelLayout layout, float[] scratch) {
    samples.copyTo(index, image, at, layout, scratch);
  }
}
