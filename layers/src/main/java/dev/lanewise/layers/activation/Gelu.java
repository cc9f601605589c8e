package dev.lanewise.layers.activation;

import dev.lanewise.core.simd.Simd;

/**
 * {@code f(x) = x * Phi(x)}, Phi being the normal distribution (Hendrycks and Gimpel, "Gaussian
 * Error Linear Units", 2016).
 *
 * @param form which function stands for Phi
 */
public record Gelu(Form form) implements Activation {

  /** How Phi is computed; PyTorch's {@code approximate}. */
  public enum Form {
    /** Exactly, {@code Phi(x) = (1 + erf(x / sqrt(2))) / 2}: PyTorch's {@code none}. */
    ERF,
    /** As {@code (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2}, as GPT-2 had it. */
    TANH
  }

  /** The exact form, which is PyTorch's default. */
  public Gelu() {
    this(Form.ERF);
  }

  @Override
  public String defaultName() {
    return "gelu";
  }

  @Override
  public Gradient gradient() {
    return Gradient.FROM_INPUT;
  }

  @Override
  public void apply(Simd simd, float[] memory, int x, int y, int n) {
    if (form == Form.ERF) {
      simd.gate().gelu(memory, x, memory, y, n);
    } else {
      simd.gate().geluTanh(memory, x, memory, y, n);
    }
  }

  @Override
  public void applyBackward(Simd simd, float[] memory, int x, int dy, int dx, int n) {
    if (form == Form.ERF) {
      simd.gate().geluBackward(memory, x, memory, dy, memory, dx, n);
    } else {
      simd.gate().geluTanhBackward(memory, x, memory, dy, memory, dx, n);
    }
  }
}
