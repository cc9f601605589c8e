package dev.lanewise.layers.pool;

import dev.lanewise.core.pool.AdaptiveGeometry;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import java.util.Optional;

/**
 * The mean of each channel: {@code C x H x W} becomes the flat {@code C x 1 x 1}, as Keras's {@code
 * GlobalAveragePooling2D} and PyTorch's {@code AdaptiveAvgPool2d(1)} with {@code Flatten}.
 */
public record GlobalAvgPool2d() implements Layer {

  @Override
  public String defaultName() {
    return "pool";
  }

  @Override
  public Shape outputShape(Shape input) {
    return AdaptiveGeometry.global(input).output();
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forAnyLanes(
        it -> new AveragePoolOp(it, AdaptiveGeometry.global(it.x().lanes().shape())));
  }
}
