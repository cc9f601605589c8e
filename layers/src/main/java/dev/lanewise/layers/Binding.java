package dev.lanewise.layers;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import java.util.List;

/**
 * Where a layer's operands lie in a pass's memory.
 *
 * @param simd kernels
 * @param algorithm how convolutions are computed
 * @param sources the values it reads
 * @param y the output
 * @param dy the output's gradient; a layer with a {@link Tail} may change it
 * @param training whether a backward pass follows, so that the forward pass must keep what it
 *     needs, and layers that behave differently in training, such as dropout, do so
 * @param rectify whether the layer is also the ReLU before it, whose operation does nothing; only
 *     asked of a layer that {@link Layer#absorbsRelu}
 * @param tail what the layer does besides; only asked of a layer that {@link Layer#absorbsTail} or
 *     {@link Layer#absorbsClamp}
 * @param parameters offsets of the layer's parameters among the network's
 * @param buffers the network's buffers
 * @param bufferOffsets offsets of the layer's buffers among them
 * @param stateAt where the layer's {@link Layer#stateSize} floats start in the pass's memory
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
    Tail tail,
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
}
