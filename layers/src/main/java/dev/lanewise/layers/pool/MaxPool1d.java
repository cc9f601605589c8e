package dev.lanewise.layers.pool;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Alias;
import dev.lanewise.layers.Fusion;
import dev.lanewise.layers.Layer;
import java.util.Set;

/**
 * The largest value of each window over shapes of {@code channels x 1 x length}: PyTorch's {@code
 * MaxPool1d}, done by {@link MaxPool2d} with windows of one row.
 *
 * @param kernel positions of a window
 * @param stride positions from one window to the next
 * @param padding places before and after the input that windows may cover, minus infinity
 * @param ceilMode whether windows may hang over the end, as in PyTorch
 */
public record MaxPool1d(int kernel, int stride, int padding, boolean ceilMode) implements Alias {

  /** Windows that touch without overlap. */
  public static MaxPool1d of(int kernel) {
    return new MaxPool1d(kernel, kernel, 0, false);
  }

  /** The windows over images of one row. */
  public Pool2d windows() {
    return new Pool2d(1, kernel, 1, stride, new Halo(0, padding, 0, padding), ceilMode, true);
  }

  @Override
  public Layer target(Shape input) {
    Alias.checkOneRow(kind(), input);
    return new MaxPool2d(windows());
  }

  @Override
  public String defaultName() {
    return "pool";
  }

  @Override
  public Set<Fusion> fusions() {
    return Set.of(Fusion.RELU_BEFORE);
  }
}
