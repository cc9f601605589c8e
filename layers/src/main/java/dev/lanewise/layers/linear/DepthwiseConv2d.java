package dev.lanewise.layers.linear;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Alias;
import dev.lanewise.layers.Fusion;
import dev.lanewise.layers.Initializer;
import java.util.Set;

/**
 * Convolution of each channel by itself: Keras's {@code DepthwiseConv2D}, PyTorch's {@code Conv2d}
 * with as many groups as input channels, and done by {@link Conv2d}. Input channel {@code c} makes
 * output channels {@code c * multiplier .. c * multiplier + multiplier - 1}; weights are PyTorch's,
 * {@code [channels * multiplier][1][kernel height][kernel width]}.
 *
 * @param multiplier output channels of each input channel, Keras's {@code depth_multiplier}
 * @param rows kernel, stride and dilation along the height
 * @param columns kernel, stride and dilation along the width
 * @param padding zeros around the input
 * @param bias whether a value a channel is added
 * @param weightInit how weights begin
 * @param biasInit how biases begin
 */
public record DepthwiseConv2d(
    int multiplier,
    Window rows,
    Window columns,
    Padding padding,
    boolean bias,
    Initializer weightInit,
    Initializer biasInit)
    implements Alias {

  /**
   * Checks the multiplier.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public DepthwiseConv2d {
    if (multiplier < 1) {
      throw new IllegalArgumentException(
          "DepthwiseConv2d needs a channel multiplier of at least 1. Received: " + multiplier);
    }
  }

  /**
   * A square kernel with stride 1, no padding, multiplier 1, a bias and PyTorch's initial values.
   */
  public static DepthwiseConv2d of(int kernel) {
    Window window = new Window(kernel, 1, 1);
    return new DepthwiseConv2d(
        1,
        window,
        window,
        Padding.VALID,
        true,
        new Initializer.TorchDefault(),
        new Initializer.TorchDefault());
  }

  /** The same with another multiplier. */
  public DepthwiseConv2d withMultiplier(int newMultiplier) {
    return new DepthwiseConv2d(newMultiplier, rows, columns, padding, bias, weightInit, biasInit);
  }

  /** The same with another kernel, stride or dilation. */
  public DepthwiseConv2d withWindows(Window newRows, Window newColumns) {
    return new DepthwiseConv2d(
        multiplier, newRows, newColumns, padding, bias, weightInit, biasInit);
  }

  /** The same with another stride along both axes. */
  public DepthwiseConv2d withStride(int stride) {
    return withWindows(
        new Window(rows.kernel(), stride, rows.dilation()),
        new Window(columns.kernel(), stride, columns.dilation()));
  }

  /** The same with another padding. */
  public DepthwiseConv2d withPadding(Padding newPadding) {
    return new DepthwiseConv2d(multiplier, rows, columns, newPadding, bias, weightInit, biasInit);
  }

  /** The same without a bias. */
  public DepthwiseConv2d withoutBias() {
    return new DepthwiseConv2d(multiplier, rows, columns, padding, false, weightInit, biasInit);
  }

  /** The same with other initial values. */
  public DepthwiseConv2d withInit(Initializer newWeightInit, Initializer newBiasInit) {
    return new DepthwiseConv2d(
        multiplier, rows, columns, padding, bias, newWeightInit, newBiasInit);
  }

  @Override
  public Conv2d target(Shape input) {
    int channels = Math.multiplyExact(input.channels(), multiplier);
    return new Conv2d(
        channels,
        rows,
        columns,
        padding,
        input.channels(),
        bias ? Bias.CHANNEL : Bias.NONE,
        weightInit,
        biasInit);
  }

  @Override
  public String defaultName() {
    return "depthwise";
  }

  @Override
  public Set<Fusion> fusions() {
    return Set.of(Fusion.CLAMP_AFTER_IN_PREDICTION);
  }
}
