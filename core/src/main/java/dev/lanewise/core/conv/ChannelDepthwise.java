package dev.lanewise.core.conv;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.simd.Simd;

/**
 * A depthwise convolution of one image whose lanes are channels: a tap is one multiply-add of
 * sixteen channels by sixteen weights. The sums are those of {@link Convolution} in the same order,
 * so with the same bits. Weights are packed by {@link #prepare} whenever they have changed; after
 * that any number of threads may run the passes, each with scratch memory of its own.
 */
public final class ChannelDepthwise {

  private final ConvGeometry geometry;
  private final Bias bias;
  private final Depthwise depthwise;
  private final RowClamp clamp;

  /**
   * Plans a convolution.
   *
   * @param geometry its sizes
   * @param layouts where the operands lie, all in blocks
   * @param bias what is added
   * @param backwardData whether {@link #backwardData} will be called
   * @param simd kernels
   * @throws IllegalArgumentException if the convolution is not {@link #possible}
   */
  public ChannelDepthwise(
      ConvGeometry geometry,
      ChannelConvolution.Layouts layouts,
      Bias bias,
      boolean backwardData,
      Simd simd) {
    if (!possible(geometry, bias)) {
      throw new IllegalArgumentException(
          "A depthwise convolution in channel lanes must have as many groups as input and output channels, and no bias for each position. Received: %s groups, %s and %s channels, bias %s"
              .formatted(
                  geometry.groups(), geometry.input().channels(), geometry.outChannels(), bias));
    }
    this.geometry = geometry;
    this.bias = bias;
    clamp = new RowClamp(layouts.y().lanes(), simd.elementwise());
    depthwise =
        new Depthwise(
            geometry,
            new Convolution.Layouts(
                layouts.x().lanes(),
                layouts.y().lanes(),
                layouts.dy().lanes(),
                layouts.dx().lanes()),
            true,
            backwardData,
            simd.depthwise());
  }

  /** Whether each input channel has a group, and an output channel, of its own. */
  public static boolean possible(ConvGeometry geometry, Bias bias) {
    return geometry.groups() == geometry.input().channels()
        && geometry.groups() == geometry.outChannels()
        && bias != Bias.POSITION;
  }

  /** Floats of scratch memory that {@link #backwardWeights} wants. */
  public int scratchSize() {
    return depthwise.scratchSize();
  }

  /** Packs the weights; arguments as in {@link ChannelConvolution#prepare}. */
  public void prepare(float[] w, int wAt, float[] b, int bAt) {
    depthwise.prepare(w, wAt, true);
    if (bias == Bias.CHANNEL) {
      System.arraycopy(b, bAt, depthwise.init(), 0, geometry.outChannels());
    }
  }

  /** {@code y = clamp(conv(x, w) + b)}; arguments as in {@link ChannelConvolution#forward}. */
  public void forward(float[] input, int xAt, float[] output, int yAt, float floor, float ceiling) {
    depthwise.forward(input, xAt, output, yAt, clamp, floor, ceiling);
  }

  /** {@code dx = } the input's gradient; as {@link ChannelConvolution#backwardData}. */
  public void backwardData(float[] gradient, int dyAt, float[] result, int dxAt) {
    depthwise.backwardData(0, depthwise.planes(), gradient, dyAt, result, dxAt);
  }

  /**
   * {@code dw += } the gradient of the weights, {@code db += } the gradient of the bias; arguments
   * as in {@link Convolution#backwardWeights}.
   */
  public void backwardWeights(
      float[] input,
      int xAt,
      float[] gradient,
      int dyAt,
      float[] dw,
      int dwAt,
      float[] db,
      int dbAt,
      float[] scratch) {
    depthwise.backwardWeights(0, depthwise.planes(), input, xAt, gradient, dyAt, dw, dwAt, scratch);
    if (bias == Bias.CHANNEL) {
      depthwise.backwardBias(gradient, dyAt, db, dbAt, scratch);
    }
  }
}
