package dev.lanewise.core.setting;

/**
 * One axis of a transposed convolution, as in PyTorch's {@code ConvTranspose2d}: {@code (size - 1)
 * * stride - 2 * padding + dilation * (kernel - 1) + outputPadding + 1} pixels come out.
 *
 * @param window kernel, stride and dilation of the convolution whose backward data it is
 * @param padding pixels left out of the result on either side
 * @param outputPadding pixels added to the result's end, which chooses among the sizes that the
 *     convolution would turn into the same one; they are computed like the others
 */
public record TransposedAxis(Window window, int padding, int outputPadding) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is negative, or if the output's padding is not less
   *     than the stride or the dilation, which is PyTorch's rule, or not less than stride and
   *     padding together
   */
  public TransposedAxis {
    if (padding < 0) {
      throw new IllegalArgumentException("Padding must be at least 0. Received: " + padding);
    }
    if (outputPadding < 0
        || outputPadding >= Math.max(window.stride(), window.dilation())
        || outputPadding - padding >= window.stride()) {
      throw new IllegalArgumentException(
          "Output padding must be at least 0, less than the stride or the dilation, and less than stride plus padding. Received: output padding %s, stride %s, dilation %s, padding %s"
              .formatted(outputPadding, window.stride(), window.dilation(), padding));
    }
  }

  /** No padding. */
  public static TransposedAxis of(Window window) {
    return new TransposedAxis(window, 0, 0);
  }

  /** Pixels that come out of {@code size}; may be negative, or too many. */
  public long outputs(int size) {
    return (size - 1L) * window.stride() - 2L * padding + window.span() + outputPadding;
  }

  /** The convolution's zeros at the end of what here comes out. */
  public int after() {
    return Math.max(0, padding - outputPadding);
  }
}
