package dev.lanewise.layers.linear;

import dev.lanewise.core.conv.ChannelConvolution;
import dev.lanewise.core.conv.ChannelDepthwise;
import dev.lanewise.core.conv.ConvGeometry;
import dev.lanewise.core.conv.Convolution;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Fusion;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Two-dimensional convolution: a cross-correlation, as PyTorch's {@code Conv2d}. Weights are {@code
 * [channels][input channels / groups][kernel height][kernel width]}; the output has {@code
 * floor((size + padding - dilation * (kernel - 1) - 1) / stride) + 1} pixels along each axis.
 *
 * @param channels output channels
 * @param rows kernel, stride and dilation along the height
 * @param columns kernel, stride and dilation along the width
 * @param padding zeros around the input
 * @param groups independent groups of channels
 * @param bias none, one value a channel, or one a channel and position
 * @param weightInit how weights begin
 * @param biasInit how biases begin
 */
public record Conv2d(
    int channels,
    Window rows,
    Window columns,
    Padding padding,
    int groups,
    Bias bias,
    Initializer weightInit,
    Initializer biasInit)
    implements Layer {

  /**
   * Checks the sizes that do not depend on the input.
   *
   * @throws IllegalArgumentException if channels or groups are below 1 or do not divide
   */
  public Conv2d {
    if (channels < 1 || groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(
          "Conv2d needs at least 1 channel, in equal groups. Received: %s channels, %s groups"
              .formatted(channels, groups));
    }
  }

  /**
   * A square kernel with PyTorch's defaults: stride 1, no padding, a bias a channel, uniform
   * initial values with bound {@code 1 / sqrt(fanIn)}.
   */
  public static Conv2d of(int channels, int kernel) {
    Window window = new Window(kernel, 1, 1);
    return new Conv2d(
        channels,
        window,
        window,
        Padding.VALID,
        1,
        Bias.CHANNEL,
        new Initializer.TorchDefault(),
        new Initializer.TorchDefault());
  }

  /** The same with another kernel, stride or dilation. */
  public Conv2d withWindows(Window newRows, Window newColumns) {
    return new Conv2d(channels, newRows, newColumns, padding, groups, bias, weightInit, biasInit);
  }

  /** The same with another stride along both axes. */
  public Conv2d withStride(int stride) {
    return withWindows(
        new Window(rows.kernel(), stride, rows.dilation()),
        new Window(columns.kernel(), stride, columns.dilation()));
  }

  /** The same with another padding. */
  public Conv2d withPadding(Padding newPadding) {
    return new Conv2d(channels, rows, columns, newPadding, groups, bias, weightInit, biasInit);
  }

  /** The same with another number of groups. */
  public Conv2d withGroups(int newGroups) {
    return new Conv2d(channels, rows, columns, padding, newGroups, bias, weightInit, biasInit);
  }

  /** The same with another bias. */
  public Conv2d withBias(Bias newBias) {
    return new Conv2d(channels, rows, columns, padding, groups, newBias, weightInit, biasInit);
  }

  /** The same with other initial values. */
  public Conv2d withInit(Initializer newWeightInit, Initializer newBiasInit) {
    return new Conv2d(channels, rows, columns, padding, groups, bias, newWeightInit, newBiasInit);
  }

  /** The sizes for one input. */
  public ConvGeometry geometry(Shape input) {
    return ConvGeometry.of(input, channels, rows, columns, padding, groups);
  }

  @Override
  public String defaultName() {
    return "conv";
  }

  @Override
  public Shape outputShape(Shape input) {
    return geometry(input).output();
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    ConvGeometry geometry = geometry(input);
    Shape output = geometry.output();
    int taps = rows.kernel() * columns.kernel();
    int fanIn = geometry.depth();
    int fanOut = channels * taps;
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(
        new ParameterSpec(
            "weight",
            List.of(channels, geometry.groupChannels(), rows.kernel(), columns.kernel()),
            fanIn,
            fanOut,
            weightInit));
    switch (bias) {
      case NONE -> {}
      case CHANNEL ->
          specs.add(new ParameterSpec("bias", List.of(channels), fanIn, fanOut, biasInit));
      case POSITION ->
          specs.add(
              new ParameterSpec(
                  "bias",
                  List.of(channels, output.height(), output.width()),
                  fanIn,
                  fanOut,
                  biasInit));
    }
    return specs;
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    ConvGeometry geometry = geometry(input);
    MemoryNeeds needs =
        MemoryNeeds.separate()
            .readingInput(true)
            .withHalos(geometry.inputHalo(), geometry.gradientHalo());
    return groups == 1 ? needs.withOrder(MemoryNeeds.Order.PLANES) : needs;
  }

  @Override
  public Set<Fusion> fusions() {
    return Set.of(Fusion.CLAMP_AFTER_IN_PREDICTION);
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    if (!binding.hasChannelLanes()) {
      return Optional.of(new Op(this, binding));
    }
    if (groups == 1) {
      return Optional.of(new ChannelOp(this, binding));
    }
    return ChannelDepthwise.possible(geometry(binding.x().shape()), bias)
        ? Optional.of(new ChannelDepthwiseOp(this, binding))
        : Optional.empty();
  }

  @Override
  public Optional<Layer> withChannelBias(Shape input) {
    return bias == Bias.POSITION ? Optional.empty() : Optional.of(withBias(Bias.CHANNEL));
  }

  private static final class Op implements LayerOp {

    private final Binding binding;
    private final Convolution convolution;
    private final int weight;
    private final int bias;

    Op(Conv2d layer, Binding binding) {
      this.binding = binding;
      LaneLayout x = binding.x().lanes();
      convolution =
          new Convolution(
              layer.geometry(x.shape()),
              new Convolution.Layouts(
                  x, binding.y().lanes(), binding.dy().lanes(), binding.dx().lanes()),
              layer.bias,
              Convolution.Columns.VIRTUAL,
              binding.algorithm(),
              binding.simd());
      weight = binding.parameters().get(0);
      bias = layer.bias == Bias.NONE ? 0 : binding.parameters().get(1);
    }

    @Override
    public int scratchSize() {
      return convolution.scratchSize();
    }

    @Override
    public void prepare(float[] parameters, boolean backward) {
      convolution.prepare(
          parameters, weight, parameters, bias, backward && binding.wantsInputGradient());
    }

    @Override
    public void forward(GroupPass pass) {
      float[] memory = pass.memory();
      convolution.forward(
          memory,
          binding.x().at(),
          memory,
          binding.y().at(),
          binding.epilogue().floor(),
          binding.epilogue().ceiling(),
          pass.scratch());
    }

    @Override
    public void backward(GroupPass pass) {
      float[] memory = pass.memory();
      int dy = binding.dy().at();
      float[] gradients = pass.gradients();
      if (binding.wantsInputGradient()) {
        convolution.backward(
            memory,
            binding.x().at(),
            memory,
            dy,
            gradients,
            weight,
            gradients,
            bias,
            memory,
            binding.dx().at(),
            pass.scratch());
      } else {
        convolution.backwardWeights(
            memory,
            binding.x().at(),
            memory,
            dy,
            gradients,
            weight,
            gradients,
            bias,
            pass.scratch());
      }
    }
  }

  /** The operation on one image, with one group. */
  private static final class ChannelOp implements LayerOp {

    private final Binding binding;
    private final ChannelConvolution convolution;
    private final int weight;
    private final int bias;

    ChannelOp(Conv2d layer, Binding binding) {
      this.binding = binding;
      convolution =
          new ChannelConvolution(
              layer.geometry(binding.x().shape()),
              new ChannelConvolution.Layouts(
                  binding.x().channels(),
                  binding.y().channels(),
                  binding.dy().channels(),
                  binding.dx().channels()),
              layer.bias(),
              binding.wantsInputGradient(),
              binding.simd());
      weight = binding.parameters().get(0);
      bias = layer.bias() == Bias.NONE ? 0 : binding.parameters().get(1);
    }

    @Override
    public int scratchSize() {
      return binding.training() ? convolution.scratchSize() : 0;
    }

    @Override
    public void prepare(float[] parameters, boolean backward) {
      convolution.prepare(parameters, weight, parameters, bias);
    }

    @Override
    public void forward(GroupPass pass) {
      float[] memory = pass.memory();
      convolution.forward(
          memory,
          binding.x().at(),
          memory,
          binding.y().at(),
          binding.epilogue().floor(),
          binding.epilogue().ceiling());
    }

    @Override
    public void backward(GroupPass pass) {
      float[] memory = pass.memory();
      int dy = binding.dy().at();
      float[] gradients = pass.gradients();
      convolution.backwardWeights(
          memory, binding.x().at(), memory, dy, gradients, weight, gradients, bias, pass.scratch());
      if (binding.wantsInputGradient()) {
        convolution.backwardData(memory, dy, memory, binding.dx().at());
      }
    }
  }
}
