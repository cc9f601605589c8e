package dev.lanewise.core.setting;

/** How many bits a vector kernel works on at once. */
public enum SimdWidth {
  /** Plain Java, one float at a time. */
  SCALAR(32),
  /** Four floats. */
  V128(128),
  /** Eight floats. */
  V256(256),
  /** Sixteen floats: a whole lane group's pixel. */
  V512(512);

  private final int bits;

  SimdWidth(int bits) {
    this.bits = bits;
  }

  /** Bits of a register. */
  public int bits() {
    return bits;
  }

  /** Floats in a register. */
  public int floats() {
    return bits / 32;
  }

  /** As the property {@code lanewise.simd} spells it: {@code scalar}, {@code 128}, 256, 512. */
  @Override
  public String toString() {
    return this == SCALAR ? "scalar" : Integer.toString(bits);
  }
}
