package dev.lanewise.layers.pool;

import dev.lanewise.core.pool.AdaptiveGeometry;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import java.util.Optional;

/**
 * The mean of each window, the windows being such that the result has the given size whatever the
 * input's: {@link AdaptiveGeometry} has the formula, which is PyTorch's.
 *
 * @param height rows of the result
 * @param width columns of the result
 */
public record AdaptiveAvgPool2d(int height, int width) implements Layer {

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is below 1x1
   */
  public AdaptiveAvgPool2d {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "AdaptiveAvgPool2d needs a result of at least 1x1. Received: " + height + "x" + width);
    }
  }

  /** A square result. */
  public static AdaptiveAvgPool2d of(int size) {
    return new AdaptiveAvgPool2d(size, size);
  }

  @Override
  public String defaultName() {
    return "pool";
  }

  @Override
  public Shape outputShape(Shape input) {
    return new AdaptiveGeometry(input, height, width).output();
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forAnyLanes(
        it -> new AveragePoolOp(it, new AdaptiveGeometry(it.x().lanes().shape(), height, width)));
  }
}
