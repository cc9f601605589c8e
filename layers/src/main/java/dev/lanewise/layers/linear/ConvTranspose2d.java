package dev.lanewise.layers.linear;

import dev.lanewise.core.conv.ConvGeometry;
import dev.lanewise.core.conv.Convolution;
import dev.lanewise.core.conv.TransposedConvolution;
import dev.lanewise.core.setting.TransposedAxis;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Transposed convolution, as PyTorch's {@code ConvTranspose2d}: the gradient of a convolution's
 * input, taken as a layer, which makes images larger. Weights are {@code [input channels][channels
 * / groups][kernel height][kernel width]}; {@code (size - 1) * stride - 2 * padding + dilation *
 * (kernel - 1) + outputPadding + 1} pixels come out along each axis.
 *
 * @param channels output channels
 * @param rows kernel, stride, dilation and padding along the height
 * @param columns the same along the width
 * @param groups independent groups of channels
 * @param bias whether a value a channel is added
 * @param weightInit how weights begin
 * @param biasInit how biases begin
 */
public record ConvTranspose2d(
    int channels,
    TransposedAxis rows,
    TransposedAxis columns,
    int groups,
    boolean bias,
    Initializer weightInit,
    Initializer biasInit)
    implements Layer {

  /**
   * Checks the sizes that do not depend on the input.
   *
   * @throws IllegalArgumentException if channels or groups are below 1 or do not divide
   */
  public ConvTranspose2d {
    if (channels < 1 || groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(
          "ConvTranspose2d needs at least 1 channel, in equal groups. Received: %s channels, %s groups"
              .formatted(channels, groups));
    }
  }

  /** A square kernel with PyTorch's defaults: no padding, one group, a bias. */
  public static ConvTranspose2d of(int channels, int kernel, int stride) {
    TransposedAxis axis = TransposedAxis.of(new Window(kernel, stride, 1));
    return new ConvTranspose2d(
        channels,
        axis,
        axis,
        1,
        true,
        new Initializer.TorchDefault(),
        new Initializer.TorchDefault());
  }

  /** The same with other axes. */
  public ConvTranspose2d withAxes(TransposedAxis newRows, TransposedAxis newColumns) {
    return new ConvTranspose2d(channels, newRows, newColumns, groups, bias, weightInit, biasInit);
  }

  /** The same with other paddings along both axes. */
  public ConvTranspose2d withPadding(int padding, int outputPadding) {
    return withAxes(
        new TransposedAxis(rows.window(), padding, outputPadding),
        new TransposedAxis(columns.window(), padding, outputPadding));
  }

  /** The same with another number of groups. */
  public ConvTranspose2d withGroups(int newGroups) {
    return new ConvTranspose2d(channels, rows, columns, newGroups, bias, weightInit, biasInit);
  }

  /** The same without a bias. */
  public ConvTranspose2d withoutBias() {
    return new ConvTranspose2d(channels, rows, columns, groups, false, weightInit, biasInit);
  }

  /** The same with other initial values. */
  public ConvTranspose2d withInit(Initializer newWeightInit, Initializer newBiasInit) {
    return new ConvTranspose2d(channels, rows, columns, groups, bias, newWeightInit, newBiasInit);
  }

  /** The convolution whose backward data this is, for one input. */
  public ConvGeometry geometry(Shape input) {
    return TransposedConvolution.geometry(input, channels, rows, columns, groups);
  }

  @Override
  public String defaultName() {
    return "convtranspose";
  }

  @Override
  public Shape outputShape(Shape input) {
    return geometry(input).input();
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    ConvGeometry geometry = geometry(input);
    int height = rows.window().kernel();
    int width = columns.window().kernel();
    // PyTorch takes the second size of the weights for the fan in, whatever they mean.
    int fanIn = geometry.depth();
    int fanOut = input.channels() * height * width;
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(
        new ParameterSpec(
            "weight",
            List.of(input.channels(), geometry.groupChannels(), height, width),
            fanIn,
            fanOut,
            weightInit));
    if (bias) {
      specs.add(new ParameterSpec("bias", List.of(channels), fanIn, fanOut, biasInit));
    }
    return specs;
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    ConvGeometry geometry = geometry(input);
    return MemoryNeeds.separate()
        .readingInput(true)
        .withHalos(geometry.gradientHalo(), geometry.inputHalo())
        .withWeightsReadingGradientHalo();
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forImages(it -> new Op(this, it));
  }

  private static final class Op implements LayerOp {

    private final Binding binding;
    private final TransposedConvolution convolution;
    private final int weight;
    private final int bias;

    Op(ConvTranspose2d layer, Binding binding) {
      this.binding = binding;
      convolution =
          new TransposedConvolution(
              layer.geometry(binding.x().lanes().shape()),
              new Convolution.Layouts(
                  binding.x().lanes(),
                  binding.y().lanes(),
                  binding.dy().lanes(),
                  binding.dx().lanes()),
              layer.bias,
              binding.training(),
              binding.algorithm(),
              binding.simd());
      weight = binding.parameters().get(0);
      bias = layer.bias ? binding.parameters().get(1) : 0;
    }

    @Override
    public int scratchSize() {
      return convolution.scratchSize();
    }

    @Override
    public void prepare(float[] parameters, boolean backward) {
      convolution.prepare(parameters, weight, parameters, bias);
    }

    @Override
    public void forward(GroupPass pass) {
      float[] memory = pass.memory();
      convolution.forward(memory, binding.x().at(), memory, binding.y().at(), pass.scratch());
    }

    @Override
    public void backward(GroupPass pass) {
      float[] memory = pass.memory();
      int dy = binding.dy().at();
      float[] gradients = pass.gradients();
      convolution.backwardWeights(
          memory, binding.x().at(), memory, dy, gradients, weight, gradients, bias, pass.scratch());
      if (binding.wantsInputGradient()) {
        convolution.backwardData(memory, dy, memory, binding.dx().at(), pass.scratch());
      }
    }
  }
}
