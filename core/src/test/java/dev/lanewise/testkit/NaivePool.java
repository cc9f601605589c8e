package dev.lanewise.testkit;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Pooling of one image by plain loops over windows, in the engine's order of additions, so that
 * results are equal to the last bit.
 *
 * @param input shape
 * @param kernelHeight rows of a window
 * @param kernelWidth columns of a window
 * @param strideHeight rows from window to window
 * @param strideWidth columns from window to window
 * @param padding around the input
 * @param ceilMode whether windows may hang over
 * @param countPadding whether an average counts the padding
 */
public record NaivePool(
    Shape input,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    Halo padding,
    boolean ceilMode,
    boolean countPadding) {

  /** The result's shape, by counting windows; null if there is no window. */
  public @Nullable Shape output() {
    int rows = count(input.height(), kernelHeight, strideHeight, padding.top(), padding.bottom());
    int columns = count(input.width(), kernelWidth, strideWidth, padding.left(), padding.right());
    return rows == 0 || columns == 0 ? null : new Shape(input.channels(), rows, columns);
  }

  private int count(int size, int kernel, int stride, int before, int after) {
    int padded = before + size + after;
    int windows = 0;
    if (ceilMode) {
      // One more window as long as something is left that the last one did not reach.
      while (windows * stride < before + size && (windows - 1) * stride + kernel < padded) {
        windows++;
      }
    } else {
      while (windows * stride + kernel <= padded) {
        windows++;
      }
    }
    return windows;
  }

  /** Visits the places of every window, in order of outputs, then row by row. */
  private void forEach(Shape output, Visitor visitor) {
    for (int c = 0, o = 0; c < output.channels(); c++) {
      for (int oy = 0; oy < output.height(); oy++) {
        for (int ox = 0; ox < output.width(); ox++, o++) {
          int divisor = 0;
          for (int pass = 0; pass < 2; pass++) {
            for (int ky = 0; ky < kernelHeight; ky++) {
              for (int kx = 0; kx < kernelWidth; kx++) {
                int y = oy * strideHeight - padding.top() + ky;
                int x = ox * strideWidth - padding.left() + kx;
                boolean real = y >= 0 && y < input.height() && x >= 0 && x < input.width();
                boolean padded =
                    y < input.height() + padding.bottom() && x < input.width() + padding.right();
                if (pass == 0) {
                  divisor += (countPadding ? padded : real) ? 1 : 0;
                } else if (real) {
                  int i = (c * input.height() + y) * input.width() + x;
                  visitor.visit(o, i, ky * kernelWidth + kx, divisor);
                }
              }
            }
          }
        }
      }
    }
  }

  private interface Visitor {
    void visit(int output, int input, int tap, int divisor);
  }

  /**
   * The largest values; {@code indices[o]} becomes where in the image it was, {@code taps} which
   * tap.
   */
  public float[] max(float[] x, Shape output, int[] indices, float[] taps) {
    float[] y = new float[output.elements()];
    Arrays.fill(indices, -1);
    forEach(
        output,
        (o, i, tap, divisor) -> {
          if (indices[o] < 0 || x[i] > y[o] || Float.isNaN(x[i])) {
            y[o] = x[i];
            indices[o] = i;
            taps[o] = tap;
          }
        });
    return y;
  }

  /** The gradient of {@link #max}. */
  public float[] maxGradient(float[] dy, int[] indices) {
    float[] dx = new float[input.elements()];
    for (int o = 0; o < dy.length; o++) {
      dx[indices[o]] += dy[o];
    }
    return dx;
  }

  /** The means. */
  public float[] average(float[] x, Shape output) {
    float[] sums = new float[output.elements()];
    int[] divisors = new int[output.elements()];
    forEach(
        output,
        (o, i, tap, divisor) -> {
          sums[o] += x[i];
          divisors[o] = divisor;
        });
    for (int o = 0; o < sums.length; o++) {
      sums[o] /= divisors[o];
    }
    return sums;
  }

  /** The gradient of {@link #average}. */
  public float[] averageGradient(float[] dy, Shape output) {
    float[] dx = new float[input.elements()];
    forEach(output, (o, i, tap, divisor) -> dx[i] += dy[o] / divisor);
    return dx;
  }
}
