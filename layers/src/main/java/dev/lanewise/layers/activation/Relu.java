package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Clamp;

/** {@code y = max(x, 0)}; the gradient at 0 is 0. NaN stays NaN. */
public record Relu() implements Activation, Clamp {

  @Override
  public String defaultName() {
    return "relu";
  }

  @Override
  public float floor() {
    return 0f;
  }

  @Override
  public float ceiling() {
    return Float.POSITIVE_INFINITY;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.elementwise().relu(memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int y, int dy, int dx, int n) {
    simd.elementwise().reluBackward(memory, y, memory, dy, memory, dx, n);
  }
}
