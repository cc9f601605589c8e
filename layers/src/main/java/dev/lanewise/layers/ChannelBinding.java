package dev.lanewise.layers;

import dev.lanewise.core.conv.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import java.util.List;

/**
 * A {@link Binding} for one image whose lanes are channels.
 *
 * @param simd kernels
 * @param x the input
 * @param y the output
 * @param dy the output's gradient
 * @param dx the input's gradient
 * @param wantsInputGradient whether the backward pass is to write {@code dx}
 * @param training whether a backward pass follows
 * @param parameters offsets of the layer's parameters among the network's
 * @param stateAt where the layer's {@link Layer#channelStateSize} floats start
 * @param index the layer's index in the network
 */
public record ChannelBinding(
    Simd simd,
    ChannelPlace x,
    ChannelPlace y,
    ChannelPlace dy,
    ChannelPlace dx,
    boolean wantsInputGradient,
    boolean training,
    List<Integer> parameters,
    int stateAt,
    int index) {

  private static final float[] NO_BUFFERS = {};

  /**
   * The same memory as lane groups of {@code ceil(C/16)} channels, for operations that treat every
   * lane and every channel alike.
   */
  public Binding lanes() {
    return new Binding(
        simd,
        ConvAlgorithm.DIRECT,
        List.of(new Source(lanes(x), lanes(dx), wantsInputGradient)),
        lanes(y),
        lanes(dy),
        training,
        false,
        Tail.NONE,
        parameters,
        NO_BUFFERS,
        List.of(),
        stateAt,
        index);
  }

  private static Place lanes(ChannelPlace place) {
    return new Place(place.layout().lanes(), place.at());
  }
}
