package dev.lanewise.core.pool;

import dev.lanewise.core.kernel.PoolAxis;
import dev.lanewise.core.tensor.Shape;
import java.util.Arrays;

/**
 * Windows of a pooling whose result has a given size, with PyTorch's formula: along an axis, output
 * {@code o} sees the inputs {@code floor(o * inputs / outputs)} to {@code ceil((o + 1) * inputs /
 * outputs) - 1}. Windows overlap where the sizes do not divide; there may be more outputs than
 * inputs.
 *
 * @param input shape of one image
 * @param height rows of the result, at least 1
 * @param width columns of the result, at least 1
 */
public record AdaptiveGeometry(Shape input, int height, int width) implements PoolWindows {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size of the result is below 1, if it has more than 2^27
   *     values, or if a window has more than 2^24 pixels
   */
  public AdaptiveGeometry {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "The result of an adaptive pooling must be at least 1x1. Received: "
              + height
              + "x"
              + width);
    }
    new Shape(input.channels(), height, width); // refuses a result that is too large
    int rows = widest(input.height(), height);
    int columns = widest(input.width(), width);
    if ((long) rows * columns > MOST_TAPS) {
      throw new IllegalArgumentException(
          "A window of a pooling must have at most 16777216 pixels (2^24). Received: %sx%s, of %s"
              .formatted(rows, columns, input));
    }
  }

  /** One window that is the whole image. */
  public static AdaptiveGeometry global(Shape input) {
    return new AdaptiveGeometry(input, 1, 1);
  }

  @Override
  public Shape output() {
    return new Shape(input.channels(), height, width);
  }

  @Override
  public PoolAxis rows() {
    return axis(input.height(), height);
  }

  @Override
  public PoolAxis columns() {
    return axis(input.width(), width);
  }

  private static int start(int o, int inputs, int outputs) {
    return (int) ((long) o * inputs / outputs);
  }

  private static int end(int o, int inputs, int outputs) {
    return (int) (((long) (o + 1) * inputs + outputs - 1) / outputs);
  }

  private static int widest(int inputs, int outputs) {
    int widest = 1;
    for (int o = 0; o < outputs; o++) {
      widest = Math.max(widest, end(o, inputs, outputs) - start(o, inputs, outputs));
    }
    return widest;
  }

  private static PoolAxis axis(int inputs, int outputs) {
    int[] start = new int[outputs];
    int[] endTap = new int[outputs];
    int[] firstOutput = new int[inputs];
    int[] endOutput = new int[inputs];
    Arrays.fill(firstOutput, outputs);
    for (int o = 0; o < outputs; o++) {
      start[o] = start(o, inputs, outputs);
      int end = end(o, inputs, outputs);
      endTap[o] = end - start[o];
      for (int i = start[o]; i < end; i++) {
        firstOutput[i] = Math.min(firstOutput[i], o);
        endOutput[i] = o + 1;
      }
    }
    return new PoolAxis(
        widest(inputs, outputs),
        start,
        new int[outputs],
        endTap,
        endTap.clone(),
        firstOutput,
        endOutput);
  }
}
