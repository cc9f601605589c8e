package dev.lanewise.layers;

import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import java.util.Optional;

/**
 * Softmax over the channels, at each pixel: {@code y_c = exp(x_c - max x) / sum_d exp(x_d - max
 * x)}. For classification, prefer logits and {@link dev.lanewise.layers.loss.SoftmaxCrossEntropy}.
 */
public record Softmax() implements Layer {

  @Override
  public String kind() {
    return "Softmax";
  }

  @Override
  public String defaultName() {
    return "softmax";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public boolean backwardReadsOutput() {
    return true;
  }

  @Override
  public LayerOp bind(Binding binding) {
    return new Op(binding);
  }

  @Override
  public Optional<LayerOp> bindChannels(ChannelBinding binding) {
    return Optional.of(new ChannelOps.Normalise(binding));
  }

  @Override
  public boolean readsAnyOrder() {
    return true;
  }

  private static final class Op implements LayerOp {

    private final Binding binding;

    Op(Binding binding) {
      this.binding = binding;
    }

    @Override
    public void forward(GroupPass pass) {
      LaneLayout x = binding.x().layout();
      LaneLayout y = binding.y().layout();
      float[] memory = pass.memory();
      for (int row = 0; row < x.shape().height(); row++) {
        binding
            .simd()
            .elementwise()
            .softmax(
                memory,
                binding.x().at() + x.offset(0, row, 0),
                x.planeStride(),
                x.shape().channels(),
                memory,
                binding.y().at() + y.offset(0, row, 0),
                y.planeStride(),
                x.shape().width() * Lanes.WIDTH);
      }
    }

    @Override
    public void backward(GroupPass pass) {
      if (!binding.wantsInputGradient()) {
        return;
      }
      LaneLayout y = binding.y().layout();
      LaneLayout dy = binding.dy().layout();
      LaneLayout dx = binding.dx().layout();
      float[] memory = pass.memory();
      for (int row = 0; row < y.shape().height(); row++) {
        binding
            .simd()
            .elementwise()
            .softmaxBackward(
                memory,
                binding.y().at() + y.offset(0, row, 0),
                y.planeStride(),
                memory,
                binding.dy().at() + dy.offset(0, row, 0),
                dy.planeStride(),
                memory,
                binding.dx().at() + dx.offset(0, row, 0),
                dx.planeStride(),
                y.shape().channels(),
                y.shape().width() * Lanes.WIDTH);
      }
    }
  }
}
