package dev.lanewise.layers.train;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.plan.BoundNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A network's parameters as they were at one moment, and what its layers pack of them. Operations
 * read nothing else, so that a training may change the network meanwhile.
 */
final class PackedWeights {

  private final Network network;
  private final float[] parameters;
  private final @Nullable BoundNetwork channels;
  private final @Nullable BoundNetwork groups;

  /**
   * Plans; {@link #pack} has to follow.
   *
   * @param network the network
   * @param few whether lane groups are wanted only if single images have no form of their own
   * @param conv how convolutions of lane groups are computed
   * @param simd kernels
   */
  PackedWeights(Network network, boolean few, ConvAlgorithm conv, Simd simd) {
    this.network = network;
    parameters = new float[network.parameters().values().length];
    channels = BoundNetwork.ofOneImage(network, false, simd).orElse(null);
    groups = channels == null || !few ? new BoundNetwork(network, false, conv, simd) : null;
  }

  /** Takes the network's parameters and running statistics as they are. */
  void pack() {
    System.arraycopy(network.parameters().values(), 0, parameters, 0, parameters.length);
    if (channels != null) {
      channels.prepare(parameters);
    }
    if (groups != null) {
      groups.prepare(parameters);
    }
  }

  float[] parameters() {
    return parameters;
  }

  /** The form for single images, if there is one. */
  @Nullable BoundNetwork channels() {
    return channels;
  }

  /** The form for lane groups, if it was planned. */
  @Nullable BoundNetwork groups() {
    return groups;
  }
}
