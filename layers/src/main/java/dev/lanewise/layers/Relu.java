package dev.lanewise.layers;

import dev.lanewise.core.kernel.ElementwiseKernel;

/** {@code y = max(x, 0)}; the gradient at 0 is 0. NaN stays NaN. */
public record Relu() implements Clamp {

  @Override
  public String kind() {
    return "Relu";
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
    return Float.POSITIVE_INFINITY;
  }

  @Override
  public void apply(ElementwiseKernel kernel, float[] memory, int x, int y, int n) {
    kernel.relu(memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(
      ElementwiseKernel kernel, float[] memory, int y, int dy, int dx, int n) {
    kernel.reluBackward(memory, y, memory, dy, memory, dx, n);
  }
}
