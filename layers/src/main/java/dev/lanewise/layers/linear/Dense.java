package dev.lanewise.layers.linear;

import dev.lanewise.core.gemm.ChannelDense;
import dev.lanewise.core.gemm.DenseProduct;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.ParameterSpec;
import dev.lanewise.layers.Place;
import java.util.List;
import java.util.Optional;

/**
 * A fully connected layer, {@code y = W x + b} with {@code W} of {@code [outputs][inputs]}:
 * PyTorch's {@code Linear}. Its input must be flat.
 *
 * @param outputs values that go out
 * @param bias whether a bias is added
 * @param weightInit how weights begin
 * @param biasInit how biases begin
 */
public record Dense(int outputs, boolean bias, Initializer weightInit, Initializer biasInit)
    implements Layer {

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if {@code outputs} is below 1
   */
  public Dense {
    if (outputs < 1) {
      throw new IllegalArgumentException("Dense needs at least 1 output. Received: " + outputs);
    }
  }

  /** With a bias and PyTorch's initial values: uniform with bound {@code 1 / sqrt(inputs)}. */
  public static Dense of(int outputs) {
    return new Dense(outputs, true, new Initializer.TorchDefault(), new Initializer.TorchDefault());
  }

  /** The same with other initial values. */
  public Dense withInit(Initializer newWeightInit, Initializer newBiasInit) {
    return new Dense(outputs, bias, newWeightInit, newBiasInit);
  }

  /** The same with or without a bias. */
  public Dense withBias(boolean newBias) {
    return new Dense(outputs, newBias, weightInit, biasInit);
  }

  @Override
  public String defaultName() {
    return "fc";
  }

  @Override
  public Shape outputShape(Shape input) {
    if (!input.isFlat()) {
      throw new IllegalArgumentException(
          "Dense needs a flat input: put Flatten before it. Expected: n x 1 x 1. Received: "
              + input);
    }
    if ((long) outputs * input.channels() > 1 << 29) {
      throw new IllegalArgumentException(
          "Dense may have at most 536870912 weights (2^29). Received: %s outputs, %s inputs"
              .formatted(outputs, input.channels()));
    }
    return Shape.flat(outputs);
  }

  @Override
  public List<ParameterSpec> parameters(Shape input) {
    int inputs = input.channels();
    ParameterSpec weight =
        new ParameterSpec("weight", List.of(outputs, inputs), inputs, outputs, weightInit);
    return bias
        ? List.of(weight, new ParameterSpec("bias", List.of(outputs), inputs, outputs, biasInit))
        : List.of(weight);
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return MemoryNeeds.separate()
        .readingInput(true)
        .withOrder(MemoryNeeds.Order.ANY)
        .withState(0, input.elements());
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forEither(it -> new Op(this, it), it -> new ChannelOp(this, it));
  }

  @Override
  public Optional<Layer> withChannelBias(Shape input) {
    return Optional.of(withBias(true));
  }

  private static final class Op implements LayerOp {

    private final Binding binding;
    private final DenseProduct product;
    private final int x;
    private final int y;
    private final int dy;
    private final int dx;
    private final int weight;
    private final int bias;

    Op(Dense layer, Binding binding) {
      this.binding = binding;
      // A halo around y or dx belongs to a neighbouring convolution; nobody wants one around x, dy.
      product =
          new DenseProduct(
              binding.x().lanes().shape().channels(),
              layer.outputs,
              layer.bias,
              binding.y().lanes().planeStride(),
              binding.dx().lanes().planeStride(),
              binding.simd());
      x = binding.x().at();
      y = origin(binding.y());
      dy = binding.dy().at();
      dx = origin(binding.dx());
      weight = binding.parameters().get(0);
      bias = layer.bias ? binding.parameters().get(1) : 0;
    }

    private static int origin(Place place) {
      return place.at() + place.lanes().origin();
    }

    @Override
    public int scratchSize() {
      return product.scratchSize();
    }

    @Override
    public void prepare(float[] parameters, boolean backward) {
      product.prepare(parameters, weight, parameters, bias);
    }

    @Override
    public void forward(GroupPass pass) {
      float[] memory = pass.memory();
      product.forward(memory, x, memory, y);
    }

    @Override
    public void backward(GroupPass pass) {
      float[] memory = pass.memory();
      float[] gradients = pass.gradients();
      product.backwardWeights(
          memory, x, memory, dy, pass.images(), gradients, weight, gradients, bias, pass.scratch());
      if (binding.wantsInputGradient()) {
        product.backwardData(pass.parameters(), weight, memory, dy, memory, dx);
      }
    }
  }

  /** The operation on one image; its state is its input in order. */
  private static final class ChannelOp implements LayerOp {

    private final Binding binding;
    private final ChannelDense product;
    private final int[] y;
    private final int[] dy;
    private final int[] dx;
    private final int weight;
    private final int bias;

    ChannelOp(Dense layer, Binding binding) {
      this.binding = binding;
      product =
          new ChannelDense(
              binding.x().channels().elementOffsets(),
              layer.outputs(),
              layer.bias(),
              !binding.training(),
              binding.simd());
      y = binding.y().channels().elementOffsets();
      dy = binding.dy().channels().elementOffsets();
      dx = binding.dx().channels().elementOffsets();
      weight = binding.parameters().get(0);
      bias = layer.bias() ? binding.parameters().get(1) : 0;
    }

    @Override
    public int scratchSize() {
      return binding.training() ? product.scratchSize() : 0;
    }

    @Override
    public void prepare(float[] parameters, boolean backward) {
      if (!binding.training()) {
        product.prepare(parameters, weight, parameters, bias);
      }
    }

    @Override
    public void forward(GroupPass pass) {
      float[] memory = pass.memory();
      int from = binding.x().at();
      int to = binding.y().at();
      if (binding.training()) {
        product.forwardUnpacked(
            pass.parameters(),
            weight,
            bias,
            memory,
            from,
            memory,
            to,
            y,
            memory,
            binding.stateAt(),
            pass.scratch());
      } else {
        int stride = binding.y().channels().planeStride();
        product.forward(memory, from, memory, to + binding.y().channels().origin(), stride);
      }
    }

    @Override
    public void backward(GroupPass pass) {
      float[] memory = pass.memory();
      int from = binding.dy().at();
      product.backwardWeights(
          memory,
          binding.stateAt(),
          memory,
          from,
          dy,
          pass.gradients(),
          weight,
          bias,
          pass.scratch());
      if (binding.wantsInputGradient()) {
        product.backwardData(
            pass.parameters(),
            weight,
            memory,
            from,
            dy,
            memory,
            binding.dx().at(),
            dx,
            pass.scratch());
      }
    }
  }
}
