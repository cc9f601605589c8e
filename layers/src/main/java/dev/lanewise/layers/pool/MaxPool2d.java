package dev.lanewise.layers.pool;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Fusion;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import java.util.Optional;
import java.util.Set;

/**
 * The largest value of each window; padding counts as minus infinity, and of equal values the first
 * in row-major order gets the gradient, as in PyTorch's {@code MaxPool2d}.
 *
 * @param pool the windows
 */
public record MaxPool2d(Pool2d pool) implements Layer {

  /** Square windows that touch without overlap. */
  public static MaxPool2d of(int kernel) {
    return new MaxPool2d(Pool2d.of(kernel));
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
  public MemoryNeeds needs(Shape input) {
    return MaxPoolOp.needs(outputShape(input));
  }

  @Override
  public Set<Fusion> fusions() {
    return Set.of(Fusion.RELU_BEFORE);
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forAnyLanes(it -> new MaxPoolOp(it, pool.geometry(it.x().lanes().shape())));
  }
}
