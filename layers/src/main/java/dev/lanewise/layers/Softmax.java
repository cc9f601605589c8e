package dev.lanewise.layers;

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
    return new SoftmaxOp(binding, SoftmaxKind.PLAIN);
  }

  @Override
  public Optional<LayerOp> bindChannels(ChannelBinding binding) {
    return Optional.of(new ChannelOps.Normalise(binding, SoftmaxKind.PLAIN));
  }

  @Override
  public boolean readsAnyOrder() {
    return true;
  }
}
