package dev.lanewise.layers;

import dev.lanewise.core.kernel.ElementwiseKernel;

/** {@code y = 1 / (1 + exp(-x))}. */
public record Sigmoid() implements Activation {

  @Override
  public String kind() {
    return "Sigmoid";
  }

  @Override
  public String defaultName() {
    return "sigmoid";
  }

  @Override
  public void apply(ElementwiseKernel kernel, float[] memory, int x, int y, int n) {
    kernel.sigmoid(memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(
      ElementwiseKernel kernel, float[] memory, int y, int dy, int dx, int n) {
    kernel.sigmoidBackward(memory, y, memory, dy, memory, dx, n);
  }
}
