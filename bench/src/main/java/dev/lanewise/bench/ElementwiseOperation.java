package dev.lanewise.bench;

/** A function of each value on its own. */
public enum ElementwiseOperation {
  /** {@code y = max(x, 0)}. */
  RELU("relu", 2),
  /** {@code dx = dy} where {@code y > 0}. */
  RELU_BACKWARD("relu-backward", 3),
  /** {@code y = 1 / (1 + exp(-x))}. */
  SIGMOID("sigmoid", 2),
  /** {@code y = tanh(x)}. */
  TANH("tanh", 2),
  /** {@code y += x}. */
  ADD("add", 3),
  /** {@code y = 2 x} where a hash says so, a half of all, elsewhere 0. */
  DROPOUT("dropout", 2);

  private final String text;
  private final int moves;

  ElementwiseOperation(String text, int moves) {
    this.text = text;
    this.moves = moves;
  }

  /** Values that are read or written for each element. */
  int moves() {
    return moves;
  }

  /** The operation in lower case with hyphens. */
  @Override
  public String toString() {
    return text;
  }
}
