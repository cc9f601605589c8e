package dev.lanewise.layers.noise;

import dev.lanewise.core.kernel.DropoutHash;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import dev.lanewise.layers.activation.Selu;
import java.util.Optional;

/**
 * Dropout that keeps mean 0 and variance 1 of {@link Selu}'s values: in training each value is
 * replaced by SELU's limit at minus infinity with probability {@code rate}, then all are scaled and
 * shifted; otherwise values pass unchanged (Klambauer et al., "Self-Normalizing Neural Networks",
 * 2017; as in PyTorch). Which values are replaced follows from the seed, the epoch, the sample and
 * the layer.
 *
 * @param rate probability of replacing a value, in [0, 1)
 */
public record AlphaDropout(double rate) implements Layer {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public AlphaDropout {
    DropoutHash.threshold(rate);
  }

  /**
   * What is done, by PyTorch's {@code alpha_dropout}: {@code x * scale + shift} or {@code dropped}.
   */
  private record Numbers(int threshold, float scale, float shift, float dropped)
      implements ChannelNoise.Change {

    static Numbers of(double rate) {
      double limit = Selu.SCALE * Selu.ALPHA;
      double scale = 1 / Math.sqrt((limit * limit * rate + 1) * (1 - rate));
      return new Numbers(
          DropoutHash.threshold(rate),
          (float) scale,
          (float) (scale * limit * rate),
          (float) (scale * limit * (rate - 1)));
    }

    private boolean keeps(int keyLow, int keyHigh, int element) {
      return Integer.compareUnsigned(DropoutHash.of(keyLow, keyHigh, element), threshold) >= 0;
    }

    @Override
    public float of(float value, int keyLow, int keyHigh, int element) {
      return keeps(keyLow, keyHigh, element) ? Math.fma(scale, value, shift) : dropped;
    }

    @Override
    public float gradient(float value, int keyLow, int keyHigh, int element) {
      return keeps(keyLow, keyHigh, element) ? Math.fma(scale, value, 0f) : 0f;
    }
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
        ? Optional.of(new ChannelNoise(binding, Numbers.of(rate)))
        : binding.forAnyLanes(this::noise);
  }

  private LayerOp noise(Binding binding) {
    Numbers numbers = Numbers.of(rate);
    return new NoiseOp(binding) {
      @Override
      void change(GroupPass pass, int x, int y, int n, int element) {
        drop(pass, x, y, n, element, numbers.shift, numbers.dropped);
      }

      @Override
      void changeBackward(GroupPass pass, int dy, int dx, int n, int element) {
        drop(pass, dy, dx, n, element, 0f, 0f);
      }

      private void drop(
          GroupPass pass, int from, int to, int n, int element, float shift, float dropped) {
        float[] memory = pass.memory();
        binding
            .simd()
            .noise()
            .affineDropout(
                memory,
                from,
                memory,
                to,
                n,
                pass.keyLow(),
                pass.keyHigh(),
                element,
                numbers.threshold,
                numbers.scale,
                shift,
                dropped);
      }
    };
  }
}
