package dev.lanewise.layers.activation;

import dev.lanewise.core.math.Range;
import dev.lanewise.core.simd.Simd;

/**
 * {@code f(x) = x} where {@code x > 0}, elsewhere {@code alpha * (e^(x / alpha) - 1)}: an ELU whose
 * derivative has no jump (Barron, "Continuously Differentiable Exponential Linear Units", 2017).
 *
 * @param alpha minus the limit at minus infinity, positive; PyTorch's default is 1
 */
public record Celu(double alpha) implements Activation {

  /**
   * Checks alpha.
   *
   * @throws IllegalArgumentException if it is not positive and finite
   */
  public Celu {
    Range.positive("alpha of CELU", alpha);
  }

  /** With PyTorch's alpha, 1. */
  public Celu() {
    this(1);
  }

  @Override
  public String defaultName() {
    return "celu";
  }

  @Override
  public Gradient gradient() {
    return Gradient.FROM_INPUT;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.activation().elu(1f, (float) (1 / alpha), (float) alpha, memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n) {
    simd.activation()
        .eluBackward(1f, (float) (1 / alpha), (float) alpha, memory, x, memory, dy, memory, dx, n);
  }
}
