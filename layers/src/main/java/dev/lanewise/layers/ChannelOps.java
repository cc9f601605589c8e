package dev.lanewise.layers;

import dev.lanewise.core.conv.ChannelConvolution;
import dev.lanewise.core.gemm.ChannelDense;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.tensor.Lanes;

/** Operations of layers on one image whose lanes are channels. */
final class ChannelOps {

  private ChannelOps() {}

  /** {@link Conv2d} with one group. */
  static final class Conv implements LayerOp {

    private final ChannelBinding binding;
    private final ChannelConvolution convolution;
    private final int weight;
    private final int bias;

    Conv(Conv2d layer, ChannelBinding binding) {
      this.binding = binding;
      convolution =
          new ChannelConvolution(
              layer.geometry(binding.x().shape()),
              new ChannelConvolution.Layouts(
                  binding.x().layout(),
                  binding.y().layout(),
                  binding.dy().layout(),
                  binding.dx().layout()),
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
          binding.tail().floor(),
          binding.tail().ceiling());
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

  /** {@link Dense}; its state is its input in order. */
  static final class Product implements LayerOp {

    private final ChannelBinding binding;
    private final ChannelDense product;
    private final int[] y;
    private final int[] dy;
    private final int[] dx;
    private final int weight;
    private final int bias;

    Product(Dense layer, ChannelBinding binding) {
      this.binding = binding;
      product =
          new ChannelDense(
              binding.x().layout().elementOffsets(),
              layer.outputs(),
              layer.bias(),
              !binding.training(),
              binding.simd());
      y = binding.y().layout().elementOffsets();
      dy = binding.dy().layout().elementOffsets();
      dx = binding.dx().layout().elementOffsets();
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
        int stride = binding.y().layout().planeStride();
        product.forward(memory, from, memory, to + binding.y().layout().origin(), stride);
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

  /**
   * {@link Softmax} and {@link LogSoftmax}: values are put in the order of a lane group whose lanes
   * are pixels, so that its kernel does the work.
   */
  static final class Normalise implements LayerOp {

    private final ChannelBinding binding;
    private final SoftmaxKind kind;
    private final int channels;
    private final int pixels;
    private final int stride;
    private final int[] x;
    private final int[] y;
    private final int[] dy;
    private final int[] dx;

    Normalise(ChannelBinding binding, SoftmaxKind kind) {
      this.binding = binding;
      this.kind = kind;
      channels = binding.x().shape().channels();
      pixels = binding.x().shape().pixels();
      stride = Lanes.roundUp(pixels);
      x = binding.x().layout().elementOffsets();
      y = binding.y().layout().elementOffsets();
      dy = binding.dy().layout().elementOffsets();
      dx = binding.dx().layout().elementOffsets();
    }

    @Override
    public int scratchSize() {
      return 2 * channels * stride;
    }

    private void gather(float[] memory, int at, int[] offset, float[] scratch, int to) {
      for (int c = 0, i = 0; c < channels; c++) {
        for (int p = 0; p < stride; p++) {
          scratch[to + c * stride + p] = p < pixels ? memory[at + offset[i++]] : 0f;
        }
      }
    }

    private void scatter(float[] scratch, float[] memory, int at, int[] offset) {
      for (int c = 0, i = 0; c < channels; c++) {
        for (int p = 0; p < pixels; p++) {
          memory[at + offset[i++]] = scratch[c * stride + p];
        }
      }
    }

    @Override
    public void forward(GroupPass pass) {
      float[] scratch = pass.scratch();
      gather(pass.memory(), binding.x().at(), x, scratch, 0);
      kind.forward(binding.simd(), scratch, 0, stride, channels, 0, stride, stride);
      scatter(scratch, pass.memory(), binding.y().at(), y);
    }

    @Override
    public void backward(GroupPass pass) {
      if (!binding.wantsInputGradient()) {
        return;
      }
      float[] scratch = pass.scratch();
      int second = channels * stride;
      gather(pass.memory(), binding.y().at(), y, scratch, second);
      gather(pass.memory(), binding.dy().at(), dy, scratch, 0);
      kind.backward(
          binding.simd(), scratch, second, stride, 0, stride, 0, stride, channels, stride);
      scatter(scratch, pass.memory(), binding.dx().at(), dx);
    }
  }

  /** {@link Flatten} and {@link Reshape}: a copy, unless the values may stay where they are. */
  static final class View implements LayerOp {

    private final ChannelBinding binding;
    private final int[] x;
    private final int[] y;
    private final int[] dy;
    private final int[] dx;

    View(ChannelBinding binding) {
      this.binding = binding;
      x = binding.x().layout().elementOffsets();
      y = binding.y().layout().elementOffsets();
      dy = binding.dy().layout().elementOffsets();
      dx = binding.dx().layout().elementOffsets();
    }

    @Override
    public void forward(GroupPass pass) {
      copy(pass.memory(), binding.x().at(), x, binding.y().at(), y);
    }

    @Override
    public void backward(GroupPass pass) {
      if (binding.wantsInputGradient()) {
        copy(pass.memory(), binding.dy().at(), dy, binding.dx().at(), dx);
      }
    }

    private static void copy(float[] memory, int from, int[] source, int to, int[] destination) {
      if (from == to) {
        return;
      }
      for (int i = 0; i < source.length; i++) {
        memory[to + destination[i]] = memory[from + source[i]];
      }
    }
  }
}
