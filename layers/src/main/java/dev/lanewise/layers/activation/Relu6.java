package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Clamp;

/**
 * {@code y = min(max(x, 0), 6)}; the gradient at 0 and at 6 is 0, as of PyTorch's {@code ReLU6}.
 * NaN stays NaN.
 */
public record Relu6() implements Activation, Clamp {

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
    return 6f;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.elementwise().clamp(memory, x, memory, y, n, floor(), ceiling());
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int y, int dy, int dx, int n) {
    simd.elementwise().clampBackward(memory, y, memory, dy, memory, dx, n, floor(), ceiling());
  }
}
