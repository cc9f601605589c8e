package dev.lanewise.core.setting;

/**
 * A kernel's extent along one axis.
 *
 * @param kernel taps, at least 1
 * @param stride pixels from one window to the next, at least 1
 * @param dilation pixels from one tap to the next, at least 1
 */
public record Window(int kernel, int stride, int dilation) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public Window {
    if (kernel < 1 || stride < 1 || dilation < 1) {
      throw new IllegalArgumentException(
          "Kernel size, stride and dilation must be at least 1. Received: kernel %s, stride %s, dilation %s"
              .formatted(kernel, stride, dilation));
    }
  }

  /** Pixels from the first tap to the last, both included: {@code (kernel - 1) * dilation + 1}. */
  public long span() {
    return (kernel - 1L) * dilation + 1;
  }

  /** Zeros that TensorFlow's "same" adds along this axis, both sides together. */
  int sameTotal(int size) {
    long out = (size + stride - 1L) / stride;
    return (int) Math.max(0, (out - 1) * stride + span() - size);
  }

  /** Windows that fit: {@code floor((size + before + after - span) / stride) + 1}. */
  public int outputs(int size, int before, int after) {
    long room = (long) size + before + after - span();
    return room < 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, room / stride + 1);
  }
}
