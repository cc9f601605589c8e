package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;
import java.util.Optional;

/** Turns an image into a vector, in the order channel, row, column: PyTorch's {@code Flatten}. */
public record Flatten() implements Layer {

  @Override
  public String kind() {
    return "Flatten";
  }

  @Override
  public String defaultName() {
    return "flatten";
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.flat(input.elements());
  }

  @Override
  public Placement placement() {
    return Placement.VIEW;
  }

  @Override
  public LayerOp bind(Binding binding) {
    return new ReshapeOp(binding);
  }

  @Override
  public Optional<LayerOp> bindChannels(ChannelBinding binding) {
    return Optional.of(new ChannelOps.View(binding));
  }
}
