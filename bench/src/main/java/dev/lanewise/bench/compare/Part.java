package dev.lanewise.bench.compare;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Graph;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.pool.MaxPool2d;
import java.util.List;

/** A step of a network, in words that every engine has. */
public sealed interface Part {

  /** Shape of what it gives. */
  Shape output(Shape input);

  /** Adds it to Lanewise's graph. */
  Graph.Value after(Graph.Value value);

  /** Shape of what parts give, one after another. */
  static Shape output(List<Part> parts, Shape input) {
    Shape shape = input;
    for (Part part : parts) {
      shape = part.output(shape);
    }
    return shape;
  }

  /** Adds parts to Lanewise's graph, one after another. */
  static Graph.Value after(List<Part> parts, Graph.Value input) {
    Graph.Value value = input;
    for (Part part : parts) {
      value = part.after(value);
    }
    return value;
  }

  /** A part that is one layer. */
  sealed interface Single extends Part {

    /** Lanewise's layer. */
    Layer layer();

    @Override
    default Shape output(Shape input) {
      return layer().outputShape(input);
    }

    @Override
    default Graph.Value after(Graph.Value value) {
      return value.then(layer());
    }
  }

  /**
   * The sum of what two branches make of the same value.
   *
   * @param body one branch, at least one part
   * @param shortcut the other; empty for the value itself
   */
  record Residual(List<Part> body, List<Part> shortcut) implements Part {

    /** Copies the lists. */
    public Residual {
      body = List.copyOf(body);
      shortcut = List.copyOf(shortcut);
    }

    @Override
    public Shape output(Shape input) {
      return Part.output(body, input);
    }

    @Override
    public Graph.Value after(Graph.Value value) {
      Graph.Value beside = Part.after(shortcut, value);
      return Part.after(body, value).plus(beside);
    }
  }

  /**
   * A convolution with a square kernel.
   *
   * @param channels output channels
   * @param kernel taps along an axis
   * @param stride pixels from one place to the next
   * @param padding zeros on each side
   * @param bias whether there is a value to add for each output channel
   */
  record Conv(int channels, int kernel, int stride, int padding, boolean bias) implements Single {

    /** With stride 1. */
    public Conv(int channels, int kernel, int padding, boolean bias) {
      this(channels, kernel, 1, padding, bias);
    }

    @Override
    public Layer layer() {
      return dev.lanewise.layers.linear.Conv2d.of(channels, kernel)
          .withStride(stride)
          .withPadding(Padding.of(padding))
          .withBias(bias ? Bias.CHANNEL : Bias.NONE);
    }
  }

  /**
   * A convolution of each channel alone, without bias, with half the kernel of zeros on each side.
   *
   * @param channels channels
   * @param kernel taps along an axis, an odd number
   * @param stride pixels from one place to the next
   */
  record DepthwiseConv(int channels, int kernel, int stride) implements Single {
    @Override
    public Layer layer() {
      return dev.lanewise.layers.linear.Conv2d.of(channels, kernel)
          .withGroups(channels)
          .withStride(stride)
          .withPadding(Padding.of(kernel / 2))
          .withBias(Bias.NONE);
    }
  }

  /**
   * Normalisation of each channel with PyTorch's defaults: by the batch's statistics in training,
   * which move the running ones by a tenth; by the running ones in prediction.
   */
  record BatchNorm() implements Single {

    /** Added to variances. */
    public static final double EPS = 1e-5;

    /** Weight of the batch in the running statistics. */
    public static final double MOMENTUM = 0.1;

    @Override
    public Layer layer() {
      return new dev.lanewise.layers.norm.BatchNorm(EPS, MOMENTUM, true, false);
    }
  }

  /** {@code min(max(x, 0), 6)}. */
  record Relu6() implements Single {
    @Override
    public Layer layer() {
      return new dev.lanewise.layers.activation.Relu6();
    }
  }

  /** The mean of each channel: one vector for each image. */
  record GlobalAvgPool() implements Single {
    @Override
    public Layer layer() {
      return new dev.lanewise.layers.pool.GlobalAvgPool2d();
    }
  }

  /** {@code max(x, 0)}. */
  record Relu() implements Single {
    @Override
    public Layer layer() {
      return new dev.lanewise.layers.activation.Relu();
    }
  }

  /**
   * The largest of each square window; windows do not overlap, and what is left over at the end is
   * not looked at.
   *
   * @param size pixels along an axis
   */
  record MaxPool(int size) implements Single {
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
  record Dropout(double rate) implements Single {
    @Override
    public Layer layer() {
      return new dev.lanewise.layers.noise.Dropout(rate);
    }
  }

  /** One vector for each image. */
  record Flatten() implements Single {
    @Override
    public Layer layer() {
      return new dev.lanewise.layers.shape.Flatten();
    }
  }

  /**
   * A dense layer with bias.
   *
   * @param outputs values that it gives
   */
  record Dense(int outputs) implements Single {
    @Override
    public Layer layer() {
      return dev.lanewise.layers.linear.Dense.of(outputs);
    }
  }
}
