package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;

/**
 * {@code f(x) = x * sigmoid(x)}, also called swish (Elfwing et al., "Sigmoid-Weighted Linear Units
 * for Neural Network Function Approximation in Reinforcement Learning", 2017).
 */
public record Silu() implements Activation {

  @Override
  public String defaultName() {
    return "silu";
  }

  @Override
  public Gradient gradient() {
    return Gradient.FROM_INPUT;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.gate().silu(memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n) {
    simd.gate().siluBackward(memory, x, memory, dy, memory, dx, n);
  }
}
