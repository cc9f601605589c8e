package dev.lanewise.layers.activation;

import dev.lanewise.core.math.Range;
import dev.lanewise.core.simd.Simd;

/**
 * {@code f(x) = x} where {@code x > 0}, elsewhere {@code alpha * (e^x - 1)} (Clevert et al., "Fast
 * and Accurate Deep Network Learning by Exponential Linear Units", 2015); the derivative at 0 is
 * alpha.
 *
 * @param alpha minus the limit at minus infinity, finite; PyTorch's default is 1
 */
public record Elu(double alpha) implements Activation {

  /**
   * Checks alpha.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public Elu {
    Range.finite("alpha of ELU", alpha);
  }

  /** With PyTorch's alpha, 1. */
  public Elu() {
    this(1);
  }

  @Override
  public String defaultName() {
    return "elu";
  }

  @Override
  public Gradient gradient() {
    return Gradient.FROM_INPUT;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.activation().elu(1f, 1f, (float) alpha, memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n) {
    simd.activation().eluBackward(1f, 1f, (float) alpha, memory, x, memory, dy, memory, dx, n);
  }
}
