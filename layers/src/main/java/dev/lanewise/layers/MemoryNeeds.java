package dev.lanewise.layers;

import dev.lanewise.core.tensor.Halo;

/**
 * What a layer asks of the plan of a pass's memory, for one shape of input.
 *
 * @param placement how its result relates to its input
 * @param readsInput whether the backward pass reads what the forward pass read
 * @param readsOutput whether the backward pass reads what the forward pass wrote
 * @param inputHalo zeros that the forward pass reads around its input
 * @param gradientHalo zeros that the backward pass reads around its output's gradient
 * @param weightsReadGradientHalo whether the gradients of the parameters read them, too
 * @param passesGradient whether each input's gradient is the output's gradient itself, so that they
 *     may share a place
 * @param order in which order it can read one image whose lanes are channels
 * @param state floats that the forward pass of one lane group keeps for the backward pass
 * @param channelState the same of one image whose lanes are channels
 */
public record MemoryNeeds(
    Placement placement,
    boolean readsInput,
    boolean readsOutput,
    Halo inputHalo,
    Halo gradientHalo,
    boolean weightsReadGradientHalo,
    boolean passesGradient,
    Order order,
    int state,
    int channelState) {

  /** How a layer's result relates to its input in memory. */
  public enum Placement {
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

  /** Which orders of one image's values a layer can read, where lanes are channels. */
  public enum Order {
    /** Sixteen channels side by side, in the shape of its input. */
    BLOCKS,
    /** These, or planes. */
    PLANES,
    /**
     * Whatever order they lie in, so that a view before it costs nothing: through offsets, or
     * because it treats all values alike.
     */
    ANY
  }

  private static MemoryNeeds of(Placement placement, Order order) {
    return new MemoryNeeds(
        placement, false, false, Halo.NONE, Halo.NONE, false, false, order, 0, 0);
  }

  /** A result in a place of its own; nothing is read by the backward pass. */
  public static MemoryNeeds separate() {
    return of(Placement.SEPARATE, Order.BLOCKS);
  }

  /** Value by value, all alike; nothing is read by the backward pass. */
  public static MemoryNeeds elementwise() {
    return of(Placement.ELEMENTWISE, Order.ANY);
  }

  /** The same values under another shape. */
  public static MemoryNeeds view() {
    return of(Placement.VIEW, Order.BLOCKS);
  }

  /** The same, and the backward pass reads the input or not. */
  public MemoryNeeds readingInput(boolean reads) {
    return new MemoryNeeds(
        placement,
        reads,
        readsOutput,
        inputHalo,
        gradientHalo,
        weightsReadGradientHalo,
        passesGradient,
        order,
        state,
        channelState);
  }

  /** The same, and the backward pass reads the output or not. */
  public MemoryNeeds readingOutput(boolean reads) {
    return new MemoryNeeds(
        placement,
        readsInput,
        reads,
        inputHalo,
        gradientHalo,
        weightsReadGradientHalo,
        passesGradient,
        order,
        state,
        channelState);
  }

  /** The same with zeros around the input and around the output's gradient. */
  public MemoryNeeds withHalos(Halo input, Halo gradient) {
    return new MemoryNeeds(
        placement,
        readsInput,
        readsOutput,
        input,
        gradient,
        weightsReadGradientHalo,
        passesGradient,
        order,
        state,
        channelState);
  }

  /** The same, and the gradients of the parameters read the zeros around the output's gradient. */
  public MemoryNeeds withWeightsReadingGradientHalo() {
    return new MemoryNeeds(
        placement,
        readsInput,
        readsOutput,
        inputHalo,
        gradientHalo,
        true,
        passesGradient,
        order,
        state,
        channelState);
  }

  /** The same, and each input's gradient is the output's. */
  public MemoryNeeds passingGradient() {
    return new MemoryNeeds(
        placement,
        readsInput,
        readsOutput,
        inputHalo,
        gradientHalo,
        weightsReadGradientHalo,
        true,
        order,
        state,
        channelState);
  }

  /** The same with other orders in which one image may be read. */
  public MemoryNeeds withOrder(Order newOrder) {
    return new MemoryNeeds(
        placement,
        readsInput,
        readsOutput,
        inputHalo,
        gradientHalo,
        weightsReadGradientHalo,
        passesGradient,
        newOrder,
        state,
        channelState);
  }

  /** The same with floats that are kept for the backward pass. */
  public MemoryNeeds withState(int laneGroup, int oneImage) {
    return new MemoryNeeds(
        placement,
        readsInput,
        readsOutput,
        inputHalo,
        gradientHalo,
        weightsReadGradientHalo,
        passesGradient,
        order,
        laneGroup,
        oneImage);
  }

  /** Whether the result needs a place of its own. */
  public boolean isSeparate() {
    return placement == Placement.SEPARATE;
  }

  /** Whether the layer works value by value. */
  public boolean isElementwise() {
    return placement == Placement.ELEMENTWISE;
  }

  /** Whether the result is the input under another shape. */
  public boolean isView() {
    return placement == Placement.VIEW;
  }
}
