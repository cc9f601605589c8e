package dev.lanewise.bench;

/** What a pooling computes. */
public enum PoolPass {
  /** The largest value of each window, and which it was. */
  MAX_FORWARD("max-forward"),
  /** The gradient of the largest values. */
  MAX_BACKWARD("max-backward"),
  /** The mean of each window. */
  AVERAGE_FORWARD("average-forward"),
  /** The gradient of the means. */
  AVERAGE_BACKWARD("average-backward");

  private final String text;

  PoolPass(String text) {
    this.text = text;
  }

  /** The pass in lower case with hyphens. */
  @Override
  public String toString() {
    return text;
  }
}
