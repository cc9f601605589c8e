package dev.lanewise.layers;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Binding} for one image whose lanes are channels.
 *
 * @param simd kernels
 * @param inputs the inputs; behind them what the tail adds, if it does
 * @param y the output
 * @param dy the output's gradient
 * @param dx the gradient of the first input
 * @param wantsInputGradient whether the backward pass is to write {@code dx}
 * @param training whether a backward pass follows
 * @param rectify whether the layer is also the ReLU before it, as in {@link Binding}
 * @param tail what the layer does besides, as in {@link Binding}
 * @param parameters offsets of the layer's parameters among the network's
 * @param buffers the network's buffers
 * @param bufferOffsets offsets of the layer's buffers among them
 * @param stateAt where the layer's {@link Layer#channelStateSize} floats start
 * @param index the layer's index in the network
 */
public record ChannelBinding(
    Simd simd,
    List<ChannelPlace> inputs,
    ChannelPlace y,
    ChannelPlace dy,
    ChannelPlace dx,
    boolean wantsInputGradient,
    boolean training,
    boolean rectify,
    Tail tail,
    List<Integer> parameters,
    float[] buffers,
    List<Integer> bufferOffsets,
    int stateAt,
    int index) {

  /** The input; the first one of several. */
  public ChannelPlace x() {
    return inputs.getFirst();
  }

  /**
   * The same memory as lane groups of {@code ceil(C/16)} channels, for operations that treat every
   * lane and every channel alike.
   */
  public Binding lanes() {
    List<Source> sources = new ArrayList<>();
    sources.add(new Source(lanes(x()), lanes(dx), wantsInputGradient));
    for (ChannelPlace other : inputs.subList(1, inputs.size())) {
      sources.add(new Source(lanes(other), lanes(other), false));
    }
    return new Binding(
        simd,
        ConvAlgorithm.DIRECT,
        sources,
        lanes(y),
        lanes(dy),
        training,
        rectify,
        tail,
        parameters,
        buffers,
        bufferOffsets,
        stateAt,
        index);
  }

  private static Place lanes(ChannelPlace place) {
    return new Place(place.layout().lanes(), place.at());
  }
}
