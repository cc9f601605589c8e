package dev.lanewise.layers.train;

/** Samples none of which counts in a loss: there is nothing to learn and nothing to measure. */
public final class NothingCountsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  NothingCountsException(int samples) {
    super(
        "At least one sample must count in the loss: its weight and its class's weight must be"
            + " above 0, and its class not ignored. Received: none of "
            + samples);
  }
}
