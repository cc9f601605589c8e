package dev.lanewise.layers;

import dev.lanewise.core.simd.Simd;
import java.util.List;

/**
 * Where a layer's operands lie in a pass's memory.
 *
 * @param simd kernels
 * @param x the input
 * @param y the output
 * @param dy the output's gradient
 * @param dx the input's gradient
 * @param wantsInputGradient whether the backward pass is to write {@code dx}
 * @param training whether a backward pass follows, so that the forward pass must keep what it
 *     needs, and layers that behave differently in training, such as dropout, do so
 * @param rectify whether the layer is also the ReLU before it, whose operation does nothing; only
 *     asked of a layer that {@link Layer#absorbsRelu}
 * @param parameters offsets of the layer's parameters among the network's
 * @param stateAt where the layer's {@link Layer#stateSize} floats start in the pass's memory
 * @param index the layer's index in the network, which tells its random numbers apart
 */
public record Binding(
    Simd simd,
    Place x,
    Place y,
    Place dy,
    Place dx,
    boolean wantsInputGradient,
    boolean training,
    boolean rectify,
    List<Integer> parameters,
    int stateAt,
    int index) {}
