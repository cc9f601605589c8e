package dev.lanewise.layers;

import dev.lanewise.core.kernel.ElementwiseKernel;

/** {@code y = tanh(x)}. */
public record Tanh() implements Activation {

  @Override
  public String kind() {
    return "Tanh";
  }

  @Override
  public String defaultName() {
    return "tanh";
  }

  @Override
  public void apply(ElementwiseKernel kernel, float[] memory, int x, int y, int n) {
    kernel.tanh(memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(
      ElementwiseKernel kernel, float[] memory, int y, int dy, int dx, int n) {
    kernel.tanhBackward(memory, y, memory, dy, memory, dx, n);
  }
}
