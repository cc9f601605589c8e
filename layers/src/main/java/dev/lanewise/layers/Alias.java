package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** A layer that another one does the work of, under a name and with options of its own. */
public interface Alias extends Layer {

  /**
   * The layer that does the work.
   *
   * @throws IllegalArgumentException if there is none for the input
   */
  Layer target(Shape input);

  @Override
  default Shape outputShape(Shape input) {
    return target(input).outputShape(input);
  }

  @Override
  default List<ParameterSpec> parameters(Shape input) {
    return target(input).parameters(input);
  }

  @Override
  default MemoryNeeds needs(Shape input) {
    return target(input).needs(input);
  }

  @Override
  default Optional<LayerOp> bind(Binding binding) {
    return target(binding.x().shape()).bind(binding);
  }

  @Override
  default Optional<Layer> withChannelBias(Shape input) {
    return target(input).withChannelBias(input);
  }

  /**
   * Checks the input of a layer of one dimension: images of one row, {@code channels x 1 x length}.
   *
   * @throws IllegalArgumentException if there are more rows
   */
  static void checkOneRow(String kind, Shape input) {
    if (input.height() != 1) {
      throw new IllegalArgumentException(
          "%s must have an input of one row, channels x 1 x length. Received: %s"
              .formatted(kind, input));
    }
  }
}
