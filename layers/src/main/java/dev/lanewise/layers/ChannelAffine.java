package dev.lanewise.layers;

import java.util.List;

/**
 * A layer that, in prediction, multiplies each channel by a factor and adds a summand: the weights
 * of a layer before it may do its work.
 */
public interface ChannelAffine extends Layer {

  /**
   * The factors of one place in one network.
   *
   * @param channels channels of the input
   * @param parameters offsets of the layer's parameters among the network's
   * @param buffers the network's buffers
   * @param bufferOffsets offsets of the layer's buffers among them
   */
  Factors factors(
      int channels, List<Integer> parameters, float[] buffers, List<Integer> bufferOffsets);

  /** {@code y = (x - mean) * scale + bias} for each channel. */
  interface Factors {

    /** What is subtracted. */
    double mean(int channel);

    /**
     * The factor.
     *
     * @param parameters all parameters of the network
     */
    double scale(float[] parameters, int channel);

    /**
     * The summand.
     *
     * @param parameters all parameters of the network
     */
    double bias(float[] parameters, int channel);
  }
}
