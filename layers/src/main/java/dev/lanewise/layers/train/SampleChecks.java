package dev.lanewise.layers.train;

/** What a sample says of itself, checked where it is read. Allocates nothing but messages. */
final class SampleChecks {

  private SampleChecks() {}

  /**
   * A label.
   *
   * @param label the label
   * @param classes number of classes
   * @param index the sample that has it
   * @throws IllegalArgumentException if the label is out of range
   */
  static int label(int label, int classes, int index) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "A label must be 0 to %d. Received: %d for sample %d"
              .formatted(classes - 1, label, index));
    }
    return label;
  }
}
