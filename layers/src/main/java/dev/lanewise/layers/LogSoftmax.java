package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;
import java.util.Optional;

/**
 * The logarithm of softmax over the channels, at each pixel: {@code y_c = x_c - max x - log(sum_d
 * exp(x_d - max x))}. With {@link dev.lanewise.layers.loss.NegativeLogLikelihood} it is
 * cross-entropy.
 */
public record LogSoftmax() implements Layer {

  @Override
  public String kind() {
    return "LogSoftmax";
  }

  @Override
  public String defaultName() {
    return "logsoftmax";
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
    return new SoftmaxOp(binding, SoftmaxKind.LOG);
  }

  @Override
  public Optional<LayerOp> bindChannels(ChannelBinding binding) {
    return Optional.of(new ChannelOps.Normalise(binding, SoftmaxKind.LOG));
  }

  @Override
  public boolean readsAnyOrder() {
    return true;
  }
}
