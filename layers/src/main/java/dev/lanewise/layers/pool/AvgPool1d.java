package dev.lanewise.layers.pool;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Alias;
import dev.lanewise.layers.Layer;

/**
 * The mean of each window over shapes of {@code channels x 1 x length}: PyTorch's {@code
 * AvgPool1d}, done by {@link AvgPool2d} with windows of one row.
 *
 * @param kernel positions of a window
 * @param stride positions from one window to the next
 * @param padding places before and after the input that windows may cover, zeros
 * @param ceilMode whether windows may hang over the end, as in PyTorch
 * @param countPadding whether a mean divides by the padding it covers, too
 */
public record AvgPool1d(int kernel, int stride, int padding, boolean ceilMode, boolean countPadding)
    implements Alias {

  /** Windows that touch without overlap. */
  public static AvgPool1d of(int kernel) {
    return new AvgPool1d(kernel, kernel, 0, false, true);
  }

  /** The windows over images of one row. */
  public Pool2d windows() {
    return new Pool2d(
        1, kernel, 1, stride, new Halo(0, padding, 0, padding), ceilMode, countPadding);
  }

  @Override
  public Layer target(Shape input) {
    Alias.checkOneRow(kind(), input);
    return new AvgPool2d(windows());
  }

  @Override
  public String defaultName() {
    return "pool";
  }
}
