package dev.lanewise.layers;

import dev.lanewise.core.kernel.DropoutHash;
import dev.lanewise.core.tensor.Shape;
import java.util.Optional;

/**
 * Inverted dropout: in training each value is dropped with probability {@code rate} and the others
 * are multiplied by {@code 1 / (1 - rate)}; otherwise values pass unchanged (Srivastava et al.,
 * 2014; the scale as in PyTorch and Keras). Which values are dropped follows from the seed, the
 * epoch, the sample and the layer.
 *
 * @param rate probability of dropping a value, in [0, 1)
 */
public record Dropout(double rate) implements Layer {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public Dropout {
    DropoutHash.threshold(rate);
  }

  @Override
  public String kind() {
    return "Dropout";
  }

  @Override
  public String defaultName() {
    return "dropout";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Placement placement() {
    return Placement.ELEMENTWISE;
  }

  @Override
  public LayerOp bind(Binding binding) {
    int threshold = DropoutHash.threshold(rate);
    float scale = scale();
    return new NoiseOp(binding) {
      @Override
      void change(GroupPass pass, int x, int y, int n, int element) {
        float[] memory = pass.memory();
        kernel()
            .dropout(
                memory, x, memory, y, n, pass.keyLow(), pass.keyHigh(), element, threshold, scale);
      }
    };
  }

  @Override
  public Optional<LayerOp> bindChannels(ChannelBinding binding) {
    return Optional.of(
        binding.training()
            ? new ChannelNoise(binding, new Change(DropoutHash.threshold(rate), scale()))
            : bind(binding.lanes()));
  }

  private float scale() {
    return (float) (1 / (1 - rate));
  }

  private record Change(int threshold, float scale) implements ChannelNoise.Change {

    @Override
    public float of(float value, int keyLow, int keyHigh, int element) {
      int hash = DropoutHash.of(keyLow, keyHigh, element);
      return Integer.compareUnsigned(hash, threshold) >= 0 ? value * scale : 0f;
    }
  }
}
