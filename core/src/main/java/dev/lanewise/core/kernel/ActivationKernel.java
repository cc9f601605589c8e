package dev.lanewise.core.kernel;

/**
 * Activations in pieces or of one exponential, with their gradients: functions of each value on its
 * own, of runs of {@code n} values, {@code n} a multiple of 16. A result may be written over an
 * operand of the same array and offset; otherwise runs must not overlap. Every implementation
 * applies the same IEEE operations in the same order. Derivatives at kinks are PyTorch's.
 *
 * <p>Errors are in units of 2^-24 of the true result, unless said otherwise, where that is a normal
 * float.
 */
public interface ActivationKernel {

  /** {@code y = x} where {@code x > 0}, elsewhere {@code slope * x}. */
  void leakyRelu(float slope, float[] x, int xAt, float[] y, int yAt, int n);

  /**
   * {@code dx = dy} where {@code x > 0}, elsewhere {@code slope * dy}; where {@code slope} is not
   * negative, {@code x} may as well be the result of {@link #leakyRelu}.
   */
  void leakyReluBackward(
      float slope, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  /**
   * The gradient of a slope: {@code sums[sumsAt + l] += x * dy} for the values of lane {@code l}
   * that are not above 0, each sum a chain of fused multiply-adds in ascending order.
   *
   * @param x values
   * @param xAt where they start
   * @param dy gradients of the results
   * @param dyAt where they start
   * @param n values, a multiple of 16
   * @param sums sixteen sums
   * @param sumsAt where they start
   */
  void slopeGradient(float[] x, int xAt, float[] dy, int dyAt, int n, float[] sums, int sumsAt);

  /**
   * The exponential linear units: {@code y = scale * x} where {@code x > 0}, elsewhere {@code
   * negative * (e^(inner * x) - 1)}. ELU has {@code (1, 1, alpha)}, CELU {@code (1, 1 / alpha,
   * alpha)}, SELU {@code (lambda, 1, lambda * alpha)}. Error below 3.
   */
  void elu(float scale, float inner, float negative, float[] x, int xAt, float[] y, int yAt, int n);

  /**
   * {@code dx = scale * dy} where {@code x > 0}, elsewhere {@code dy * (inner * negative * e^(inner
   * * x))}. Error below 3.
   */
  void eluBackward(
      float scale,
      float inner,
      float negative,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int n);

  /** {@code y = min(max(x + 3, 0), 6) / 6}. */
  void hardSigmoid(float[] x, int xAt, float[] y, int yAt, int n);

  /** {@code dx = dy / 6} where {@code -3 < x < 3}, elsewhere 0. */
  void hardSigmoidBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  /** {@code y = x * min(max(x + 3, 0), 6) / 6}. */
  void hardSwish(float[] x, int xAt, float[] y, int yAt, int n);

  /**
   * {@code dx = 0} where {@code x < -3}, {@code dy * (x / 3 + 1 / 2)} up to and with {@code x = 3},
   * beyond it {@code dy}.
   */
  void hardSwishBackward(float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);

  /**
   * {@code y = log(1 + e^(beta * x)) / beta}, but {@code x} where {@code beta * x > threshold}.
   * Error below 4.
   */
  void softplus(float beta, float threshold, float[] x, int xAt, float[] y, int yAt, int n);

  /**
   * {@code dx = dy * sigmoid(beta * x)}, but {@code dy} where {@code beta * x > threshold}. Error
   * below 4.
   */
  void softplusBackward(
      float beta,
      float threshold,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt,
      int n);
}
