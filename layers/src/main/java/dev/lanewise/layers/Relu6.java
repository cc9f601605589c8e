package dev.lanewise.layers;

import dev.lanewise.core.simd.Simd;

/**
 * {@code f(x) = min(max(x, 0), 6)}: PyTorch's {@code ReLU6}, known from MobileNet. The derivative
 * is 0 at 0 and at 6.
 */
public record Relu6() implements InputActivation {

  @Override
  public String kind() {
    return "Relu6";
  }

  @Override
  public String defaultName() {
    return "relu";
  }

  @Override
  public boolean backwardReadsInput() {
    return false;
  }

  @Override
  public boolean backwardReadsOutput() {
    return true;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.activation().clip(0f, 6f, memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n) {
    simd.activation().clipBackward(0f, 6f, memory, x, memory, dy, memory, dx, n);
  }
}
