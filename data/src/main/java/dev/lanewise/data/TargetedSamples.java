package dev.lanewise.data;

import dev.lanewise.core.tensor.AugmentedSamples;
import dev.lanewise.core.tensor.ForwardingSamples;
import dev.lanewise.core.tensor.Samples;

/**
 * Samples with targets in place of classes: 0 or 1 for each of several classes that an image may
 * belong to at once, shares of classes, or numbers to predict. Targets come first, weights and
 * augmentation after.
 */
public final class TargetedSamples extends ForwardingSamples {

  private final float[] targets;
  private final int outputs;
  private final int[] labels;

  /**
   * Gives each sample its targets.
   *
   * @param samples the samples, not augmented; their classes don't matter any more
   * @param outputs targets of a sample, at least 1: the values of a network's result
   * @param targets {@code [samples][outputs]}, finite; they are copied
   * @throws IllegalArgumentException if the sizes don't fit one another, a target isn't finite, or
   *     the samples are augmented
   */
  public TargetedSamples(Samples samples, int outputs, float[] targets) {
    super(samples);
    if (samples instanceof AugmentedSamples) {
      throw new IllegalArgumentException(
          "Samples must get their targets before they are augmented. Received: augmented samples");
    }
    if (outputs < 1 || targets.length != (long) samples.size() * outputs) {
      throw new IllegalArgumentException(
          "Each of %s samples must have as many targets, at least 1. Received: %s targets by %s"
              .formatted(samples.size(), targets.length, outputs));
    }
    for (int i = 0; i < targets.length; i++) {
      if (!Float.isFinite(targets[i])) {
        throw new IllegalArgumentException(
            "Targets must be finite. Received: %s for sample %s"
                .formatted(targets[i], i / outputs));
      }
    }
    this.outputs = outputs;
    this.targets = targets.clone();
    labels = new int[samples.size()];
    for (int i = 0; i < labels.length; i++) {
      for (int e = 1; e < outputs; e++) {
        if (target(i, e) > target(i, labels[i])) {
          labels[i] = e;
        }
      }
    }
  }

  @Override
  public int classes() {
    return outputs;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public boolean hasTargets() {
    return true;
  }

  @Override
  public float target(int index, int element) {
    return targets[index * outputs + element];
  }
}
