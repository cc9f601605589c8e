package dev.lanewise.layers;

import dev.lanewise.core.kernel.ElementwiseKernel;

/**
 * {@code y = min(max(x, 0), 6)}; the gradient at 0 and at 6 is 0, as of PyTorch's {@code ReLU6}.
 * NaN stays NaN.
 */
public record Relu6() implements Clamp {

  @Override
  public String kind() {
    return "Relu6";
  }

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
  public void apply(ElementwiseKernel kernel, float[] memory, int x, int y, int n) {
    kernel.clamp(memory, x, memory, y, n, floor(), ceiling());
  }

  @Override
  public void applyBackward(
      ElementwiseKernel kernel, float[] memory, int y, int dy, int dx, int n) {
    kernel.clampBackward(memory, y, memory, dy, memory, dx, n, floor(), ceiling());
  }
}
