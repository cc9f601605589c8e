package dev.lanewise.bench;

/** One of a convolution's three products. */
public enum ConvPass {
  /** The output from the input and the weights, packing of the weights included. */
  FORWARD("forward"),
  /**
   * The input's gradient from the output's and the weights, packing of the weights for both passes
   * included.
   */
  BACKWARD_DATA("backward-data"),
  /** The weights' gradient in one shard for each lane group; the shards are not summed. */
  BACKWARD_WEIGHTS("backward-weights");

  private final String text;

  ConvPass(String text) {
    this.text = text;
  }

  /** The pass in lower case with hyphens. */
  @Override
  public String toString() {
    return text;
  }
}
