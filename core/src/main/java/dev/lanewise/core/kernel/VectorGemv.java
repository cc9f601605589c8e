package dev.lanewise.core.kernel;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link GemvKernel} in vectors, under the rules of {@link VectorProduct}. */
final class VectorGemv implements GemvKernel {

  private static final VectorSpecies<Float> S = VectorClassData.species(MethodHandles.lookup());
  private static final int FLOATS = S.length();

  @Override
  public void combine(
      int rows, int n, float[] a, int aAt, float[] w, int wAt, int stride, float[] y, int yAt) {
    int i = 0;
    for (; i <= n - 4 * FLOATS; i += 4 * FLOATS) {
      combine4(rows, a, aAt, w, wAt + i, stride, y, yAt + i);
    }
    for (; i <= n - FLOATS; i += FLOATS) {
      combine1(rows, a, aAt, w, wAt + i, stride, y, yAt + i);
    }
    for (; i < n; i++) {
      float sum = 0f;
      for (int r = 0, at = wAt + i; r < rows; r++, at += stride) {
        sum = Math.fma(a[aAt + r], w[at], sum);
      }
      y[yAt + i] = sum;
    }
  }

  private static void combine4(
      int rows, float[] a, int aAt, float[] w, int wAt, int stride, float[] y, int yAt) {
    FloatVector c0 = FloatVector.zero(S);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    for (int r = 0, at = wAt; r < rows; r++, at += stride) {
      FloatVector factor = FloatVector.broadcast(S, a[aAt + r]);
      c0 = factor.fma(FloatVector.fromArray(S, w, at), c0);
      c1 = factor.fma(FloatVector.fromArray(S, w, at + FLOATS), c1);
      c2 = factor.fma(FloatVector.fromArray(S, w, at + 2 * FLOATS), c2);
      c3 = factor.fma(FloatVector.fromArray(S, w, at + 3 * FLOATS), c3);
    }
    c0.intoArray(y, yAt);
    c1.intoArray(y, yAt + FLOATS);
    c2.intoArray(y, yAt + 2 * FLOATS);
    c3.intoArray(y, yAt + 3 * FLOATS);
  }

  private static void combine1(
      int rows, float[] a, int aAt, float[] w, int wAt, int stride, float[] y, int yAt) {
    FloatVector sum = FloatVector.zero(S);
    for (int r = 0, at = wAt; r < rows; r++, at += stride) {
      sum = FloatVector.broadcast(S, a[aAt + r]).fma(FloatVector.fromArray(S, w, at), sum);
    }
    sum.intoArray(y, yAt);
  }

  @Override
  public void addOuter(
      int rows, int n, float[] a, int aAt, float[] x, int xAt, float[] w, int wAt, int stride) {
    for (int r = 0; r < rows; r++) {
      float factor = a[aAt + r];
      int to = wAt + r * stride;
      addRow(factor, x, xAt, w, to, n);
    }
  }

  private static void addRow(float factor, float[] x, int xAt, float[] w, int wAt, int n) {
    FloatVector left = FloatVector.broadcast(S, factor);
    int i = 0;
    for (; i <= n - FLOATS; i += FLOATS) {
      left.fma(FloatVector.fromArray(S, x, xAt + i), FloatVector.fromArray(S, w, wAt + i))
          .intoArray(w, wAt + i);
    }
    for (; i < n; i++) {
      w[wAt + i] = Math.fma(factor, x[xAt + i], w[wAt + i]);
    }
  }
}
