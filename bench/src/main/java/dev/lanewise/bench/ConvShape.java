package dev.lanewise.bench;

import dev.lanewise.core.conv.ConvGeometry;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Shape;

/**
 * A convolution to measure, its kernel, stride and padding the same along both axes.
 *
 * @param input shape of one image
 * @param outChannels output channels
 * @param kernel taps along an axis
 * @param stride pixels from one window to the next
 * @param padding zeros on each side
 * @param groups groups of channels; as many as input channels for a depthwise convolution
 * @param batch images
 */
public record ConvShape(
    Shape input, int outChannels, int kernel, int stride, int padding, int groups, int batch) {

  /** A convolution of all channels. */
  public ConvShape(Shape input, int outChannels, int kernel, int stride, int padding, int batch) {
    this(input, outChannels, kernel, stride, padding, 1, batch);
  }

  /**
   * For example {@code 3-64:64x64:k7s2p3:b32}: channels in and out, image, window, batch; {@code
   * 96-96:32x32:k3s1p1g96:b128} has 96 groups. No comma, space or {@code >}, so that it can be
   * typed as an argument.
   */
  public String name() {
    return "%s-%s:%sx%s:k%ss%sp%s%s:b%s"
        .formatted(
            input.channels(),
            outChannels,
            input.height(),
            input.width(),
            kernel,
            stride,
            padding,
            groups == 1 ? "" : "g" + groups,
            batch);
  }

  /** The convolution's sizes. */
  public ConvGeometry geometry() {
    Window window = new Window(kernel, stride, 1);
    return ConvGeometry.of(input, outChannels, window, window, Padding.of(padding), groups);
  }

  /** Input channels that an output channel sees. */
  public int groupInputs() {
    return input.channels() / groups;
  }

  /** The first input channel that an output channel sees. */
  public int firstInput(int output) {
    return output / (outChannels / groups) * groupInputs();
  }

  /**
   * Floating-point operations of one pass over the batch, a multiply-add counting as two; products
   * with the padding's zeros count.
   */
  public double flops() {
    return 2.0 * batch * geometry().multiplyAdds();
  }
}
