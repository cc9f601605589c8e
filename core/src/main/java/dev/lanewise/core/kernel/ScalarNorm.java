package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/** One float at a time. */
final class ScalarNorm implements NormKernel {

  private static final int WIDTH = Lanes.WIDTH;

  @Override
  public void sum(NormTables tables, float[] x, int xAt, float[] sums, int sumsAt) {
    Arrays.fill(sums, sumsAt, sumsAt + 2 * WIDTH, 0f);
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int row = 0; row < tables.rows(); row++) {
        int from = xAt + plane * tables.x().plane() + row * tables.x().row();
        for (int piece = 0; piece < tables.columns(); piece += CHAIN) {
          int end = Math.min(piece + CHAIN, tables.columns());
          for (int lane = 0; lane < WIDTH; lane++) {
            float s0 = 0f;
            float s1 = 0f;
            float s2 = 0f;
            float s3 = 0f;
            int column = piece;
            for (; column <= end - 4; column += 4) {
              int i = from + column * WIDTH + lane;
              s0 += x[i];
              s1 += x[i + WIDTH];
              s2 += x[i + 2 * WIDTH];
              s3 += x[i + 3 * WIDTH];
            }
            for (; column < end; column++) {
              s0 += x[from + column * WIDTH + lane];
            }
            add((s0 + s1) + (s2 + s3), sums, sumsAt + lane);
          }
        }
      }
    }
  }

  /** Adds to a sum whose loss is sixteen floats further on. */
  private static void add(float term, float[] sums, int at) {
    float high = sums[at];
    float sum = high + term;
    float part = sum - high;
    sums[at] = sum;
    sums[at + WIDTH] += (high - (sum - part)) + (term - part);
  }

  @Override
  public void squares(
      NormTables tables, float[] x, int xAt, float[] means, int meansAt, float[] sums, int sumsAt) {
    Arrays.fill(sums, sumsAt, sumsAt + 2 * WIDTH, 0f);
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int row = 0; row < tables.rows(); row++) {
        int from = xAt + plane * tables.x().plane() + row * tables.x().row();
        for (int piece = 0; piece < tables.columns(); piece += CHAIN) {
          int end = Math.min(piece + CHAIN, tables.columns());
          for (int lane = 0; lane < WIDTH; lane++) {
            float mean = means[meansAt + lane];
            float s0 = 0f;
            float s1 = 0f;
            float s2 = 0f;
            float s3 = 0f;
            int column = piece;
            for (; column <= end - 4; column += 4) {
              int i = from + column * WIDTH + lane;
              s0 = Math.fma(x[i] - mean, x[i] - mean, s0);
              s1 = Math.fma(x[i + WIDTH] - mean, x[i + WIDTH] - mean, s1);
              s2 = Math.fma(x[i + 2 * WIDTH] - mean, x[i + 2 * WIDTH] - mean, s2);
              s3 = Math.fma(x[i + 3 * WIDTH] - mean, x[i + 3 * WIDTH] - mean, s3);
            }
            for (; column < end; column++) {
              float distance = x[from + column * WIDTH + lane] - mean;
              s0 = Math.fma(distance, distance, s0);
            }
            add((s0 + s1) + (s2 + s3), sums, sumsAt + lane);
          }
        }
      }
    }
  }

  @Override
  public void normalise(
      NormTables tables,
      float[] x,
      int xAt,
      float[] statistics,
      int statisticsAt,
      float[] gamma,
      int gammaAt,
      float[] beta,
      int betaAt,
      float[] y,
      int yAt) {
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int row = 0; row < tables.rows(); row++) {
        int from = xAt + plane * tables.x().plane() + row * tables.x().row();
        int to = yAt + plane * tables.y().plane() + row * tables.y().row();
        int factor = plane * tables.gammaPlane() + row * tables.columns() * tables.gammaPixel();
        for (int column = 0; column < tables.columns(); column++) {
          float scale = gamma[gammaAt + factor];
          float shift = beta[betaAt + factor];
          for (int lane = 0; lane < WIDTH; lane++) {
            float normal =
                (x[from + lane] - statistics[statisticsAt + lane])
                    * statistics[statisticsAt + WIDTH + lane];
            y[to + lane] = Math.fma(normal, scale, shift);
          }
          from += WIDTH;
          to += WIDTH;
          factor += tables.gammaPixel();
        }
      }
    }
  }

  @Override
  public void gradientSums(
      NormTables tables,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] statistics,
      int statisticsAt,
      float[] gamma,
      int gammaAt,
      float[] sums,
      int sumsAt) {
    Arrays.fill(sums, sumsAt, sumsAt + 4 * WIDTH, 0f);
    int step = tables.gammaPixel();
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int row = 0; row < tables.rows(); row++) {
        int xFrom = xAt + plane * tables.x().plane() + row * tables.x().row();
        int dyFrom = dyAt + plane * tables.y().plane() + row * tables.y().row();
        int factor = gammaAt + plane * tables.gammaPlane() + row * tables.columns() * step;
        for (int piece = 0; piece < tables.columns(); piece += CHAIN) {
          int end = Math.min(piece + CHAIN, tables.columns());
          for (int lane = 0; lane < WIDTH; lane++) {
            float mean = statistics[statisticsAt + lane];
            float scale = statistics[statisticsAt + WIDTH + lane];
            float even = 0f;
            float odd = 0f;
            float evenProduct = 0f;
            float oddProduct = 0f;
            for (int column = piece; column < end; column++) {
              float g = dy[dyFrom + column * WIDTH + lane] * gamma[factor + column * step];
              float normal = (x[xFrom + column * WIDTH + lane] - mean) * scale;
              if ((column - piece) % 2 == 0) {
                even += g;
                evenProduct = Math.fma(g, normal, evenProduct);
              } else {
                odd += g;
                oddProduct = Math.fma(g, normal, oddProduct);
              }
            }
            add(even + odd, sums, sumsAt + lane);
            add(evenProduct + oddProduct, sums, sumsAt + 2 * WIDTH + lane);
          }
        }
      }
    }
  }

  @Override
  public void gradient(
      NormTables tables,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] statistics,
      int statisticsAt,
      float[] gamma,
      int gammaAt,
      float[] shares,
      int sharesAt,
      float[] dx,
      int dxAt) {
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int row = 0; row < tables.rows(); row++) {
        int xFrom = xAt + plane * tables.x().plane() + row * tables.x().row();
        int dyFrom = dyAt + plane * tables.y().plane() + row * tables.y().row();
        int to = dxAt + plane * tables.dx().plane() + row * tables.dx().row();
        int factor =
            gammaAt + plane * tables.gammaPlane() + row * tables.columns() * tables.gammaPixel();
        for (int column = 0; column < tables.columns(); column++) {
          for (int lane = 0; lane < WIDTH; lane++) {
            float scale = statistics[statisticsAt + WIDTH + lane];
            float normal = (x[xFrom + lane] - statistics[statisticsAt + lane]) * scale;
            float rest = dy[dyFrom + lane] * gamma[factor] - shares[sharesAt + lane];
            dx[to + lane] = Math.fma(normal, shares[sharesAt + WIDTH + lane], rest) * scale;
          }
          xFrom += WIDTH;
          dyFrom += WIDTH;
          to += WIDTH;
          factor += tables.gammaPixel();
        }
      }
    }
  }

  @Override
  public void addPixelGradients(
      NormTables tables,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] statistics,
      int statisticsAt,
      float[] dgamma,
      int dgammaAt,
      float[] dbeta,
      int dbetaAt,
      float[] scratch,
      int scratchAt) {
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int row = 0; row < tables.rows(); row++) {
        int xFrom = xAt + plane * tables.x().plane() + row * tables.x().row();
        int dyFrom = dyAt + plane * tables.y().plane() + row * tables.y().row();
        int to = plane * tables.gammaPlane() + row * tables.columns() * tables.gammaPixel();
        for (int column = 0; column < tables.columns(); column++) {
          for (int lane = 0; lane < WIDTH; lane++) {
            float normal =
                (x[xFrom + lane] - statistics[statisticsAt + lane])
                    * statistics[statisticsAt + WIDTH + lane];
            scratch[scratchAt + lane] = dy[dyFrom + lane] * normal;
          }
          dgamma[dgammaAt + to] += LaneFold.sum(scratch, scratchAt);
          dbeta[dbetaAt + to] += LaneFold.sum(dy, dyFrom);
          xFrom += WIDTH;
          dyFrom += WIDTH;
          to += tables.gammaPixel();
        }
      }
    }
  }
}
