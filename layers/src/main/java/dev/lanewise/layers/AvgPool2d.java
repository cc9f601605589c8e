package dev.lanewise.layers;

import dev.lanewise.core.tensor.Shape;
import java.util.Optional;

/**
 * The mean of each window, as PyTorch's {@code AvgPool2d}.
 *
 * @param pool the windows
 */
public record AvgPool2d(Pool2d pool) implements Layer {

  /** Square windows that touch without overlap. */
  public static AvgPool2d of(int kernel) {
    return new AvgPool2d(Pool2d.of(kernel));
  }

  @Override
  public String kind() {
    return "AvgPool2d";
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
  public LayerOp bind(Binding binding) {
    return new AveragePoolOp(binding, pool.geometry(binding.x().layout().shape()));
  }

  @Override
  public Optional<LayerOp> bindChannels(ChannelBinding binding) {
    return Optional.of(bind(binding.lanes()));
  }
}
