package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;

/**
 * {@code f(x) = x * tanh(log(1 + e^x))} (Misra, "Mish: A Self Regularized Non-Monotonic Activation
 * Function", 2019).
 */
public record Mish() implements Activation {

  @Override
  public String defaultName() {
    return "mish";
  }

  @Override
  public Gradient gradient() {
    return Gradient.FROM_INPUT;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.gate().mish(memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n) {
    simd.gate().mishBackward(memory, x, memory, dy, memory, dx, n);
  }
}
