package dev.lanewise.testkit;

import dev.lanewise.core.norm.NormGeometry;
import dev.lanewise.core.norm.NormGeometry.Affine;

/**
 * Normalisation of one image in double precision, from its definition, and for each result the
 * scale of the rounding errors that float arithmetic can't avoid: the sum of the absolute values of
 * its terms, errors of {@code x - mean} being relative to {@code |x|} and the mean of all {@code
 * |x|}.
 */
public final class NaiveNorm {

  private final NormGeometry geometry;

  /** Results. */
  public final double[] y;

  /** Gradients of the values. */
  public final double[] dx;

  /** Gradients of the factors. */
  public final double[] dgamma;

  /** Gradients of the biases. */
  public final double[] dbeta;

  /** Scale of {@link #y}. */
  public final double[] scaleY;

  /** Scale of {@link #dx}. */
  public final double[] scaleDx;

  /** Scale of {@link #dgamma}. */
  public final double[] scaleDgamma;

  /** Scale of {@link #dbeta}. */
  public final double[] scaleDbeta;

  /**
   * Computes everything.
   *
   * @param geometry what is normalised
   * @param x values, {@code [C][H][W]}
   * @param gamma factors; of length 0 if there are none
   * @param beta biases
   * @param dy gradients of the results
   */
  public NaiveNorm(NormGeometry geometry, float[] x, float[] gamma, float[] beta, float[] dy) {
    this.geometry = geometry;
    int n = x.length;
    y = new double[n];
    dx = new double[n];
    scaleY = new double[n];
    scaleDx = new double[n];
    dgamma = new double[gamma.length];
    dbeta = new double[gamma.length];
    scaleDgamma = new double[gamma.length];
    scaleDbeta = new double[gamma.length];
    int size = geometry.groupElements();
    for (int from = 0; from < n; from += size) {
      group(from, from + size, x, gamma, beta, dy);
    }
  }

  private int factor(int i) {
    return geometry.affine() == Affine.CHANNEL ? i / geometry.shape().pixels() : i;
  }

  private void group(int from, int to, float[] x, float[] gamma, float[] beta, float[] dy) {
    int n = to - from;
    double mean = 0;
    double magnitude = 0;
    for (int i = from; i < to; i++) {
      mean += (double) x[i] / n;
      magnitude += (double) Math.abs(x[i]) / n;
    }
    double variance = 0;
    for (int i = from; i < to; i++) {
      variance += (x[i] - mean) * (x[i] - mean);
    }
    double scale = 1 / Math.sqrt(variance / n + geometry.epsilon());
    boolean affine = gamma.length > 0;
    double sum = 0;
    double product = 0;
    double sizeOfSum = 0;
    double sizeOfProduct = 0;
    double errorOfProduct = 0;
    for (int i = from; i < to; i++) {
      double normal = (x[i] - mean) * scale;
      double error = (Math.abs(x[i]) + magnitude) * scale + Math.abs(normal);
      double g = dy[i];
      y[i] = normal;
      scaleY[i] = error;
      if (affine) {
        int f = factor(i);
        y[i] = normal * gamma[f] + beta[f];
        scaleY[i] = error * Math.abs(gamma[f]) + Math.abs(beta[f]);
        dgamma[f] += dy[i] * normal;
        dbeta[f] += dy[i];
        scaleDgamma[f] += Math.abs(dy[i]) * error;
        scaleDbeta[f] += Math.abs(dy[i]);
        g *= gamma[f];
      }
      sum += g / n;
      product += g * normal / n;
      sizeOfSum += Math.abs(g) / n;
      sizeOfProduct += Math.abs(g * normal) / n;
      errorOfProduct += Math.abs(g) * error / n;
    }
    for (int i = from; i < to; i++) {
      double normal = (x[i] - mean) * scale;
      double error = (Math.abs(x[i]) + magnitude) * scale + Math.abs(normal);
      double g = affine ? (double) dy[i] * gamma[factor(i)] : dy[i];
      dx[i] = scale * (g - sum - normal * product);
      scaleDx[i] =
          scale
              * (Math.abs(g)
                  + sizeOfSum
                  + Math.abs(normal) * (sizeOfProduct + errorOfProduct)
                  + error * Math.abs(product));
    }
  }
}
