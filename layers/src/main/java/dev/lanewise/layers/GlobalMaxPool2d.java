package dev.lanewise.layers;

import dev.lanewise.core.pool.AdaptiveGeometry;
import dev.lanewise.core.tensor.Shape;
import java.util.Optional;

/**
 * The largest value of each channel: {@code C x H x W} becomes the flat {@code C x 1 x 1}, as
 * Keras's {@code GlobalMaxPooling2D}. Of equal values the first in row-major order gets the
 * gradient.
 */
public record GlobalMaxPool2d() implements Layer {

  @Override
  public String kind() {
    return "GlobalMaxPool2d";
  }

  @Override
  public String defaultName() {
    return "pool";
  }

  @Override
  public Shape outputShape(Shape input) {
    return AdaptiveGeometry.global(input).output();
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
    return new MaxPoolOp(binding, AdaptiveGeometry.global(binding.x().layout().shape()));
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
