package dev.lanewise.layers.cases;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import java.util.Collections;
import java.util.Optional;

/** What fits what. */
final class Shapes {

  private Shapes() {}

  /** The shape of a layer's result, of two equal inputs if it reads several; empty if unfit. */
  static Optional<Shape> output(Layer layer, Shape input) {
    try {
      return Optional.of(
          LayerCases.of(layer).is(LayerCase.Trait.JOINS)
              ? layer.outputShape(Collections.nCopies(2, input))
              : layer.outputShape(input));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
