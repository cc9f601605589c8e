package dev.lanewise.core.kernel;

import dev.lanewise.core.tensor.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * {@link DepthwiseKernel} for planes that {@link DepthwiseSplit#isGrid} is true of, in vectors,
 * under the rules of {@link VectorProduct}: four neighbouring pixels share what is loaded, 18
 * vectors for 36 multiply-adds. That also halves what loads cost that are not aligned.
 */
final class VectorDepthwiseGrid implements DepthwiseKernel {

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
    if (init == null) {
      throw new IllegalArgumentException("Pixels that are computed twice must not be read.");
    }
    for (int l = 0; l < Lanes.WIDTH; l += FLOATS) {
      int lane = lanes ? l : 0;
      grid3x3(tables, lanes, x, xAt + l, w, wAt + lane, init, initAt + lane, y, yAt + l);
    }
  }

  /**
   * A pass of three rows of three neighbouring taps over neighbouring pixels, four at a time: what
   * is loaded serves all taps that meet it. Taps may follow one another backwards, as in backward
   * data; then so do the four pixels.
   */
  private static void grid3x3(
      PlaneTables tables,
      boolean lanes,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float[] init,
      int initAt,
      float[] y,
      int yAt) {
    int[] taps = tables.taps();
    int columns = tables.columns();
    int step = taps[1] - taps[0];
    int start = step > 0 ? 0 : 3 * Lanes.WIDTH;
    int step2 = 2 * step;
    int step3 = 3 * step;
    int step4 = 4 * step;
    int step5 = 5 * step;
    int t0 = xAt + taps[0] + start;
    int t1 = xAt + taps[3] + start;
    int t2 = xAt + taps[6] + start;
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
    FloatVector begin =
        lanes ? FloatVector.fromArray(S, init, initAt) : FloatVector.broadcast(S, init[initAt]);
    for (int row = 0; row < tables.rows(); row++) {
      int from = row * tables.xRow();
      int to = yAt + row * tables.yRow() + start;
      int x0 = t0 + from;
      int x1 = t1 + from;
      int x2 = t2 + from;
      for (int tile = 0; tile < columns; tile += 4) {
        // The last four pixels may be computed twice.
        int c = Math.min(tile, columns - 4) * Lanes.WIDTH;
        int d = to + c;
        FloatVector s0 = begin;
        FloatVector s1 = begin;
        FloatVector s2 = begin;
        FloatVector s3 = begin;

        int at0 = x0 + c;
        FloatVector v = FloatVector.fromArray(S, x, at0);
        s0 = w0.fma(v, s0);
        v = FloatVector.fromArray(S, x, at0 + step);
        s0 = w1.fma(v, s0);
        s1 = w0.fma(v, s1);
        v = FloatVector.fromArray(S, x, at0 + step2);
        s0 = w2.fma(v, s0);
        s1 = w1.fma(v, s1);
        s2 = w0.fma(v, s2);
        v = FloatVector.fromArray(S, x, at0 + step3);
        s1 = w2.fma(v, s1);
        s2 = w1.fma(v, s2);
        s3 = w0.fma(v, s3);
        v = FloatVector.fromArray(S, x, at0 + step4);
        s2 = w2.fma(v, s2);
        s3 = w1.fma(v, s3);
        v = FloatVector.fromArray(S, x, at0 + step5);
        s3 = w2.fma(v, s3);
        int at1 = x1 + c;
        v = FloatVector.fromArray(S, x, at1);
        s0 = w3.fma(v, s0);
        v = FloatVector.fromArray(S, x, at1 + step);
        s0 = w4.fma(v, s0);
        s1 = w3.fma(v, s1);
        v = FloatVector.fromArray(S, x, at1 + step2);
        s0 = w5.fma(v, s0);
        s1 = w4.fma(v, s1);
        s2 = w3.fma(v, s2);
        v = FloatVector.fromArray(S, x, at1 + step3);
        s1 = w5.fma(v, s1);
        s2 = w4.fma(v, s2);
        s3 = w3.fma(v, s3);
        v = FloatVector.fromArray(S, x, at1 + step4);
        s2 = w5.fma(v, s2);
        s3 = w4.fma(v, s3);
        v = FloatVector.fromArray(S, x, at1 + step5);
        s3 = w5.fma(v, s3);
        int at2 = x2 + c;
        v = FloatVector.fromArray(S, x, at2);
        s0 = w6.fma(v, s0);
        v = FloatVector.fromArray(S, x, at2 + step);
        s0 = w7.fma(v, s0);
        s1 = w6.fma(v, s1);
        v = FloatVector.fromArray(S, x, at2 + step2);
        s0 = w8.fma(v, s0);
        s1 = w7.fma(v, s1);
        s2 = w6.fma(v, s2);
        v = FloatVector.fromArray(S, x, at2 + step3);
        s1 = w8.fma(v, s1);
        s2 = w7.fma(v, s2);
        s3 = w6.fma(v, s3);
        v = FloatVector.fromArray(S, x, at2 + step4);
        s2 = w8.fma(v, s2);
        s3 = w7.fma(v, s3);
        v = FloatVector.fromArray(S, x, at2 + step5);
        s3 = w8.fma(v, s3);
        s0.intoArray(y, d);
        s1.intoArray(y, d + step);
        s2.intoArray(y, d + step2);
        s3.intoArray(y, d + step3);
      }
    }
  }

  @Override
  public void gradient(PlaneTables tables, float[] x, int xAt, float[] y, int yAt, float[] sums) {
    for (int l = 0; l < Lanes.WIDTH; l += FLOATS) {
      sums3x3(tables, x, xAt + l, y, yAt + l, sums, l);
    }
  }

  /** The gradients of three rows of three neighbouring taps, four pixels at a time. */
  private static void sums3x3(
      PlaneTables tables, float[] x, int xAt, float[] y, int yAt, float[] sums, int at) {
    int[] taps = tables.taps();
    int columns = tables.columns();
    int t0 = xAt + taps[0];
    int t1 = xAt + taps[3];
    int t2 = xAt + taps[6];
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
      int column = 0;
      for (; column <= columns - 4; column += 4) {
        int c = column * Lanes.WIDTH;
        int d = to + c;
        FloatVector g0 = FloatVector.fromArray(S, y, d);
        FloatVector g1 = FloatVector.fromArray(S, y, d + 16);
        FloatVector g2 = FloatVector.fromArray(S, y, d + 32);
        FloatVector g3 = FloatVector.fromArray(S, y, d + 48);
        int at0 = x0 + c;
        FloatVector v = FloatVector.fromArray(S, x, at0);
        s0 = g0.fma(v, s0);
        v = FloatVector.fromArray(S, x, at0 + 16);
        s0 = g1.fma(v, s0);
        s1 = g0.fma(v, s1);
        v = FloatVector.fromArray(S, x, at0 + 32);
        s0 = g2.fma(v, s0);
        s1 = g1.fma(v, s1);
        s2 = g0.fma(v, s2);
        v = FloatVector.fromArray(S, x, at0 + 48);
        s0 = g3.fma(v, s0);
        s1 = g2.fma(v, s1);
        s2 = g1.fma(v, s2);
        v = FloatVector.fromArray(S, x, at0 + 64);
        s1 = g3.fma(v, s1);
        s2 = g2.fma(v, s2);
        v = FloatVector.fromArray(S, x, at0 + 80);
        s2 = g3.fma(v, s2);
        int at1 = x1 + c;
        v = FloatVector.fromArray(S, x, at1);
        s3 = g0.fma(v, s3);
        v = FloatVector.fromArray(S, x, at1 + 16);
        s3 = g1.fma(v, s3);
        s4 = g0.fma(v, s4);
        v = FloatVector.fromArray(S, x, at1 + 32);
        s3 = g2.fma(v, s3);
        s4 = g1.fma(v, s4);
        s5 = g0.fma(v, s5);
        v = FloatVector.fromArray(S, x, at1 + 48);
        s3 = g3.fma(v, s3);
        s4 = g2.fma(v, s4);
        s5 = g1.fma(v, s5);
        v = FloatVector.fromArray(S, x, at1 + 64);
        s4 = g3.fma(v, s4);
        s5 = g2.fma(v, s5);
        v = FloatVector.fromArray(S, x, at1 + 80);
        s5 = g3.fma(v, s5);
        int at2 = x2 + c;
        v = FloatVector.fromArray(S, x, at2);
        s6 = g0.fma(v, s6);
        v = FloatVector.fromArray(S, x, at2 + 16);
        s6 = g1.fma(v, s6);
        s7 = g0.fma(v, s7);
        v = FloatVector.fromArray(S, x, at2 + 32);
        s6 = g2.fma(v, s6);
        s7 = g1.fma(v, s7);
        s8 = g0.fma(v, s8);
        v = FloatVector.fromArray(S, x, at2 + 48);
        s6 = g3.fma(v, s6);
        s7 = g2.fma(v, s7);
        s8 = g1.fma(v, s8);
        v = FloatVector.fromArray(S, x, at2 + 64);
        s7 = g3.fma(v, s7);
        s8 = g2.fma(v, s8);
        v = FloatVector.fromArray(S, x, at2 + 80);
        s8 = g3.fma(v, s8);
      }
      for (; column < columns; column++) {
        int c = column * Lanes.WIDTH;
        FloatVector g = FloatVector.fromArray(S, y, to + c);
        s0 = g.fma(FloatVector.fromArray(S, x, x0 + c), s0);
        s1 = g.fma(FloatVector.fromArray(S, x, x0 + c + 16), s1);
        s2 = g.fma(FloatVector.fromArray(S, x, x0 + c + 32), s2);
        s3 = g.fma(FloatVector.fromArray(S, x, x1 + c), s3);
        s4 = g.fma(FloatVector.fromArray(S, x, x1 + c + 16), s4);
        s5 = g.fma(FloatVector.fromArray(S, x, x1 + c + 32), s5);
        s6 = g.fma(FloatVector.fromArray(S, x, x2 + c), s6);
        s7 = g.fma(FloatVector.fromArray(S, x, x2 + c + 16), s7);
        s8 = g.fma(FloatVector.fromArray(S, x, x2 + c + 32), s8);
      }
    }
    s0.intoArray(sums, at);
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
