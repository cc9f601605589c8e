package dev.lanewise.layers.activation;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import java.util.Optional;

/**
 * Softmax over the channels, at each pixel: {@code y_c = exp(x_c - max x) / sum_d exp(x_d - max
 * x)}. For classification, prefer logits and {@link dev.lanewise.layers.loss.SoftmaxCrossEntropy}.
 */
public record Softmax() implements Layer {

  @Override
  public String defaultName() {
    return "softmax";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return MemoryNeeds.separate().readingOutput(true).withOrder(MemoryNeeds.Order.ANY);
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.forEither(
        it -> new SoftmaxOp(it, SoftmaxKind.PLAIN),
        it -> new ChannelSoftmaxOp(it, SoftmaxKind.PLAIN));
  }
}
