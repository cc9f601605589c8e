package dev.lanewise.core.kernel;

/**
 * Activations that multiply a value by a smooth gate between 0 and 1 of its own, with their
 * gradients; runs as those of {@link ActivationKernel}. The gates of negative values are computed
 * without a difference, so that small results keep their digits.
 *
 * <p>Errors of results are in units of 2^-24 of the true result where that is a normal float, those
 * of gradients in units of 2^-24 of the sum of their two terms' magnitudes.
 */
public interface GateKernel {

  /** GELU, {@code y = x * Phi(x)}, Phi being the normal distribution. Error below 9. */
  void gelu(float[] x, int xAt, float[] y, int yAt, int n);

  /** {@code dx = dy * (Phi(x) + x * phi(x))}. Error below 9. */
  void geluBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  /**
   * GELU's tanh form, {@code y = x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2}, as {@code
   * x} times a sigmoid of twice the argument. The error grows with that argument, as that of any
   * exponential of a rounded number: below {@code 7 + 3 |v|}, {@code v} being twice the argument.
   */
  void geluTanh(float[] x, int xAt, float[] y, int yAt, int n);

  /** The gradient of {@link #geluTanh}, with its error. */
  void geluTanhBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  /** SiLU, also called swish: {@code y = x * sigmoid(x)}. Error below 5. */
  void silu(float[] x, int xAt, float[] y, int yAt, int n);

  /** {@code dx = dy * s * (1 + x * (1 - s))}, {@code s = sigmoid(x)}. Error below 5. */
  void siluBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  /**
   * Mish, {@code y = x * tanh(log(1 + e^x))}, the gate as the ratio of polynomials in {@code
   * e^-|x|} that it is. Error below 6.
   */
  void mish(float[] x, int xAt, float[] y, int yAt, int n);

  /** {@code dx = dy * (t + x * (1 - t^2) * sigmoid(x))}, {@code t} the gate. Error below 6. */
  void mishBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);
}
