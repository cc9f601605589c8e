package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link NormKernel} in vectors, under the rules of {@link VectorProduct}. */
final class VectorNorm implements NormKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int STEP = S.length();
  private static final int WIDTH = Lanes.WIDTH;

  @Override
  public void sum(NormTables tables, float[] x, int xAt, float[] sums, int sumsAt) {
    Arrays.fill(sums, sumsAt, sumsAt + 2 * WIDTH, 0f);
    int columns = tables.columns();
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int lane = 0; lane < WIDTH; lane += STEP) {
        FloatVector high = FloatVector.fromArray(S, sums, sumsAt + lane);
        FloatVector low = FloatVector.fromArray(S, sums, sumsAt + WIDTH + lane);
        for (int row = 0; row < tables.rows(); row++) {
          int from = xAt + plane * tables.x().plane() + row * tables.x().row();
          for (int piece = 0; piece < columns; piece += CHAIN) {
            int end = from + Math.min(piece + CHAIN, columns) * WIDTH;
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            int i = from + piece * WIDTH + lane;
            for (; i <= end - 4 * WIDTH + lane; i += 4 * WIDTH) {
              s0 = s0.add(FloatVector.fromArray(S, x, i));
              s1 = s1.add(FloatVector.fromArray(S, x, i + WIDTH));
              s2 = s2.add(FloatVector.fromArray(S, x, i + 2 * WIDTH));
              s3 = s3.add(FloatVector.fromArray(S, x, i + 3 * WIDTH));
            }
            for (; i < end; i += WIDTH) {
              s0 = s0.add(FloatVector.fromArray(S, x, i));
            }
            FloatVector term = s0.add(s1).add(s2.add(s3));
            FloatVector sum = high.add(term);
            FloatVector part = sum.sub(high);
            low = low.add(high.sub(sum.sub(part)).add(term.sub(part)));
            high = sum;
          }
        }
        high.intoArray(sums, sumsAt + lane);
        low.intoArray(sums, sumsAt + WIDTH + lane);
      }
    }
  }

  @Override
  public void squares(
      NormTables tables, float[] x, int xAt, float[] means, int meansAt, float[] sums, int sumsAt) {
    Arrays.fill(sums, sumsAt, sumsAt + 2 * WIDTH, 0f);
    int columns = tables.columns();
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int lane = 0; lane < WIDTH; lane += STEP) {
        FloatVector mean = FloatVector.fromArray(S, means, meansAt + lane);
        FloatVector high = FloatVector.fromArray(S, sums, sumsAt + lane);
        FloatVector low = FloatVector.fromArray(S, sums, sumsAt + WIDTH + lane);
        for (int row = 0; row < tables.rows(); row++) {
          int from = xAt + plane * tables.x().plane() + row * tables.x().row();
          for (int piece = 0; piece < columns; piece += CHAIN) {
            int end = from + Math.min(piece + CHAIN, columns) * WIDTH;
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            int i = from + piece * WIDTH + lane;
            for (; i <= end - 4 * WIDTH + lane; i += 4 * WIDTH) {
              FloatVector d0 = FloatVector.fromArray(S, x, i).sub(mean);
              s0 = d0.fma(d0, s0);
              FloatVector d1 = FloatVector.fromArray(S, x, i + WIDTH).sub(mean);
              s1 = d1.fma(d1, s1);
              FloatVector d2 = FloatVector.fromArray(S, x, i + 2 * WIDTH).sub(mean);
              s2 = d2.fma(d2, s2);
              FloatVector d3 = FloatVector.fromArray(S, x, i + 3 * WIDTH).sub(mean);
              s3 = d3.fma(d3, s3);
            }
            for (; i < end; i += WIDTH) {
              FloatVector d0 = FloatVector.fromArray(S, x, i).sub(mean);
              s0 = d0.fma(d0, s0);
            }
            FloatVector term = s0.add(s1).add(s2.add(s3));
            FloatVector sum = high.add(term);
            FloatVector part = sum.sub(high);
            low = low.add(high.sub(sum.sub(part)).add(term.sub(part)));
            high = sum;
          }
        }
        high.intoArray(sums, sumsAt + lane);
        low.intoArray(sums, sumsAt + WIDTH + lane);
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
    int pixel = tables.gammaPixel();
    int columns = tables.columns();
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int row = 0; row < tables.rows(); row++) {
        int from = xAt + plane * tables.x().plane() + row * tables.x().row();
        int to = yAt + plane * tables.y().plane() + row * tables.y().row();
        int factor = plane * tables.gammaPlane() + row * columns * pixel;
        for (int lane = 0; lane < WIDTH; lane += STEP) {
          FloatVector mean = FloatVector.fromArray(S, statistics, statisticsAt + lane);
          FloatVector scale = FloatVector.fromArray(S, statistics, statisticsAt + WIDTH + lane);
          for (int column = 0; column < columns; column++) {
            FloatVector.fromArray(S, x, from + column * WIDTH + lane)
                .sub(mean)
                .mul(scale)
                .fma(
                    FloatVector.broadcast(S, gamma[gammaAt + factor + column * pixel]),
                    FloatVector.broadcast(S, beta[betaAt + factor + column * pixel]))
                .intoArray(y, to + column * WIDTH + lane);
          }
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
    int pixel = tables.gammaPixel();
    int columns = tables.columns();
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int lane = 0; lane < WIDTH; lane += STEP) {
        FloatVector mean = FloatVector.fromArray(S, statistics, statisticsAt + lane);
        FloatVector scale = FloatVector.fromArray(S, statistics, statisticsAt + WIDTH + lane);
        FloatVector high = FloatVector.fromArray(S, sums, sumsAt + lane);
        FloatVector low = FloatVector.fromArray(S, sums, sumsAt + WIDTH + lane);
        FloatVector highProduct = FloatVector.fromArray(S, sums, sumsAt + 2 * WIDTH + lane);
        FloatVector lowProduct = FloatVector.fromArray(S, sums, sumsAt + 3 * WIDTH + lane);
        for (int row = 0; row < tables.rows(); row++) {
          int xFrom = xAt + plane * tables.x().plane() + row * tables.x().row();
          int dyFrom = dyAt + plane * tables.y().plane() + row * tables.y().row();
          int factor = gammaAt + plane * tables.gammaPlane() + row * columns * pixel;
          for (int piece = 0; piece < columns; piece += CHAIN) {
            int end = Math.min(piece + CHAIN, columns);
            FloatVector even = FloatVector.zero(S);
            FloatVector odd = even;
            FloatVector evenProduct = even;
            FloatVector oddProduct = even;
            int column = piece;
            for (; column <= end - 2; column += 2) {
              int i = column * WIDTH + lane;
              FloatVector g =
                  FloatVector.fromArray(S, dy, dyFrom + i).mul(gamma[factor + column * pixel]);
              FloatVector normal = FloatVector.fromArray(S, x, xFrom + i).sub(mean).mul(scale);
              even = even.add(g);
              evenProduct = g.fma(normal, evenProduct);
              g =
                  FloatVector.fromArray(S, dy, dyFrom + i + WIDTH)
                      .mul(gamma[factor + column * pixel + pixel]);
              normal = FloatVector.fromArray(S, x, xFrom + i + WIDTH).sub(mean).mul(scale);
              odd = odd.add(g);
              oddProduct = g.fma(normal, oddProduct);
            }
            if (column < end) {
              int i = column * WIDTH + lane;
              FloatVector g =
                  FloatVector.fromArray(S, dy, dyFrom + i).mul(gamma[factor + column * pixel]);
              FloatVector normal = FloatVector.fromArray(S, x, xFrom + i).sub(mean).mul(scale);
              even = even.add(g);
              evenProduct = g.fma(normal, evenProduct);
            }
            FloatVector term = even.add(odd);
            FloatVector sum = high.add(term);
            FloatVector part = sum.sub(high);
            low = low.add(high.sub(sum.sub(part)).add(term.sub(part)));
            high = sum;
            term = evenProduct.add(oddProduct);
            sum = highProduct.add(term);
            part = sum.sub(highProduct);
            lowProduct = lowProduct.add(highProduct.sub(sum.sub(part)).add(term.sub(part)));
            highProduct = sum;
          }
        }
        high.intoArray(sums, sumsAt + lane);
        low.intoArray(sums, sumsAt + WIDTH + lane);
        highProduct.intoArray(sums, sumsAt + 2 * WIDTH + lane);
        lowProduct.intoArray(sums, sumsAt + 3 * WIDTH + lane);
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
    int pixel = tables.gammaPixel();
    int columns = tables.columns();
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int row = 0; row < tables.rows(); row++) {
        int xFrom = xAt + plane * tables.x().plane() + row * tables.x().row();
        int dyFrom = dyAt + plane * tables.y().plane() + row * tables.y().row();
        int to = dxAt + plane * tables.dx().plane() + row * tables.dx().row();
        int factor = gammaAt + plane * tables.gammaPlane() + row * columns * pixel;
        for (int lane = 0; lane < WIDTH; lane += STEP) {
          FloatVector mean = FloatVector.fromArray(S, statistics, statisticsAt + lane);
          FloatVector scale = FloatVector.fromArray(S, statistics, statisticsAt + WIDTH + lane);
          FloatVector a = FloatVector.fromArray(S, shares, sharesAt + lane);
          FloatVector b = FloatVector.fromArray(S, shares, sharesAt + WIDTH + lane);
          for (int column = 0; column < columns; column++) {
            int i = column * WIDTH + lane;
            FloatVector rest =
                FloatVector.fromArray(S, dy, dyFrom + i).mul(gamma[factor + column * pixel]).sub(a);
            FloatVector.fromArray(S, x, xFrom + i)
                .sub(mean)
                .mul(scale)
                .fma(b, rest)
                .mul(scale)
                .intoArray(dx, to + i);
          }
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
    int columns = tables.columns();
    for (int plane = 0; plane < tables.planes(); plane++) {
      for (int row = 0; row < tables.rows(); row++) {
        int xFrom = xAt + plane * tables.x().plane() + row * tables.x().row();
        int dyFrom = dyAt + plane * tables.y().plane() + row * tables.y().row();
        int to = plane * tables.gammaPlane() + row * columns * tables.gammaPixel();
        for (int column = 0; column < columns; column++) {
          for (int lane = 0; lane < WIDTH; lane += STEP) {
            FloatVector.fromArray(S, x, xFrom + lane)
                .sub(FloatVector.fromArray(S, statistics, statisticsAt + lane))
                .mul(FloatVector.fromArray(S, statistics, statisticsAt + WIDTH + lane))
                .mul(FloatVector.fromArray(S, dy, dyFrom + lane))
                .intoArray(scratch, scratchAt + lane);
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
