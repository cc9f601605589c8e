package dev.lanewise.layers.pool;

import dev.lanewise.core.pool.AdaptiveGeometry;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Fusion;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import java.util.Optional;
import java.util.Set;

/**
 * The largest value of each channel: {@code C x H x W} becomes the flat {@code C x 1 x 1}, as
 * Keras's {@code GlobalMaxPooling2D}. Of equal values the first in row-major order gets the
 * gradient.
 */
public record GlobalMaxPool2d() implements Layer {

  @Override
  public String defaultName() {
    return "pool";
  }

  @Override
  public Shape outputShape(Shape input) {
    return AdaptiveGeometry.global(input).output();
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
    return binding.forAnyLanes(
        it -> new MaxPoolOp(it, AdaptiveGeometry.global(it.x().lanes().shape())));
  }
}
