package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;

/** {@code y = tanh(x)}. */
public record Tanh() implements Activation {

  @Override
  public String defaultName() {
    return "tanh";
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.elementwise().tanh(memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int y, int dy, int dx, int n) {
    simd.elementwise().tanhBackward(memory, y, memory, dy, memory, dx, n);
  }
}
