package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * {@link DepthwiseKernel} in vectors, under the rules of {@link VectorProduct}. A pass over a plane
 * takes up to nine taps, whose weights stay in registers; more taps take several passes, each of
 * which goes on from what the one before left. Pixels are independent chains, so that one
 * accumulator is enough: the processor works on several at a time.
 */
final class VectorDepthwise implements DepthwiseKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();

  @Override
  public void correlate(
      PlaneTables tables,
      boolean lanes,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt) {
    int taps = tables.taps().length;
    for (int l = 0; l < Lanes.WIDTH; l += FLOATS) {
      int from = xAt + l;
      int to = yAt + l;
      int begin = lanes ? initAt + l : initAt;
      int t = 0;
      do {
        int weight = lanes ? wAt + Lanes.WIDTH * t + l : wAt + t;
        float @Nullable [] first = t == 0 ? init : null;
        int left = taps - t;
        if (left >= 9) {
          taps9(tables, t, lanes, x, from, w, weight, first, begin, y, to);
          t += 9;
        } else if (left >= 6) {
          taps6(tables, t, lanes, x, from, w, weight, first, begin, y, to);
          t += 6;
        } else if (left >= 4) {
          taps4(tables, t, lanes, x, from, w, weight, first, begin, y, to);
          t += 4;
        } else if (left >= 2) {
          taps2(tables, t, lanes, x, from, w, weight, first, begin, y, to);
          t += 2;
        } else if (left == 1) {
          taps1(tables, t, lanes, x, from, w, weight, first, begin, y, to);
          t += 1;
        } else if (first != null) {
          fill(tables, lanes, first, begin, y, to);
        }
      } while (t < taps);
    }
  }

  /** A pass of 9 taps. */
  private static void taps9(
      PlaneTables tables,
      int first,
      boolean lanes,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt) {
    int[] taps = tables.taps();
    int columns = tables.columns();
    int xStep = tables.xStep();
    int yStep = tables.yStep();
    int t0 = xAt + taps[first + 0];
    int t1 = xAt + taps[first + 1];
    int t2 = xAt + taps[first + 2];
    int t3 = xAt + taps[first + 3];
    int t4 = xAt + taps[first + 4];
    int t5 = xAt + taps[first + 5];
    int t6 = xAt + taps[first + 6];
    int t7 = xAt + taps[first + 7];
    int t8 = xAt + taps[first + 8];
    FloatVector w0;
    FloatVector w1;
    FloatVector w2;
    FloatVector w3;
    FloatVector w4;
    FloatVector w5;
    FloatVector w6;
    FloatVector w7;
    FloatVector w8;
    if (lanes) {
      w0 = FloatVector.fromArray(S, w, wAt + 0);
      w1 = FloatVector.fromArray(S, w, wAt + 16);
      w2 = FloatVector.fromArray(S, w, wAt + 32);
      w3 = FloatVector.fromArray(S, w, wAt + 48);
      w4 = FloatVector.fromArray(S, w, wAt + 64);
      w5 = FloatVector.fromArray(S, w, wAt + 80);
      w6 = FloatVector.fromArray(S, w, wAt + 96);
      w7 = FloatVector.fromArray(S, w, wAt + 112);
      w8 = FloatVector.fromArray(S, w, wAt + 128);
    } else {
      w0 = FloatVector.broadcast(S, w[wAt + 0]);
      w1 = FloatVector.broadcast(S, w[wAt + 1]);
      w2 = FloatVector.broadcast(S, w[wAt + 2]);
      w3 = FloatVector.broadcast(S, w[wAt + 3]);
      w4 = FloatVector.broadcast(S, w[wAt + 4]);
      w5 = FloatVector.broadcast(S, w[wAt + 5]);
      w6 = FloatVector.broadcast(S, w[wAt + 6]);
      w7 = FloatVector.broadcast(S, w[wAt + 7]);
      w8 = FloatVector.broadcast(S, w[wAt + 8]);
    }
    FloatVector begin = FloatVector.zero(S);
    if (init != null) {
      begin =
          lanes ? FloatVector.fromArray(S, init, initAt) : FloatVector.broadcast(S, init[initAt]);
    }
    for (int row = 0; row < tables.rows(); row++) {
      int from = row * tables.xRow();
      int to = yAt + row * tables.yRow();
      int x0 = t0 + from;
      int x1 = t1 + from;
      int x2 = t2 + from;
      int x3 = t3 + from;
      int x4 = t4 + from;
      int x5 = t5 + from;
      int x6 = t6 + from;
      int x7 = t7 + from;
      int x8 = t8 + from;
      for (int column = 0; column < columns; column++) {
        int c = column * xStep;
        int d = to + column * yStep;
        FloatVector sum = begin;
        if (init == null) {
          sum = FloatVector.fromArray(S, y, d);
        }
        sum = w0.fma(FloatVector.fromArray(S, x, x0 + c), sum);
        sum = w1.fma(FloatVector.fromArray(S, x, x1 + c), sum);
        sum = w2.fma(FloatVector.fromArray(S, x, x2 + c), sum);
        sum = w3.fma(FloatVector.fromArray(S, x, x3 + c), sum);
        sum = w4.fma(FloatVector.fromArray(S, x, x4 + c), sum);
        sum = w5.fma(FloatVector.fromArray(S, x, x5 + c), sum);
        sum = w6.fma(FloatVector.fromArray(S, x, x6 + c), sum);
        sum = w7.fma(FloatVector.fromArray(S, x, x7 + c), sum);
        sum = w8.fma(FloatVector.fromArray(S, x, x8 + c), sum);
        sum.intoArray(y, d);
      }
    }
  }

  /** A pass of 6 taps. */
  private static void taps6(
      PlaneTables tables,
      int first,
      boolean lanes,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt) {
    int[] taps = tables.taps();
    int columns = tables.columns();
    int xStep = tables.xStep();
    int yStep = tables.yStep();
    int t0 = xAt + taps[first + 0];
    int t1 = xAt + taps[first + 1];
    int t2 = xAt + taps[first + 2];
    int t3 = xAt + taps[first + 3];
    int t4 = xAt + taps[first + 4];
    int t5 = xAt + taps[first + 5];
    FloatVector w0;
    FloatVector w1;
    FloatVector w2;
    FloatVector w3;
    FloatVector w4;
    FloatVector w5;
    if (lanes) {
      w0 = FloatVector.fromArray(S, w, wAt + 0);
      w1 = FloatVector.fromArray(S, w, wAt + 16);
      w2 = FloatVector.fromArray(S, w, wAt + 32);
      w3 = FloatVector.fromArray(S, w, wAt + 48);
      w4 = FloatVector.fromArray(S, w, wAt + 64);
      w5 = FloatVector.fromArray(S, w, wAt + 80);
    } else {
      w0 = FloatVector.broadcast(S, w[wAt + 0]);
      w1 = FloatVector.broadcast(S, w[wAt + 1]);
      w2 = FloatVector.broadcast(S, w[wAt + 2]);
      w3 = FloatVector.broadcast(S, w[wAt + 3]);
      w4 = FloatVector.broadcast(S, w[wAt + 4]);
      w5 = FloatVector.broadcast(S, w[wAt + 5]);
    }
    FloatVector begin = FloatVector.zero(S);
    if (init != null) {
      begin =
          lanes ? FloatVector.fromArray(S, init, initAt) : FloatVector.broadcast(S, init[initAt]);
    }
    for (int row = 0; row < tables.rows(); row++) {
      int from = row * tables.xRow();
      int to = yAt + row * tables.yRow();
      int x0 = t0 + from;
      int x1 = t1 + from;
      int x2 = t2 + from;
      int x3 = t3 + from;
      int x4 = t4 + from;
      int x5 = t5 + from;
      for (int column = 0; column < columns; column++) {
        int c = column * xStep;
        int d = to + column * yStep;
        FloatVector sum = begin;
        if (init == null) {
          sum = FloatVector.fromArray(S, y, d);
        }
        sum = w0.fma(FloatVector.fromArray(S, x, x0 + c), sum);
        sum = w1.fma(FloatVector.fromArray(S, x, x1 + c), sum);
        sum = w2.fma(FloatVector.fromArray(S, x, x2 + c), sum);
        sum = w3.fma(FloatVector.fromArray(S, x, x3 + c), sum);
        sum = w4.fma(FloatVector.fromArray(S, x, x4 + c), sum);
        sum = w5.fma(FloatVector.fromArray(S, x, x5 + c), sum);
        sum.intoArray(y, d);
      }
    }
  }

  /** A pass of 4 taps. */
  private static void taps4(
      PlaneTables tables,
      int first,
      boolean lanes,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt) {
    int[] taps = tables.taps();
    int columns = tables.columns();
    int xStep = tables.xStep();
    int yStep = tables.yStep();
    int t0 = xAt + taps[first + 0];
    int t1 = xAt + taps[first + 1];
    int t2 = xAt + taps[first + 2];
    int t3 = xAt + taps[first + 3];
    FloatVector w0;
    FloatVector w1;
    FloatVector w2;
    FloatVector w3;
    if (lanes) {
      w0 = FloatVector.fromArray(S, w, wAt + 0);
      w1 = FloatVector.fromArray(S, w, wAt + 16);
      w2 = FloatVector.fromArray(S, w, wAt + 32);
      w3 = FloatVector.fromArray(S, w, wAt + 48);
    } else {
      w0 = FloatVector.broadcast(S, w[wAt + 0]);
      w1 = FloatVector.broadcast(S, w[wAt + 1]);
      w2 = FloatVector.broadcast(S, w[wAt + 2]);
      w3 = FloatVector.broadcast(S, w[wAt + 3]);
    }
    FloatVector begin = FloatVector.zero(S);
    if (init != null) {
      begin =
          lanes ? FloatVector.fromArray(S, init, initAt) : FloatVector.broadcast(S, init[initAt]);
    }
    for (int row = 0; row < tables.rows(); row++) {
      int from = row * tables.xRow();
      int to = yAt + row * tables.yRow();
      int x0 = t0 + from;
      int x1 = t1 + from;
      int x2 = t2 + from;
      int x3 = t3 + from;
      for (int column = 0; column < columns; column++) {
        int c = column * xStep;
        int d = to + column * yStep;
        FloatVector sum = begin;
        if (init == null) {
          sum = FloatVector.fromArray(S, y, d);
        }
        sum = w0.fma(FloatVector.fromArray(S, x, x0 + c), sum);
        sum = w1.fma(FloatVector.fromArray(S, x, x1 + c), sum);
        sum = w2.fma(FloatVector.fromArray(S, x, x2 + c), sum);
        sum = w3.fma(FloatVector.fromArray(S, x, x3 + c), sum);
        sum.intoArray(y, d);
      }
    }
  }

  /** A pass of 2 taps. */
  private static void taps2(
      PlaneTables tables,
      int first,
      boolean lanes,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt) {
    int[] taps = tables.taps();
    int columns = tables.columns();
    int xStep = tables.xStep();
    int yStep = tables.yStep();
    int t0 = xAt + taps[first + 0];
    int t1 = xAt + taps[first + 1];
    FloatVector w0;
    FloatVector w1;
    if (lanes) {
      w0 = FloatVector.fromArray(S, w, wAt + 0);
      w1 = FloatVector.fromArray(S, w, wAt + 16);
    } else {
      w0 = FloatVector.broadcast(S, w[wAt + 0]);
      w1 = FloatVector.broadcast(S, w[wAt + 1]);
    }
    FloatVector begin = FloatVector.zero(S);
    if (init != null) {
      begin =
          lanes ? FloatVector.fromArray(S, init, initAt) : FloatVector.broadcast(S, init[initAt]);
    }
    for (int row = 0; row < tables.rows(); row++) {
      int from = row * tables.xRow();
      int to = yAt + row * tables.yRow();
      int x0 = t0 + from;
      int x1 = t1 + from;
      for (int column = 0; column < columns; column++) {
        int c = column * xStep;
        int d = to + column * yStep;
        FloatVector sum = begin;
        if (init == null) {
          sum = FloatVector.fromArray(S, y, d);
        }
        sum = w0.fma(FloatVector.fromArray(S, x, x0 + c), sum);
        sum = w1.fma(FloatVector.fromArray(S, x, x1 + c), sum);
        sum.intoArray(y, d);
      }
    }
  }

  /** A pass of 1 taps. */
  private static void taps1(
      PlaneTables tables,
      int first,
      boolean lanes,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt) {
    int[] taps = tables.taps();
    int columns = tables.columns();
    int xStep = tables.xStep();
    int yStep = tables.yStep();
    int t0 = xAt + taps[first + 0];
    FloatVector w0;
    if (lanes) {
      w0 = FloatVector.fromArray(S, w, wAt + 0);
    } else {
      w0 = FloatVector.broadcast(S, w[wAt + 0]);
    }
    FloatVector begin = FloatVector.zero(S);
    if (init != null) {
      begin =
          lanes ? FloatVector.fromArray(S, init, initAt) : FloatVector.broadcast(S, init[initAt]);
    }
    for (int row = 0; row < tables.rows(); row++) {
      int from = row * tables.xRow();
      int to = yAt + row * tables.yRow();
      int x0 = t0 + from;
      for (int column = 0; column < columns; column++) {
        int c = column * xStep;
        int d = to + column * yStep;
        FloatVector sum = begin;
        if (init == null) {
          sum = FloatVector.fromArray(S, y, d);
        }
        sum = w0.fma(FloatVector.fromArray(S, x, x0 + c), sum);
        sum.intoArray(y, d);
      }
    }
  }

  /** A pass of no tap. */
  private static void fill(
      PlaneTables tables, boolean lanes, float[] init, int initAt, float[] y, int yAt) {
    FloatVector begin =
        lanes ? FloatVector.fromArray(S, init, initAt) : FloatVector.broadcast(S, init[initAt]);
    for (int row = 0; row < tables.rows(); row++) {
      int to = yAt + row * tables.yRow();
      for (int column = 0; column < tables.columns(); column++) {
        begin.intoArray(y, to + column * tables.yStep());
      }
    }
  }

  @Override
  public void gradient(PlaneTables tables, float[] x, int xAt, float[] y, int yAt, float[] sums) {
    for (int t = 0; t < tables.taps().length; t += TILE_TAPS) {
      for (int l = 0; l < Lanes.WIDTH; l += FLOATS) {
        sums9(tables, t, x, xAt + l, y, yAt + l, sums, Lanes.WIDTH * t + l);
      }
    }
  }

  /** The gradients of nine taps, the last one several times if there are fewer. */
  private static void sums9(
      PlaneTables tables, int first, float[] x, int xAt, float[] y, int yAt, float[] sums, int at) {
    int[] taps = tables.taps();
    int last = taps.length - 1;
    int columns = tables.columns();
    int xStep = tables.xStep();
    int yStep = tables.yStep();
    int t0 = xAt + taps[Math.min(first + 0, last)];
    int t1 = xAt + taps[Math.min(first + 1, last)];
    int t2 = xAt + taps[Math.min(first + 2, last)];
    int t3 = xAt + taps[Math.min(first + 3, last)];
    int t4 = xAt + taps[Math.min(first + 4, last)];
    int t5 = xAt + taps[Math.min(first + 5, last)];
    int t6 = xAt + taps[Math.min(first + 6, last)];
    int t7 = xAt + taps[Math.min(first + 7, last)];
    int t8 = xAt + taps[Math.min(first + 8, last)];
    FloatVector s0 = FloatVector.zero(S);
    FloatVector s1 = FloatVector.zero(S);
    FloatVector s2 = FloatVector.zero(S);
    FloatVector s3 = FloatVector.zero(S);
    FloatVector s4 = FloatVector.zero(S);
    FloatVector s5 = FloatVector.zero(S);
    FloatVector s6 = FloatVector.zero(S);
    FloatVector s7 = FloatVector.zero(S);
    FloatVector s8 = FloatVector.zero(S);
    for (int row = 0; row < tables.rows(); row++) {
      int from = row * tables.xRow();
      int to = yAt + row * tables.yRow();
      int x0 = t0 + from;
      int x1 = t1 + from;
      int x2 = t2 + from;
      int x3 = t3 + from;
      int x4 = t4 + from;
      int x5 = t5 + from;
      int x6 = t6 + from;
      int x7 = t7 + from;
      int x8 = t8 + from;
      for (int column = 0; column < columns; column++) {
        int c = column * xStep;
        FloatVector g = FloatVector.fromArray(S, y, to + column * yStep);
        s0 = g.fma(FloatVector.fromArray(S, x, x0 + c), s0);
        s1 = g.fma(FloatVector.fromArray(S, x, x1 + c), s1);
        s2 = g.fma(FloatVector.fromArray(S, x, x2 + c), s2);
        s3 = g.fma(FloatVector.fromArray(S, x, x3 + c), s3);
        s4 = g.fma(FloatVector.fromArray(S, x, x4 + c), s4);
        s5 = g.fma(FloatVector.fromArray(S, x, x5 + c), s5);
        s6 = g.fma(FloatVector.fromArray(S, x, x6 + c), s6);
        s7 = g.fma(FloatVector.fromArray(S, x, x7 + c), s7);
        s8 = g.fma(FloatVector.fromArray(S, x, x8 + c), s8);
      }
    }
    s0.intoArray(sums, at + 0);
    s1.intoArray(sums, at + 16);
    s2.intoArray(sums, at + 32);
    s3.intoArray(sums, at + 48);
    s4.intoArray(sums, at + 64);
    s5.intoArray(sums, at + 80);
    s6.intoArray(sums, at + 96);
    s7.intoArray(sums, at + 112);
    s8.intoArray(sums, at + 128);
  }
}
