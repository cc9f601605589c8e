package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;
import java.util.Optional;

/**
 * The largest value of each window; padding counts as minus infinity, and of equal values the first
 * in row-major order gets the gradient, as in PyTorch's {@code MaxPool2d}.
 *
 * @param pool the windows
 */
public record MaxPool2d(Pool2d pool) implements Layer {

  /** Square windows that touch without overlap. */
  public static MaxPool2d of(int kernel) {
    return new MaxPool2d(Pool2d.of(kernel));
  }

  @Override
  public String kind() {
    return "MaxPool2d";
  }

  @Override
  public String defaultName() {
    return "pool";
  }

  @Override
  public Shape outputShape(Shape input) {
    return pool.geometry(input).output();
  }

  @Override
  public int stateSize(Shape input) {
    return MaxPoolOp.stateSize(outputShape(input));
  }

  @Override
  public boolean absorbsRelu() {
    return true;
  }

  @Override
  public LayerOp bind(Binding binding) {
    return new MaxPoolOp(binding, pool.geometry(binding.x().layout().shape()));
  }

  @Override
  public Optional<LayerOp> bindChannels(ChannelBinding binding) {
    return Optional.of(bind(binding.lanes()));
  }

  @Override
  public int channelStateSize(Shape input) {
    return MaxPoolOp.channelStateSize(outputShape(input));
  }
}
