package dev.lanewise.layers.train;

import dev.lanewise.core.tensor.Samples;
import dev.lanewise.layers.Network;

/** Whether samples fit a network. */
final class Fit {

  private Fit() {}

  /**
   * Checks that a network can be trained or measured on samples.
   *
   * @throws IllegalArgumentException if there are none, or shape or classes differ
   */
  static void check(Network network, Samples samples) {
    if (samples.size() < 1) {
      throw new IllegalArgumentException("There must be at least 1 sample. Received: 0");
    }
    if (!samples.shape().equals(network.input())) {
      throw new IllegalArgumentException(
          "The samples must have the shape of the network's input. Expected: %s. Received: %s"
              .formatted(network.input(), samples.shape()));
    }
    if (samples.classes() != network.output().elements()) {
      throw new IllegalArgumentException(
          "The network must give a value for each class. Expected: %s. Received: %s"
              .formatted(samples.classes(), network.output().elements()));
    }
  }
}
