package dev.lanewise.testkit;

import dev.lanewise.core.conv.ConvGeometry;
import dev.lanewise.core.tensor.Shape;

/**
 * What Winograd's convolution can be wrong by, in double. A value is {@code A'[sum (G w G') (B' d
 * B)] A}; rounding errors follow the same formula with every number replaced by its magnitude, and
 * there are at most {@code n} roundings on the way from a product of a weight and a pixel to the
 * result, so that {@code |error| <= n u / (1 - n u)} times that value, {@code u = 2^-24} (Higham,
 * "Accuracy and Stability of Numerical Algorithms", section 3.1).
 *
 * <p>Matrices are written down here once more, from their points 0, 1, -1, 2, -2 and infinity.
 */
public final class NaiveWinograd {

  private static final double[][] B = {
    {4, 0, -5, 0, 1, 0},
    {0, -4, -4, 1, 1, 0},
    {0, 4, -4, -1, 1, 0},
    {0, -2, -1, 2, 1, 0},
    {0, 2, -1, -2, 1, 0},
    {0, 4, 0, -5, 0, 1}
  };

  private static final double[] POINTS = {0, 1, -1, 2, -2};
  private static final double[] DIVISORS = {4, -6, -6, 24, 24, 1};

  private final ConvGeometry geometry;
  private final int images;

  /** A 3x3 convolution of stride 1 of a batch of {@code images} images. */
  public NaiveWinograd(ConvGeometry geometry, int images) {
    this.geometry = geometry;
    this.images = images;
  }

  /** Rows {@code (1, p, p^2, ...)} for each point, the last one for infinity. */
  private static double[][] powers(int count) {
    double[][] rows = new double[6][count];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < count; j++) {
        rows[i][j] = Math.pow(POINTS[i], j);
      }
    }
    rows[5][count - 1] = 1;
    return rows;
  }

  /** {@code left x left'}, entries of {@code left} replaced by their magnitudes if asked for. */
  private static double[][] sandwich(double[][] left, double[][] x, boolean magnitudes) {
    int rows = left.length;
    int inner = x.length;
    double[][] half = new double[rows][inner];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < inner; j++) {
        for (int k = 0; k < inner; k++) {
          half[i][j] += of(left[i][k], magnitudes) * of(x[k][j], magnitudes);
        }
      }
    }
    double[][] result = new double[rows][rows];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        for (int k = 0; k < inner; k++) {
          result[i][j] += half[i][k] * of(left[j][k], magnitudes);
        }
      }
    }
    return result;
  }

  private static double of(double value, boolean magnitude) {
    return magnitude ? Math.abs(value) : value;
  }

  private static double[][] transposed(double[][] x) {
    double[][] t = new double[x[0].length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < t.length; j++) {
        t[j][i] = x[i][j];
      }
    }
    return t;
  }

  /** Rows divided by the divisors of the points. */
  private static double[][] divided(double[][] x) {
    double[][] result = new double[x.length][x[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        result[i][j] = x[i][j] / DIVISORS[i];
      }
    }
    return result;
  }

  /** A square of pixels of a plane, zeros beyond its edges. */
  private static double[][] patch(float[] x, int plane, Shape shape, int top, int left, int size) {
    double[][] patch = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        int y = top + i;
        int column = left + j;
        if (y >= 0 && y < shape.height() && column >= 0 && column < shape.width()) {
          patch[i][j] = x[(plane * shape.height() + y) * shape.width() + column];
        }
      }
    }
    return patch;
  }

  private static double[][] taps(float[] w, int at, boolean turned) {
    double[][] taps = new double[3][3];
    for (int k = 0; k < 9; k++) {
      taps[k / 3][k % 3] = w[at + (turned ? 8 - k : k)];
    }
    return taps;
  }

  /**
   * The forward pass, its products in the transforms' domain.
   *
   * @param magnitudes whether all numbers are replaced by their magnitudes
   */
  public double[] forward(float[] x, float[] w, boolean magnitudes) {
    return run(
        x,
        geometry.input(),
        w,
        geometry.output(),
        -geometry.padding().top(),
        -geometry.padding().left(),
        false,
        magnitudes);
  }

  /** Backward data, likewise. */
  public double[] backwardData(float[] dy, float[] w, boolean magnitudes) {
    return run(
        dy,
        geometry.output(),
        w,
        geometry.input(),
        geometry.padding().top() - 2,
        geometry.padding().left() - 2,
        true,
        magnitudes);
  }

  private double[] run(
      float[] x,
      Shape from,
      float[] w,
      Shape to,
      int top,
      int left,
      boolean backward,
      boolean magnitudes) {
    double[][] g = divided(powers(3));
    double[][] a = transposed(powers(4));
    double[] y = new double[images * to.elements()];
    for (int n = 0; n < images; n++) {
      for (int o = 0; o < to.channels(); o++) {
        for (int ty = 0; ty < to.height(); ty += 4) {
          for (int tx = 0; tx < to.width(); tx += 4) {
            double[][] m = new double[6][6];
            for (int c = 0; c < from.channels(); c++) {
              int at = 9 * (backward ? c * to.channels() + o : o * from.channels() + c);
              double[][] u = sandwich(g, taps(w, at, backward), magnitudes);
              int plane = n * from.channels() + c;
              addProducts(m, u, patch(x, plane, from, top + ty, left + tx, 6), B, magnitudes);
            }
            double[][] tile = sandwich(a, m, magnitudes);
            for (int i = 0; i < Math.min(4, to.height() - ty); i++) {
              for (int j = 0; j < Math.min(4, to.width() - tx); j++) {
                int row = (n * to.channels() + o) * to.height() + ty + i;
                y[row * to.width() + tx + j] = tile[i][j];
              }
            }
          }
        }
      }
    }
    return y;
  }

  private static void addProducts(
      double[][] m, double[][] u, double[][] d, double[][] left, boolean magnitudes) {
    double[][] v = sandwich(left, d, magnitudes);
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        m[i][j] += u[i][j] * v[i][j];
      }
    }
  }

  /** Backward weights, likewise. */
  public double[] backwardWeights(float[] x, float[] dy, boolean magnitudes) {
    Shape in = geometry.input();
    Shape out = geometry.output();
    double[][] powers = powers(4);
    double[][] a = transposed(divided(powers(3)));
    double[] dw = new double[geometry.weights()];
    for (int o = 0; o < out.channels(); o++) {
      for (int c = 0; c < in.channels(); c++) {
        double[][] m = new double[6][6];
        for (int n = 0; n < images; n++) {
          for (int ty = 0; ty < out.height(); ty += 4) {
            for (int tx = 0; tx < out.width(); tx += 4) {
              double[][] u =
                  sandwich(powers, patch(dy, n * out.channels() + o, out, ty, tx, 4), magnitudes);
              int top = ty - geometry.padding().top();
              int left = tx - geometry.padding().left();
              double[][] d = patch(x, n * in.channels() + c, in, top, left, 6);
              addProducts(m, u, d, B, magnitudes);
            }
          }
        }
        double[][] taps = sandwich(a, m, magnitudes);
        for (int k = 0; k < 9; k++) {
          dw[(o * in.channels() + c) * 9 + k] = taps[k / 3][k % 3];
        }
      }
    }
    return dw;
  }
}
