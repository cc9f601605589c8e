package dev.lanewise.layers.activation;

import dev.lanewise.core.math.Range;
import dev.lanewise.core.simd.Simd;

/**
 * {@code f(x) = x} where {@code x > 0}, elsewhere {@code slope * x} (Maas, Hannun and Ng,
 * "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013); the derivative at 0 is
 * the slope, as in PyTorch.
 *
 * @param slope slope below 0, finite; PyTorch's default is 0.01, that of Keras 0.3
 */
public record LeakyRelu(double slope) implements Activation {

  /**
   * Checks the slope.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public LeakyRelu {
    Range.finite("slope of LeakyReLU", slope);
  }

  /** With PyTorch's slope, 0.01. */
  public LeakyRelu() {
    this(0.01);
  }

  @Override
  public String defaultName() {
    return "leaky";
  }

  /** Unless the slope is negative, the result's sign is the value's. */
  @Override
  public Gradient gradient() {
    return slope < 0 ? Gradient.FROM_INPUT : Gradient.FROM_OUTPUT;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.activation().leakyRelu((float) slope, memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n) {
    simd.activation().leakyReluBackward((float) slope, memory, x, memory, dy, memory, dx, n);
  }
}
