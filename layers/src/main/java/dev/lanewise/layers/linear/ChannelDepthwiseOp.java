package dev.lanewise.layers.linear;

import dev.lanewise.core.conv.ChannelConvolution;
import dev.lanewise.core.conv.ChannelDepthwise;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.LayerOp;

/** {@link Conv2d} of each channel by itself, on one image whose lanes are channels. */
final class ChannelDepthwiseOp implements LayerOp {

  private final Binding binding;
  private final ChannelDepthwise convolution;
  private final int weight;
  private final int bias;

  ChannelDepthwiseOp(Conv2d layer, Binding binding) {
    this.binding = binding;
    convolution =
        new ChannelDepthwise(
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
