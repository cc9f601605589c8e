package dev.lanewise.layers.activation;

import dev.lanewise.core.math.Range;
import dev.lanewise.core.simd.Simd;

/**
 * {@code f(x) = log(1 + e^(beta * x)) / beta}, but {@code x} where {@code beta * x > threshold}, as
 * in PyTorch.
 *
 * @param beta how sharp the bend is, positive; PyTorch's default is 1
 * @param threshold from where on the function is a straight line, finite; PyTorch's default is 20
 */
public record Softplus(double beta, double threshold) implements Activation {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if beta is not positive or one of them is not finite
   */
  public Softplus {
    Range.positive("beta of Softplus", beta);
    Range.finite("threshold of Softplus", threshold);
  }

  /** With PyTorch's numbers, 1 and 20. */
  public Softplus() {
    this(1, 20);
  }

  @Override
  public String defaultName() {
    return "softplus";
  }

  @Override
  public Gradient gradient() {
    return Gradient.FROM_INPUT;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.activation().softplus((float) beta, (float) threshold, memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n) {
    simd.activation()
        .softplusBackward((float) beta, (float) threshold, memory, x, memory, dy, memory, dx, n);
  }
}
