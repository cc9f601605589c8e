package dev.lanewise.layers.noise;

import dev.lanewise.core.kernel.DropoutHash;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.GroupPass;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.MemoryNeeds;
import java.util.Optional;

/**
 * Dropout of whole channels: in training each channel of an image is set to 0 with probability
 * {@code rate} and the others are multiplied by {@code 1 / (1 - rate)}; otherwise values pass
 * unchanged (Tompson et al., "Efficient Object Localization Using Convolutional Networks", 2014).
 * PyTorch's {@code Dropout2d}, Keras's {@code SpatialDropout2D}. Which channels are dropped follows
 * from the seed, the epoch, the sample and the layer.
 *
 * @param rate probability of dropping a channel, in [0, 1)
 */
public record SpatialDropout(double rate) implements Layer {

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public SpatialDropout {
    DropoutHash.threshold(rate);
  }

  private float scale() {
    return (float) (1 / (1 - rate));
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
        ? Optional.of(
            new ChannelNoise(
                binding,
                new Change(binding.x().shape().pixels(), DropoutHash.threshold(rate), scale())))
        : binding.forAnyLanes(this::noise);
  }

  private LayerOp noise(Binding binding) {
    int threshold = DropoutHash.threshold(rate);
    float scale = scale();
    int pixels = binding.x().lanes().shape().pixels();
    return new NoiseOp(binding) {
      /** A run is a part of a channel or some whole ones. */
      @Override
      void change(GroupPass pass, int x, int y, int n, int element) {
        float[] memory = pass.memory();
        int step = Math.min(n, pixels * Lanes.WIDTH);
        for (int i = 0, channel = element / pixels; i < n; i += step, channel++) {
          binding
              .simd()
              .noise()
              .runDropout(
                  memory,
                  x + i,
                  memory,
                  y + i,
                  step,
                  pass.keyLow(),
                  pass.keyHigh(),
                  channel,
                  threshold,
                  scale);
        }
      }
    };
  }

  private record Change(int pixels, int threshold, float scale) implements ChannelNoise.Change {

    @Override
    public float of(float value, int keyLow, int keyHigh, int element) {
      int hash = DropoutHash.of(keyLow, keyHigh, element / pixels);
      return Integer.compareUnsigned(hash, threshold) >= 0 ? scale * value : 0f;
    }
  }
}
