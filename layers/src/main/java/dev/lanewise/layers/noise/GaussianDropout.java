package dev.lanewise.layers.noise;

import dev.lanewise.core.kernel.NormalHash;
import dev.lanewise.core.math.Range;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import java.util.Optional;

/**
 * Multiplies values by normal noise around 1 in training, {@code y = x * (1 + s * z)} with {@code s
 * = sqrt(rate / (1 - rate))}, the deviation that dropout's factors have; otherwise values pass
 * unchanged (Srivastava et al., "Dropout", 2014, section 10). As in Keras. The noise follows from
 * the seed, the epoch, the sample and the layer.
 *
 * @param rate the dropout rate that it stands for, in [0, 1)
 */
public record GaussianDropout(double rate) implements Layer {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public GaussianDropout {
    Range.fraction("The rate of GaussianDropout", rate);
  }

  private float deviation() {
    return (float) Math.sqrt(rate / (1 - rate));
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
        ? Optional.of(new ChannelNoise(binding, new Change(deviation())))
        : binding.forAnyLanes(this::noise);
  }

  private LayerOp noise(Binding binding) {
    float factor = deviation();
    return new NoiseOp(binding) {
      @Override
      void change(GroupPass pass, int x, int y, int n, int element) {
        float[] memory = pass.memory();
        binding
            .simd()
            .noise()
            .gaussian(memory, x, memory, y, n, pass.keyLow(), pass.keyHigh(), element, factor, 0f);
      }
    };
  }

  private record Change(float factor) implements ChannelNoise.Change {

    @Override
    public float of(float value, int keyLow, int keyHigh, int element) {
      float z = NormalHash.of(keyLow, keyHigh, element);
      return Math.fma(0f, z, value * Math.fma(factor, z, 1f));
    }
  }
}
