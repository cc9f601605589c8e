package dev.lanewise.layers.shape;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import java.util.Optional;

/** Turns an image into a vector, in the order channel, row, column: PyTorch's {@code Flatten}. */
public record Flatten() implements Layer {

  @Override
  public String defaultName() {
    return "flatten";
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.flat(input.elements());
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return MemoryNeeds.view();
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forEither(it -> new ReshapeOp(it), it -> new ChannelReshapeOp(it));
  }
}
