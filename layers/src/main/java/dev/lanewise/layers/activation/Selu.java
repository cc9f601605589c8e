package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;

/**
 * {@code f(x) = scale * x} where {@code x > 0}, elsewhere {@code scale * alpha * (e^x - 1)}, with
 * constants that keep mean 0 and variance 1 (Klambauer et al., "Self-Normalizing Neural Networks",
 * 2017); the derivative at 0 is {@code scale * alpha}. Meant for weights of variance 1 / fan in and
 * {@code AlphaDropout}.
 */
public record Selu() implements Activation {

  /** Slope above 0. */
  public static final double SCALE = 1.0507009873554804934193349852946;

  /** Minus the limit at minus infinity, divided by {@link #SCALE}. */
  public static final double ALPHA = 1.6732632423543772848170429916717;

  @Override
  public String defaultName() {
    return "selu";
  }

  @Override
  public Gradient gradient() {
    return Gradient.FROM_INPUT;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    simd.activation().elu((float) SCALE, 1f, (float) (SCALE * ALPHA), memory, x, memory, y, n);
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n) {
    simd.activation()
        .eluBackward(
            (float) SCALE, 1f, (float) (SCALE * ALPHA), memory, x, memory, dy, memory, dx, n);
  }
}
