package dev.lanewise.layers.shape;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import java.util.Optional;

/**
 * The same values, in the order channel, row, column, under another shape.
 *
 * @param shape the shape that comes out, with as many values as the input
 */
public record Reshape(Shape shape) implements Layer {

  @Override
  public String defaultName() {
    return "reshape";
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.elements() != shape.elements()) {
      throw new IllegalArgumentException(
          "Reshape must keep the number of values. Expected: %s, for %s. Received: %s, from %s"
              .formatted(shape.elements(), shape, input.elements(), input));
    }
    return shape;
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
