package dev.lanewise.testkit;

/** Activations and their derivatives in double precision, from their definitions. */
public final class NaiveActivation {

  private static final double SELU_SCALE = 1.0507009873554804934193349852946;
  private static final double SELU_ALPHA = 1.6732632423543772848170429916717;
  private static final double GELU = Math.sqrt(2 / Math.PI);

  private NaiveActivation() {}

  /** The normal density. */
  public static double density(double x) {
    return StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /**
   * The normal distribution: a series of positive terms near 0, far from it Laplace's continued
   * fraction; relative error about 1e-15 on both sides.
   */
  public static double normal(double x) {
    double a = Math.abs(x);
    if (a < 2.5) {
      double sum = 0;
      double term = x;
      for (int k = 1; sum + term != sum; k++) {
        sum += term;
        term *= x * x / (2 * k + 1);
      }
      return 0.5 + density(x) * sum;
    }
    double fraction = a;
    for (int k = 120; k > 0; k--) {
      fraction = a + k / fraction;
    }
    double tail = density(a) / fraction;
    return x < 0 ? tail : 1 - tail;
  }

  /** The logistic function. */
  public static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /** {@code x > 0 ? scale * x : negative * (e^(inner * x) - 1)}. */
  public static double elu(double scale, double inner, double negative, double x) {
    return x > 0 ? scale * x : negative * StrictMath.expm1(inner * x);
  }

  /** Derivative of {@link #elu}. */
  public static double eluSlope(double scale, double inner, double negative, double x) {
    return x > 0 ? scale : negative * inner * StrictMath.exp(inner * x);
  }

  /** ELU with SELU's constants. */
  public static double selu(double x) {
    return elu(SELU_SCALE, 1, SELU_SCALE * SELU_ALPHA, x);
  }

  /** {@code log(1 + e^(beta x)) / beta}, or {@code x} above the threshold. */
  public static double softplus(double beta, double threshold, double x) {
    double v = beta * x;
    double log =
        v > 0 ? v + StrictMath.log1p(StrictMath.exp(-v)) : StrictMath.log1p(StrictMath.exp(v));
    return v > threshold ? x : log / beta;
  }

  /** Derivative of {@link #softplus}. */
  public static double softplusSlope(double beta, double threshold, double x) {
    return beta * x > threshold ? 1 : sigmoid(beta * x);
  }

  /** {@code x Phi(x)}. */
  public static double gelu(double x) {
    return x * normal(x);
  }

  /** {@code Phi(x) + x phi(x)}. */
  public static double geluSlope(double x) {
    return normal(x) + x * density(x);
  }

  /** What the sigmoid of GELU's tanh form is of. */
  public static double geluArgument(double x) {
    return 2 * GELU * (x + 0.044715 * x * x * x);
  }

  /** GELU's tanh form, {@code (1 + tanh(v / 2)) / 2} as a sigmoid. */
  public static double geluTanh(double x) {
    return x * sigmoid(geluArgument(x));
  }

  /** Derivative of {@link #geluTanh}. */
  public static double geluTanhSlope(double x) {
    double v = geluArgument(x);
    double rise = 2 * GELU * (1 + 3 * 0.044715 * x * x);
    return sigmoid(v) + x * rise * sigmoid(v) * sigmoid(-v);
  }

  /** {@code x sigmoid(x)}. */
  public static double silu(double x) {
    return x * sigmoid(x);
  }

  /** Derivative of {@link #silu}. */
  public static double siluSlope(double x) {
    return sigmoid(x) + x * sigmoid(x) * sigmoid(-x);
  }

  /** {@code x tanh(log(1 + e^x))}. */
  public static double mish(double x) {
    return x * StrictMath.tanh(softplus(1, Double.MAX_VALUE, x));
  }

  /** Derivative of {@link #mish}. */
  public static double mishSlope(double x) {
    double gate = StrictMath.tanh(softplus(1, Double.MAX_VALUE, x));
    return gate + x * (1 - gate * gate) * sigmoid(x);
  }

  /** {@code min(max(x + 3, 0), 6) / 6}. */
  public static double hardSigmoid(double x) {
    return Math.min(Math.max(x + 3, 0), 6) / 6;
  }
}
