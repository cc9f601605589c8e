package dev.lanewise.layers.train;

/** Samples threw something when one of them was read; its cause is what they threw. */
public final class SampleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The sample, from 0. */
  private final int index;

  SampleException(int index, RuntimeException cause) {
    super(
        "Every sample must be readable. Received for sample %s: %s".formatted(index, cause), cause);
    this.index = index;
  }

  /** The sample that was read, from 0. */
  public int index() {
    return index;
  }
}
