package dev.lanewise.bench;

/**
 * A product whose operands all fit the first-level cache, so that the micro-kernel alone is
 * measured.
 *
 * @param kernel which one
 * @param rows rows of the result
 * @param depth of a product the length of the sums; of an outer product the result's columns
 * @param pixels pixels of sixteen lanes
 */
public record MicroShape(Kernel kernel, int rows, int depth, int pixels) {

  /** A micro-kernel. */
  public enum Kernel {
    /** That of forward, backward data, dense layers and matrix products. */
    PRODUCT("product"),
    /** That of backward weights. */
    OUTER_PRODUCT("outer-product");

    private final String text;

    Kernel(String text) {
      this.text = text;
    }

    /** The kernel in lower case with hyphens. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** For example {@code product:8x64x4}: rows, depth, pixels. */
  public String name() {
    return "%s:%sx%sx%s".formatted(kernel, rows, depth, pixels);
  }

  /** Floating-point operations of one product, a multiply-add counting as two. */
  public double flops() {
    return 2.0 * rows * depth * pixels * 16;
  }
}
