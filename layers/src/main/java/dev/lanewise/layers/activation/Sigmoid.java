package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;

/** {@code y = 1 / (1 + exp(-x))}. */
public record Sigmoid() implements Activation {

  @Override
  public String defaultName() {
    return "sigmoid";
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.elementwise().sigmoid(memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int y, int dy, int dx, int n) {
    simd.elementwise().sigmoidBackward(memory, y, memory, dy, memory, dx, n);
  }
}
