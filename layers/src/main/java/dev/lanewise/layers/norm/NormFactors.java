package dev.lanewise.layers.norm;

import dev.lanewise.layers.ChannelAffine;
import java.util.List;

/** What a {@link BatchNorm} does to each channel: {@code (x - mean) * scale + shift}. */
final class NormFactors implements ChannelAffine.Factors {

  final float[] mean;
  final float[] scale;
  final float[] shift;
  private final BatchNorm layer;
  private final List<Integer> parameterOffsets;
  private final float[] buffers;
  private final List<Integer> bufferOffsets;

  /**
   * Room for the factors.
   *
   * @param layer the layer
   * @param channels its channels
   * @param parameterOffsets offsets of its parameters among the network's
   * @param buffers the network's buffers
   * @param bufferOffsets offsets of its buffers among them
   */
  NormFactors(
      BatchNorm layer,
      int channels,
      List<Integer> parameterOffsets,
      float[] buffers,
      List<Integer> bufferOffsets) {
    this.layer = layer;
    this.parameterOffsets = parameterOffsets;
    this.buffers = buffers;
    this.bufferOffsets = bufferOffsets;
    mean = new float[channels];
    scale = new float[channels];
    shift = new float[channels];
  }

  /**
   * The mean is split in two floats, the smaller of which goes into the shift: {@code x - mean}
   * would lose its last digits otherwise where a channel's values are far from 0.
   */
  void set(float[] parameters, int c, double newMean, double newScale) {
    float high = (float) newMean;
    mean[c] = high;
    scale[c] = (float) newScale;
    shift[c] = (float) (bias(parameters, c) - (newMean - high) * newScale);
  }

  /** Takes the running statistics. */
  void setRunning(float[] parameters) {
    for (int c = 0; c < mean.length; c++) {
      set(parameters, c, mean(c), scale(parameters, c));
    }
  }

  /** Learned factor of a channel. */
  double weight(float[] parameters, int c) {
    return layer.affine() ? parameters[parameterOffsets.get(0) + c] : 1;
  }

  @Override
  public double bias(float[] parameters, int c) {
    return layer.affine() ? parameters[parameterOffsets.get(1) + c] : 0;
  }

  /** A channel's running mean. */
  @Override
  public double mean(int c) {
    return buffers[bufferOffsets.get(0) + c];
  }

  /** One by the root of a channel's running variance. */
  double runningInverse(int c) {
    return 1 / Math.sqrt(buffers[bufferOffsets.get(1) + c] + layer.eps());
  }

  /** What a channel is multiplied with by its running variance. */
  @Override
  public double scale(float[] parameters, int c) {
    return weight(parameters, c) * runningInverse(c);
  }
}
