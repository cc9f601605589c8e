package dev.lanewise.core.conv;

import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;

/**
 * The sizes of a two-dimensional convolution: a cross-correlation, as in PyTorch, with weights in
 * OIHW, {@code [outChannels][channels / groups][kernel height][kernel width]}. Output channel
 * {@code o} sees the input channels of group {@code o / (outChannels / groups)}. The output has
 * {@code floor((size + padding - dilation * (kernel - 1) - 1) / stride) + 1} pixels along each
 * axis.
 *
 * @param input shape of one image
 * @param outChannels number of output channels
 * @param rows kernel, stride and dilation along the height
 * @param columns kernel, stride and dilation along the width
 * @param padding zeros around the input
 * @param groups number of independent groups of channels
 */
public record ConvGeometry(
    Shape input, int outChannels, Window rows, Window columns, Halo padding, int groups) {

  /**
   * Checks that the sizes fit one another.
   *
   * @throws IllegalArgumentException if they do not
   */
  public ConvGeometry {
    if (outChannels < 1) {
      throw new IllegalArgumentException(
          "A convolution must have at least 1 output channel. Received: " + outChannels);
    }
    if (groups < 1 || input.channels() % groups != 0 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          "Input and output channels must be divisible by the number of groups. Received: %s and %s channels, %s groups"
              .formatted(input.channels(), outChannels, groups));
    }
    int height = rows.outputs(input.height(), padding.top(), padding.bottom());
    int width = columns.outputs(input.width(), padding.left(), padding.right());
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "The kernel must fit the padded input. Expected at most %sx%s. Received: %sx%s (dilation included), input %s"
              .formatted(
                  (long) input.height() + padding.top() + padding.bottom(),
                  (long) input.width() + padding.left() + padding.right(),
                  rows.span(),
                  columns.span(),
                  input));
    }
    Shape output = new Shape(outChannels, height, width);
    double weights =
        (double) outChannels * (input.channels() / groups) * rows.kernel() * columns.kernel();
    if (weights > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "A convolution's weights must fit one array of 2^31 floats. Received: %sx%s kernel, input %s, output %s, %s groups"
              .formatted(rows.kernel(), columns.kernel(), input, output, groups));
    }
  }

  /** A geometry whose padding follows from a rule. */
  public static ConvGeometry of(
      Shape input, int outChannels, Window rows, Window columns, Padding padding, int groups) {
    return new ConvGeometry(
        input,
        outChannels,
        rows,
        columns,
        padding.resolve(input.height(), input.width(), rows, columns),
        groups);
  }

  /** The shape of one output image. */
  public Shape output() {
    return new Shape(
        outChannels,
        rows.outputs(input.height(), padding.top(), padding.bottom()),
        columns.outputs(input.width(), padding.left(), padding.right()));
  }

  /** Input channels that an output channel sees. */
  public int groupChannels() {
    return input.channels() / groups;
  }

  /** Output channels of a group. */
  public int groupOutputs() {
    return outChannels / groups;
  }

  /** Products in one output value: {@code channels / groups * kernel height * kernel width}. */
  public int depth() {
    return groupChannels() * rows.kernel() * columns.kernel();
  }

  /** Number of weights. */
  public int weights() {
    return outChannels * depth();
  }

  /** Multiply-adds of one pass over one image. */
  public long multiplyAdds() {
    return (long) depth() * output().elements();
  }

  /** Zeros that the forward pass and the weight gradient read around the input. */
  public Halo inputHalo() {
    Shape out = output();
    return new Halo(
        padding.top(),
        padding.left(),
        after(rows, out.height(), padding.top(), input.height()),
        after(columns, out.width(), padding.left(), input.width()));
  }

  private static int after(Window window, int outputs, int before, int size) {
    return (int) Math.max(0, (outputs - 1L) * window.stride() + window.span() - before - size);
  }

  /** Zeros that backward data reads around the output's gradient. */
  public Halo gradientHalo() {
    Shape out = output();
    int bottom = Phase.last(rows, padding.top(), input.height()) - (out.height() - 1);
    int right = Phase.last(columns, padding.left(), input.width()) - (out.width() - 1);
    return new Halo(
        Math.max(0, -Phase.first(rows, padding.top(), input.height())),
        Math.max(0, -Phase.first(columns, padding.left(), input.width())),
        Math.max(0, bottom),
        Math.max(0, right));
  }
}
