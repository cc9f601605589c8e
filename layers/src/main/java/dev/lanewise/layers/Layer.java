package dev.lanewise.layers;

import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A layer's description: immutable, without parameters' values and without memory. {@link #bind}
 * makes the operation that runs.
 */
public interface Layer {

  /** How a layer's result relates to its input in memory. */
  enum Placement {
    /** The result needs a place of its own. */
    SEPARATE,
    /**
     * Value by value: gradients may be written over one another, and the result may be written over
     * the input if the layer before does not need it.
     */
    ELEMENTWISE,
    /** The same values in the same order under another shape: no work where neither has a halo. */
    VIEW
  }

  /** The layer's kind as {@code summary()} prints it, for example {@code Conv2d}. */
  String kind();

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

  /** How the result is placed. */
  default Placement placement() {
    return Placement.SEPARATE;
  }

  /** Whether the backward pass reads what the forward pass wrote. */
  default boolean backwardReadsOutput() {
    return false;
  }

  /** Whether the backward pass reads what the forward pass read. */
  default boolean backwardReadsInput() {
    return false;
  }

  /** Zeros that the forward pass reads around its input. */
  default Halo inputHalo(Shape input) {
    return Halo.NONE;
  }

  /** Zeros that the backward pass reads around its output's gradient. */
  default Halo gradientHalo(Shape input) {
    return Halo.NONE;
  }

  /** Whether the gradients of the parameters read {@link #gradientHalo}, too. */
  default boolean parametersReadGradientHalo() {
    return false;
  }

  /**
   * Whether the layer can also be a ReLU right before it, so that this one's pass over memory is
   * saved; see {@link Binding#rectify}.
   */
  default boolean absorbsRelu() {
    return false;
  }

  /**
   * Whether each input's gradient is the output's gradient itself, so that they may share a place.
   */
  default boolean passesGradient() {
    return false;
  }

  /** Whether the layer can also be the sum and the clamp right behind it; see {@link Tail}. */
  default boolean absorbsTail() {
    return false;
  }

  /** Whether, in prediction, the layer can also be the clamp right behind it; see {@link Tail}. */
  default boolean absorbsClamp() {
    return false;
  }

  /**
   * The same layer with a weight tensor and a bias, both with output channels as their first axis,
   * so that a factor and a summand of each output channel can go into them; empty if it has no such
   * form. In prediction, a {@link BatchNorm} that alone reads the layer's result is folded into it:
   * the form's operation gets the new weights in {@link LayerOp#prepare}, and must read parameters
   * nowhere else.
   *
   * @param input shape of the input
   */
  default Optional<Layer> withChannelBias(Shape input) {
    return Optional.empty();
  }

  /** Floats that the forward pass of one lane group keeps for the backward pass. */
  default int stateSize(Shape input) {
    return 0;
  }

  /** The operation for one place in one network. */
  LayerOp bind(Binding binding);

  /**
   * The operation on one image whose lanes are channels, with the bits that {@link #bind}'s has in
   * every lane; empty if the layer has no such form, so that its network works in lane groups only.
   */
  default Optional<LayerOp> bindChannels(ChannelBinding binding) {
    return Optional.empty();
  }

  /**
   * Whether the channel form reads its inputs in whatever order they lie, so that a view before it
   * costs nothing: through offsets, or because it treats all values alike.
   */
  default boolean readsAnyOrder() {
    return placement() == Placement.ELEMENTWISE;
  }

  /** Whether the channel form reads planar input as well. */
  default boolean readsPlanes() {
    return false;
  }

  /** Floats that the forward pass of the channel form keeps for the backward pass. */
  default int channelStateSize(Shape input) {
    return 0;
  }
}
