package dev.lanewise.core.pool;

import dev.lanewise.core.kernel.PoolAxis;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;

/**
 * Sizes of a pooling, with PyTorch's meaning. Along each axis there are {@code floor((input +
 * padding - kernel) / stride) + 1} windows. In ceil mode it is {@code ceil}, less the last window
 * if that would start beyond the input and the padding before it.
 *
 * @param input shape of one image
 * @param kernelHeight rows of a window
 * @param kernelWidth columns of a window
 * @param strideHeight rows from one window to the next
 * @param strideWidth columns from one window to the next
 * @param padding places around the input that windows may cover; at most half a kernel
 * @param ceilMode whether windows may hang over the padded input's end
 * @param countPadding whether an average divides by the padding it covers, too (PyTorch's {@code
 *     count_include_pad}); what hangs beyond the padding never counts
 */
public record PoolGeometry(
    Shape input,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    Halo padding,
    boolean ceilMode,
    boolean countPadding)
    implements PoolWindows {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a kernel or stride is below 1, a kernel has more than 2^24
   *     taps, a padding exceeds half its kernel, or no window fits the input
   */
  public PoolGeometry {
    if (kernelHeight < 1 || kernelWidth < 1) {
      throw new IllegalArgumentException(
          "A pooling kernel must be at least 1x1. Received: " + kernelHeight + "x" + kernelWidth);
    }
    if ((long) kernelHeight * kernelWidth > MOST_TAPS) {
      throw new IllegalArgumentException(
          "A pooling kernel must have at most 16777216 taps (2^24). Received: "
              + kernelHeight
              + "x"
              + kernelWidth);
    }
    if (strideHeight < 1 || strideWidth < 1) {
      throw new IllegalArgumentException(
          "A pooling stride must be at least 1x1. Received: " + strideHeight + "x" + strideWidth);
    }
    checkPadding("top", padding.top(), kernelHeight);
    checkPadding("bottom", padding.bottom(), kernelHeight);
    checkPadding("left", padding.left(), kernelWidth);
    checkPadding("right", padding.right(), kernelWidth);
    int rows =
        windows(
            input.height(), kernelHeight, strideHeight, padding.top(), padding.bottom(), ceilMode);
    int columns =
        windows(input.width(), kernelWidth, strideWidth, padding.left(), padding.right(), ceilMode);
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "A pooling kernel must fit the padded input. Received: kernel %sx%s, input %s, %s"
              .formatted(kernelHeight, kernelWidth, input, padding));
    }
  }

  /** Square windows without padding, in floor mode. */
  public static PoolGeometry of(Shape input, int kernel, int stride) {
    return new PoolGeometry(input, kernel, kernel, stride, stride, Halo.NONE, false, true);
  }

  /** The same with other padding. */
  public PoolGeometry withPadding(Halo places) {
    return new PoolGeometry(
        input,
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        places,
        ceilMode,
        countPadding);
  }

  @Override
  public Shape output() {
    return new Shape(
        input.channels(),
        windows(
            input.height(), kernelHeight, strideHeight, padding.top(), padding.bottom(), ceilMode),
        windows(
            input.width(), kernelWidth, strideWidth, padding.left(), padding.right(), ceilMode));
  }

  @Override
  public PoolAxis rows() {
    return axis(
        input.height(),
        output().height(),
        kernelHeight,
        strideHeight,
        padding.top(),
        padding.bottom());
  }

  @Override
  public PoolAxis columns() {
    return axis(
        input.width(), output().width(), kernelWidth, strideWidth, padding.left(), padding.right());
  }

  private static void checkPadding(String side, int padding, int kernel) {
    if (padding > kernel / 2) {
      throw new IllegalArgumentException(
          "Pooling padding must be at most half the kernel. Expected: %s at most %s. Received: %s"
              .formatted(side, kernel / 2, padding));
    }
  }

  private static int windows(
      int input, int kernel, int stride, int before, int after, boolean ceilMode) {
    // In long: a kernel of 2^24 and a stride near 2^31 are legal.
    long reach = (long) input + before + after - kernel;
    int windows = (int) Math.floorDiv(ceilMode ? reach + stride - 1 : reach, (long) stride) + 1;
    return ceilMode && (windows - 1L) * stride >= (long) input + before ? windows - 1 : windows;
  }

  private PoolAxis axis(int inputs, int outputs, int kernel, int stride, int before, int after) {
    int[] start = new int[outputs];
    int[] firstTap = new int[outputs];
    int[] endTap = new int[outputs];
    int[] divisor = new int[outputs];
    for (int o = 0; o < outputs; o++) {
      start[o] = o * stride - before;
      firstTap[o] = Math.max(0, -start[o]);
      endTap[o] = Math.min(kernel, inputs - start[o]);
      divisor[o] =
          countPadding ? Math.min(kernel, inputs + after - start[o]) : endTap[o] - firstTap[o];
    }
    int[] firstOutput = new int[inputs];
    int[] endOutput = new int[inputs];
    for (int i = 0; i < inputs; i++) {
      // Output o has input i if o * stride <= i + before < o * stride + kernel.
      endOutput[i] = Math.min(outputs, (i + before) / stride + 1);
      firstOutput[i] =
          Math.min(endOutput[i], Math.max(0, Math.floorDiv(i + before - kernel, stride) + 1));
    }
    return new PoolAxis(kernel, start, firstTap, endTap, divisor, firstOutput, endOutput);
  }
}
