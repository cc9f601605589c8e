package dev.lanewise.layers.train;

import dev.lanewise.layers.loss.Loss;

/** What a sample says of itself, checked where it is read. Nothing is allocated but messages. */
final class SampleChecks {

  private SampleChecks() {}

  /**
   * A label.
   *
   * @param label the label
   * @param classes number of classes
   * @param index the sample that has it
   * @return the label
   * @throws IllegalArgumentException if the label is out of range
   */
  static int label(int label, int classes, int index) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "A label must be 0 to %s. Received: %s for sample %s"
              .formatted(classes - 1, label, index));
    }
    return label;
  }

  /** A label that may also be the number that a loss ignores; else as the other one. */
  static int label(Loss loss, int label, int classes, int index) {
    return loss.ignores(label) ? label : label(label, classes, index);
  }

  /**
   * A weight.
   *
   * @return the weight
   * @throws IllegalArgumentException if it is negative, infinite or not a number
   */
  static float weight(float weight, int index) {
    if (!(weight >= 0 && weight < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "A weight must be at least 0 and finite. Received: %s for sample %s"
              .formatted(weight, index));
    }
    return weight;
  }

  /**
   * A target.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  static void target(float target, int element, int index) {
    if (!Float.isFinite(target)) {
      throw new IllegalArgumentException(
          "A target must be finite. Received: %s for element %s of sample %s"
              .formatted(target, element, index));
    }
  }

  /**
   * The part of an image that is of its first class.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  static void share(float share, int index) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "A share must be 0 to 1. Received: %s for sample %s".formatted(share, index));
    }
  }
}
