package dev.lanewise.bench;

/** How a bandwidth is measured. */
public enum StreamOperation {
  /** Reading alone. */
  READ("read", 1),
  /** Writing alone. */
  WRITE("write", 1),
  /** {@code y = x}. */
  COPY("copy", 2),
  /** {@code y = a x + z}, what the other figures are held against. */
  TRIAD("triad", 3);

  private final String text;
  private final int arrays;

  StreamOperation(String text, int arrays) {
    this.text = text;
    this.arrays = arrays;
  }

  /** Arrays that are read or written. */
  int arrays() {
    return arrays;
  }

  /** The operation in lower case. */
  @Override
  public String toString() {
    return text;
  }
}
