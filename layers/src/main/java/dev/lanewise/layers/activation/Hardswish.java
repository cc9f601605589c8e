package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;

/**
 * {@code f(x) = x * min(max(x + 3, 0), 6) / 6} (Howard et al., "Searching for MobileNetV3", 2019).
 * The derivative is -1/2 at -3 and 3/2 at 3, as in PyTorch.
 */
public record Hardswish() implements Activation {

  @Override
  public String defaultName() {
    return "hardswish";
  }

  @Override
  public Gradient gradient() {
    return Gradient.FROM_INPUT;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.activation().hardSwish(memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n) {
    simd.activation().hardSwishBackward(memory, x, memory, dy, memory, dx, n);
  }
}
