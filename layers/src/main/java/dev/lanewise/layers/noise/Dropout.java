package dev.lanewise.layers.noise;

import dev.lanewise.core.kernel.DropoutHash;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
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
  public String defaultName() {
    return "dropout";
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public MemoryNeeds needs(Shape input) {
    return MemoryNeeds.elementwise();
  }

  @Override
  public Optional<LayerOp> bind(Binding binding) {
    return binding.training() && binding.hasChannelLanes()
        ? Optional.of(new ChannelNoise(binding, new Change(DropoutHash.threshold(rate), scale())))
        : binding.forAnyLanes(this::noise);
  }

  private LayerOp noise(Binding binding) {
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
