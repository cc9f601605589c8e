package dev.lanewise.layers.train;

import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.loss.Loss;

/** Whether samples fit a network. */
final class Fit {

  private Fit() {}

  /**
   * Checks that a network can be trained or measured on samples.
   *
   * @throws IllegalArgumentException if there are none, shape or classes differ, or a label or
   *     weight that was read for this is out of range
   * @throws NothingCountsException if no sample counts in the loss
   */
  static void check(Network network, Loss loss, Samples samples) {
    if (samples.size() < 1) {
      throw new IllegalArgumentException(
          "There must be at least 1 sample. Received: " + samples.size());
    }
    checkShape(network, samples);
    if (samples.classes() != network.output().elements()) {
      throw new IllegalArgumentException(
          "The network must give a value for each class. Expected: %s. Received: %s"
              .formatted(samples.classes(), network.output().elements()));
    }
    checkCounts(loss, samples);
  }

  /**
   * Checks that samples have the shape of a network's input.
   *
   * @throws IllegalArgumentException if not
   */
  static void checkShape(Network network, Samples samples) {
    if (!samples.shape().equals(network.input())) {
      throw new IllegalArgumentException(
          "The samples must have the shape of the network's input. Expected: %s. Received: %s"
              .formatted(network.input(), samples.shape()));
    }
  }

  /** As a rule the first sample counts, and no other is looked at. */
  private static void checkCounts(Loss loss, Samples samples) {
    boolean byClass = !samples.hasTargets();
    for (int i = 0; i < samples.size(); i++) {
      float weight;
      int label;
      try {
        weight = samples.weight(i);
        label = byClass ? samples.label(i) : 0;
      } catch (RuntimeException e) {
        throw new SampleException(i, e);
      }
      SampleChecks.weight(weight, i);
      boolean counts = weight > 0;
      if (counts && byClass) {
        counts = loss.share(SampleChecks.label(loss, label, samples.classes(), i)) > 0;
      }
      if (counts) {
        return;
      }
    }
    throw new NothingCountsException(samples.size());
  }
}
