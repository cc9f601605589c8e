package dev.lanewise.bench.compare;

import dev.lanewise.core.conv.Convolution.Bias;
import dev.lanewise.core.conv.Padding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.MaxPool2d;

/** A step of a network, in words that every engine has. */
public sealed interface Part {

  /** Lanewise's layer. */
  Layer layer();

  /**
   * A convolution with a square kernel and stride 1.
   *
   * @param channels output channels
   * @param kernel taps along an axis
   * @param padding zeros on each side
   * @param bias whether there is a value to add for each output channel
   */
  record Conv(int channels, int kernel, int padding, boolean bias) implements Part {
    @Override
    public Layer layer() {
      return dev.lanewise.layers.Conv2d.of(channels, kernel)
          .withPadding(Padding.of(padding))
          .withBias(bias ? Bias.CHANNEL : Bias.NONE);
    }
  }

  /** {@code max(x, 0)}. */
  record Relu() implements Part {
    @Override
    public Layer layer() {
      return new dev.lanewise.layers.Relu();
    }
  }

  /**
   * The largest of each square window; windows do not overlap, and what is left over at the end is
   * not looked at.
   *
   * @param size pixels along an axis
   */
  record MaxPool(int size) implements Part {
    @Override
    public Layer layer() {
      return MaxPool2d.of(size);
    }
  }

  /**
   * Values set to zero at random in training.
   *
   * @param rate the share of them
   */
  record Dropout(double rate) implements Part {
    @Override
    public Layer layer() {
      return new dev.lanewise.layers.Dropout(rate);
    }
  }

  /** One vector for each image. */
  record Flatten() implements Part {
    @Override
    public Layer layer() {
      return new dev.lanewise.layers.Flatten();
    }
  }

  /**
   * A dense layer with bias.
   *
   * @param outputs values that it gives
   */
  record Dense(int outputs) implements Part {
    @Override
    public Layer layer() {
      return dev.lanewise.layers.Dense.of(outputs);
    }
  }
}
