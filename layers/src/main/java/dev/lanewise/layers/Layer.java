package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A layer's description: immutable, without parameters' values and without memory. {@link #bind}
 * makes the operation that runs.
 */
public interface Layer {

  /** The layer's kind as {@code summary()} prints it: by default the class's name. */
  default String kind() {
    return getClass().getSimpleName();
  }

  /** What an unnamed layer's name begins with, for example {@code conv}. */
  String defaultName();

  /**
   * The shape of one output image.
   *
   * @throws IllegalArgumentException if the layer does not fit the input
   */
  Shape outputShape(Shape input);

  /**
   * The shape of one output image, by those of all inputs; most layers have one.
   *
   * @throws IllegalArgumentException if the layer does not fit the inputs
   */
  default Shape outputShape(List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(
          "%s reads one value. Received: %s".formatted(kind(), inputs.size()));
    }
    return outputShape(inputs.getFirst());
  }

  /** The layer's parameters, in the order of PyTorch's {@code state_dict}. */
  default List<ParameterSpec> parameters(Shape input) {
    return List.of();
  }

  /** Values that the layer keeps from step to step and no optimizer changes. */
  default List<ParameterSpec> buffers(Shape input) {
    return List.of();
  }

  /** What memory the layer needs; by default a place for its result, and nothing of its past. */
  default MemoryNeeds needs(Shape input) {
    return MemoryNeeds.separate();
  }

  /** The work of neighbours that the layer can do along with its own. */
  default Set<Fusion> fusions() {
    return Set.of();
  }

  /**
   * The same layer with a weight tensor and a bias, both with output channels as their first axis,
   * so that a factor and a summand of each output channel can go into them; empty if it has no such
   * form. In prediction, a {@link ChannelAffine} layer that alone reads the layer's result is
   * folded into it: the form's operation gets the new weights in {@link LayerOp#prepare}, and must
   * read parameters nowhere else.
   *
   * @param input shape of the input
   */
  default Optional<Layer> withChannelBias(Shape input) {
    return Optional.empty();
  }

  /**
   * The operation for one place in one network; empty if the layer has none for these lanes. Every
   * layer has one for lane groups. If one lacks the form for channels as lanes, its network works
   * in lane groups only; that form has the bits that the other one has in every lane.
   */
  Optional<LayerOp> bind(Binding binding);
}
