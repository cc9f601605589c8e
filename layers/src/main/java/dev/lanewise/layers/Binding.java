package dev.lanewise.layers;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.ChannelLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a layer's operands lie in a pass's memory. Its lanes are the sixteen images of a lane
 * group, or channels of one image.
 *
 * @param simd kernels
 * @param algorithm how convolutions are computed
 * @param sources the values it reads; behind them what the epilogue adds, if it does
 * @param y the output
 * @param dy the output's gradient; a layer with a {@link Epilogue} may change it
 * @param training whether a backward pass follows, so that the forward pass must keep what it
 *     needs, and layers that behave differently in training, such as dropout, do so
 * @param rectify whether the layer is also the ReLU before it, whose operation does nothing; only
 *     asked of a layer that offers {@link Fusion#RELU_BEFORE}
 * @param epilogue what the layer does besides; only asked of a layer whose {@link Layer#fusions}
 *     say so
 * @param parameters offsets of the layer's parameters among the network's
 * @param buffers the network's buffers
 * @param bufferOffsets offsets of the layer's buffers among them
 * @param stateAt where the layer's {@link MemoryNeeds} of state start in the pass's memory
 * @param index the layer's index in the network, which tells its random numbers apart
 */
public record Binding(
    Simd simd,
    ConvAlgorithm algorithm,
    List<Source> sources,
    Place y,
    Place dy,
    boolean training,
    boolean rectify,
    Epilogue epilogue,
    List<Integer> parameters,
    float[] buffers,
    List<Integer> bufferOffsets,
    int stateAt,
    int index) {

  /** The input; the first one of several. */
  public Place x() {
    return sources.getFirst().x();
  }

  /** The input's gradient; the first one's of several. */
  public Place dx() {
    return sources.getFirst().dx();
  }

  /** Whether the backward pass is to write {@link #dx}. */
  public boolean wantsInputGradient() {
    return sources.getFirst().wantsGradient();
  }

  /** Whether the lanes are channels of one image. */
  public boolean hasChannelLanes() {
    return y.layout() instanceof ChannelLayout;
  }

  /** An operation for lane groups alone: a network that has it works in lane groups only. */
  public Optional<LayerOp> forImages(Function<Binding, LayerOp> op) {
    return hasChannelLanes() ? Optional.empty() : Optional.of(op.apply(this));
  }

  /**
   * One operation for both kinds of lanes, which treats every lane and every channel alike: one
   * image's channels look to it like a lane group of {@code ceil(C/16)} channels.
   */
  public Optional<LayerOp> forAnyLanes(Function<Binding, LayerOp> op) {
    return Optional.of(op.apply(asLaneGroup()));
  }

  /** An operation for each kind of lanes. */
  public Optional<LayerOp> forEither(
      Function<Binding, LayerOp> images, Function<Binding, LayerOp> channels) {
    return Optional.of(hasChannelLanes() ? channels.apply(this) : images.apply(this));
  }

  /** The same memory as lane groups; see {@link ChannelLayout#lanes}. */
  public Binding asLaneGroup() {
    if (!hasChannelLanes()) {
      return this;
    }
    List<Source> seen =
        sources.stream()
            .map(
                source ->
                    new Source(
                        source.x().asLaneGroup(),
                        source.dx().asLaneGroup(),
                        source.wantsGradient()))
            .toList();
    return new Binding(
        simd,
        algorithm,
        seen,
        y.asLaneGroup(),
        dy.asLaneGroup(),
        training,
        rectify,
        epilogue,
        parameters,
        buffers,
        bufferOffsets,
        stateAt,
        index);
  }
}
