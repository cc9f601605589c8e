package dev.lanewise.layers.linear;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Alias;
import dev.lanewise.layers.Fusion;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.ParameterSpec;
import java.util.List;
import java.util.Set;

/**
 * One-dimensional convolution over shapes of {@code channels x 1 x length}: PyTorch's {@code
 * Conv1d}, done by {@link Conv2d} with a kernel of one row. Weights are {@code [channels][input
 * channels / groups][kernel]}; the output has {@code floor((length + padding - dilation * (kernel -
 * 1) - 1) / stride) + 1} positions.
 *
 * @param channels output channels
 * @param window kernel, stride and dilation
 * @param padding zeros before and after the input, left and right; none above and below
 * @param groups independent groups of channels
 * @param bias whether a value a channel is added
 * @param weightInit how weights begin
 * @param biasInit how biases begin
 */
public record Conv1d(
    int channels,
    Window window,
    Padding padding,
    int groups,
    boolean bias,
    Initializer weightInit,
    Initializer biasInit)
    implements Alias {

  /**
   * Checks the sizes that do not depend on the input.
   *
   * @throws IllegalArgumentException if channels or groups are below 1 or do not divide, or if
   *     there is padding above or below
   */
  public Conv1d {
    if (channels < 1 || groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(
          "Conv1d needs at least 1 channel, in equal groups. Received: %s channels, %s groups"
              .formatted(channels, groups));
    }
    if (padding.explicit().top() != 0 || padding.explicit().bottom() != 0) {
      throw new IllegalArgumentException(
          "Conv1d must not have padding above or below its one row. Received: "
              + padding.explicit());
    }
  }

  /** PyTorch's defaults: stride 1, no padding, one group, a bias. */
  public static Conv1d of(int channels, int kernel) {
    return new Conv1d(
        channels,
        new Window(kernel, 1, 1),
        Padding.VALID,
        1,
        true,
        new Initializer.TorchDefault(),
        new Initializer.TorchDefault());
  }

  /** The same with another kernel, stride or dilation. */
  public Conv1d withWindow(Window newWindow) {
    return new Conv1d(channels, newWindow, padding, groups, bias, weightInit, biasInit);
  }

  /** The same with {@code zeros} before and after the input. */
  public Conv1d withPadding(int zeros) {
    return withPadding(Padding.of(0, zeros));
  }

  /** The same with another padding. */
  public Conv1d withPadding(Padding newPadding) {
    return new Conv1d(channels, window, newPadding, groups, bias, weightInit, biasInit);
  }

  /** The same with another number of groups. */
  public Conv1d withGroups(int newGroups) {
    return new Conv1d(channels, window, padding, newGroups, bias, weightInit, biasInit);
  }

  /** The same without a bias. */
  public Conv1d withoutBias() {
    return new Conv1d(channels, window, padding, groups, false, weightInit, biasInit);
  }

  /** The same with other initial values. */
  public Conv1d withInit(Initializer newWeightInit, Initializer newBiasInit) {
    return new Conv1d(channels, window, padding, groups, bias, newWeightInit, newBiasInit);
  }

  /** The convolution of images with one row. */
  public Conv2d rows() {
    return new Conv2d(
        channels,
        new Window(1, 1, 1),
        window,
        padding,
        groups,
        bias ? Bias.CHANNEL : Bias.NONE,
        weightInit,
        biasInit);
  }

  @Override
  public Layer target(Shape input) {
    Alias.checkOneRow(kind(), input);
    return rows();
  }

  @Override
  public String defaultName() {
    return "conv";
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    return target(input).parameters(input).stream()
        .map(
            spec ->
                spec.name().equals("weight")
                    ? new ParameterSpec(
                        spec.name(),
                        List.of(spec.shape().get(0), spec.shape().get(1), spec.shape().get(3)),
                        spec.fanIn(),
                        spec.fanOut(),
                        spec.initializer())
                    : spec)
        .toList();
  }

  @Override
  public Set<Fusion> fusions() {
    return Set.of(Fusion.CLAMP_AFTER_IN_PREDICTION);
  }
}
