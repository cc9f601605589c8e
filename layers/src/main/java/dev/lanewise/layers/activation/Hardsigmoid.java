package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;

/**
 * {@code f(x) = min(max(x + 3, 0), 6) / 6}, as in PyTorch and Keras 3; the derivative is 0 at -3
 * and at 3.
 */
public record Hardsigmoid() implements Activation {

  @Override
  public String defaultName() {
    return "hardsigmoid";
  }

  @Override
  public Gradient gradient() {
    return Gradient.FROM_INPUT;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.activation().hardSigmoid(memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n) {
    simd.activation().hardSigmoidBackward(memory, x, memory, dy, memory, dx, n);
  }
}
