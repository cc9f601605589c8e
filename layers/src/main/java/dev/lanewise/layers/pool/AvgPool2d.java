package dev.lanewise.layers.pool;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import java.util.Optional;

/**
 * The mean of each window, as PyTorch's {@code AvgPool2d}.
 *
 * @param pool the windows
 */
public record AvgPool2d(Pool2d pool) implements Layer {

  /** Square windows that touch without overlap. */
  public static AvgPool2d of(int kernel) {
    return new AvgPool2d(Pool2d.of(kernel));
  }

  @Override
  public String defaultName() {
    return "pool";
  }

  @Override
  public Shape outputShape(Shape input) {
    return pool.geometry(input).output();
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forAnyLanes(it -> new AveragePoolOp(it, pool.geometry(it.x().lanes().shape())));
  }
}
