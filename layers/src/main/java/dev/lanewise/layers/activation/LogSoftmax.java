package dev.lanewise.layers.activation;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import java.util.Optional;

/**
 * The logarithm of softmax over the channels, at each pixel: {@code y_c = x_c - max x - log(sum_d
 * exp(x_d - max x))}. With {@link dev.lanewise.layers.loss.NegativeLogLikelihood} it is
 * cross-entropy.
 */
public record LogSoftmax() implements Layer {

  @Override
  public String defaultName() {
    return "logsoftmax";
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
        it -> new SoftmaxOp(it, SoftmaxKind.LOG), it -> new ChannelSoftmaxOp(it, SoftmaxKind.LOG));
  }
}
