package dev.lanewise.layers.pool;

import dev.lanewise.core.pool.PoolGeometry;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;

/**
 * Windows of a pooling layer.
 *
 * @param kernelHeight rows of a window
 * @param kernelWidth columns of a window
 * @param strideHeight rows from one window to the next
 * @param strideWidth columns from one window to the next
 * @param padding places around the input that windows may cover
 * @param ceilMode whether windows may hang over the end, as in PyTorch
 * @param countPadding whether an average divides by the padding it covers, too
 */
public record Pool2d(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    Halo padding,
    boolean ceilMode,
    boolean countPadding) {

  /** Square windows that touch without overlap, as PyTorch's default: the stride is the kernel. */
  public static Pool2d of(int kernel) {
    return of(kernel, kernel);
  }

  /** Square windows. */
  public static Pool2d of(int kernel, int stride) {
    return new Pool2d(kernel, kernel, stride, stride, Halo.NONE, false, true);
  }

  /** The sizes for one input. */
  PoolGeometry geometry(Shape input) {
    return new PoolGeometry(
        input,
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        padding,
        ceilMode,
        countPadding);
  }
}
