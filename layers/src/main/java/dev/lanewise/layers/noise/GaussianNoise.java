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
 * Adds normal noise in training, {@code y = x + deviation * z}; otherwise values pass unchanged. As
 * in Keras. The noise follows from the seed, the epoch, the sample and the layer.
 *
 * @param deviation standard deviation of the noise, at least 0 and finite
 */
public record GaussianNoise(double deviation) implements Layer {

  /**
   * Checks the deviation.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public GaussianNoise {
    Range.notNegative("deviation of GaussianNoise", deviation);
  }

  @Override
  public String defaultName() {
    return "noise";
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
        ? Optional.of(new ChannelNoise(binding, new Change((float) deviation)))
        : binding.forAnyLanes(this::noise);
  }

  private LayerOp noise(Binding binding) {
    float added = (float) deviation;
    return new NoiseOp(binding) {
      @Override
      void change(GroupPass pass, int x, int y, int n, int element) {
        float[] memory = pass.memory();
        binding
            .simd()
            .noise()
            .gaussian(memory, x, memory, y, n, pass.keyLow(), pass.keyHigh(), element, 0f, added);
      }

      @Override
      void changeBackward(GroupPass pass, int dy, int dx, int n, int element) {
        copy(pass, dy, dx, n);
      }
    };
  }

  private record Change(float added) implements ChannelNoise.Change {

    @Override
    public float of(float value, int keyLow, int keyHigh, int element) {
      return Math.fma(added, NormalHash.of(keyLow, keyHigh, element), value);
    }

    @Override
    public float gradient(float value, int keyLow, int keyHigh, int element) {
      return value;
    }
  }
}
