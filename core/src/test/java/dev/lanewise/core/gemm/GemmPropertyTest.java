package dev.lanewise.core.gemm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.NaiveGemm;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class GemmPropertyTest {

  /** Smaller than most sizes below, and a depth that divides few of them. */
  private static final Blocking TINY = new Blocking(8, 3, 48);

  /** A product: sizes, how the operands lie, and the seed of their values. */
  record Case(int m, int n, int k, Lie a, Lie b, Lie c, Gemm.Mode mode, long seed) {

    Matrix left() {
      return a.matrix(m, k);
    }

    Matrix right() {
      return b.matrix(k, n);
    }

    Matrix result() {
      return new Matrix(m, n, n + c.extra, false);
    }

    Gemm gemm(Blocking blocking, Simd simd) {
      return new Gemm(left(), right(), result(), blocking, simd);
    }

    long key(int stream) {
      return CounterRandom.key(seed, stream);
    }
  }

  /** How an operand lies: where it starts, what its rows have too much, its order. */
  record Lie(int at, int extra, boolean transposed) {
    Matrix matrix(int rows, int columns) {
      return new Matrix(rows, columns, (transposed ? rows : columns) + extra, transposed);
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Integer> size =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.integers().between(1, 70)),
            Tuple.of(
                1,
                Arbitraries.of(
                    1, 2, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 80, 97, 113)));
    Arbitrary<Lie> lie =
        Combinators.combine(
                Arbitraries.of(0, 1, 7, 16),
                Arbitraries.of(0, 0, 1, 13),
                Arbitraries.of(false, true))
            .as(Lie::new);
    return Combinators.combine(
            size,
            size,
            size,
            lie,
            lie,
            lie,
            Arbitraries.of(Gemm.Mode.class),
            Arbitraries.longs().between(0, 1_000_000))
        .as(Case::new);
  }

  @Property(tries = 150)
  void wholeNumbersAreExact(@ForAll("cases") Case c) {
    Matrix a = c.left();
    Matrix b = c.right();
    float[] av = operand(c.a, a, Bits.integers(c.key(1), c.m * c.k, 8));
    float[] bv = operand(c.b, b, Bits.integers(c.key(2), c.k * c.n, 8));
    int[] product = NaiveGemm.multiplyExactly(a, av, c.a.at, b, bv, c.b.at);
    float[] before = result(c, Bits.integers(c.key(3), c.m * c.n, 100));
    float[] expected = before.clone();
    for (int i = 0; i < product.length; i++) {
      int at = c.c.at + NaiveGemm.index(c.result(), i / c.n, i % c.n);
      expected[at] = c.mode == Gemm.Mode.OVERWRITE ? product[i] : before[at] + product[i];
    }
    for (Simd simd : Widths.ALL) {
      for (Blocking blocking : new Blocking[] {Blocking.DEFAULT, TINY}) {
        float[] cv = before.clone();
        Gemm gemm = c.gemm(blocking, simd);
        gemm.multiply(av, c.a.at, bv, c.b.at, cv, c.c.at, c.mode);
        Bits.assertIdentical(expected, cv, simd.width() + " " + blocking);
        // The plan's buffers now hold a product: a second one must not see it.
        cv = before.clone();
        gemm.multiply(av, c.a.at, bv, c.b.at, cv, c.c.at, c.mode);
        Bits.assertIdentical(expected, cv, "again " + simd.width() + " " + blocking);
      }
    }
  }

  @Property(tries = 100)
  void realNumbersHaveOneSetOfBitsAndASmallError(@ForAll("cases") Case c) {
    Matrix a = c.left();
    Matrix b = c.right();
    float[] av = operand(c.a, a, Bits.normal(c.key(1), c.m * c.k));
    float[] bv = operand(c.b, b, Bits.normal(c.key(2), c.k * c.n));
    float[] before = result(c, Bits.normal(c.key(3), c.m * c.n));
    float[] first = before.clone();
    c.gemm(Blocking.DEFAULT, Widths.ALL.getFirst())
        .multiply(av, c.a.at, bv, c.b.at, first, c.c.at, c.mode);
    for (Simd simd : Widths.ALL) {
      for (Blocking blocking : new Blocking[] {Blocking.DEFAULT, TINY, new Blocking(16, 7, 96)}) {
        float[] cv = before.clone();
        c.gemm(blocking, simd).multiply(av, c.a.at, bv, c.b.at, cv, c.c.at, c.mode);
        Bits.assertIdentical(first, cv, simd.width() + " " + blocking);
      }
    }
    double[] exact = NaiveGemm.multiply(a, av, c.a.at, b, bv, c.b.at);
    double[] scale = NaiveGemm.magnitudes(a, av, c.a.at, b, bv, c.b.at);
    for (int i = 0; i < exact.length; i++) {
      int at = c.c.at + NaiveGemm.index(c.result(), i / c.n, i % c.n);
      double start = c.mode == Gemm.Mode.OVERWRITE ? 0 : before[at];
      double error = Math.abs(first[at] - (exact[i] + start));
      double bound = c.k * 0x1p-24 * (scale[i] + Math.abs(start));
      assertTrue(error <= bound, () -> "error " + error + ", bound " + bound);
    }
  }

  @Property(tries = 50)
  void aTransposeAppliedOrStoredIsTheSame(@ForAll("cases") Case c) {
    float[] a = Bits.normal(c.key(1), c.m * c.k);
    float[] b = Bits.normal(c.key(2), c.k * c.n);
    float[] at = transpose(a, c.m, c.k);
    float[] bt = transpose(b, c.k, c.n);
    Simd simd = Widths.best();
    float[] plain = new float[c.m * c.n];
    float[] both = new float[c.m * c.n];
    Matrix result = Matrix.of(c.m, c.n);
    new Gemm(Matrix.of(c.m, c.k), Matrix.of(c.k, c.n), result, simd)
        .multiply(a, 0, b, 0, plain, 0, Gemm.Mode.OVERWRITE);
    new Gemm(Matrix.transposed(c.m, c.k), Matrix.transposed(c.k, c.n), result, simd)
        .multiply(at, 0, bt, 0, both, 0, Gemm.Mode.OVERWRITE);
    Bits.assertIdentical(plain, both, "a' b'");
    // (A B)' = B' A': the chains over k are the same, product by product.
    float[] swapped = new float[c.m * c.n];
    new Gemm(
            Matrix.transposed(c.n, c.k),
            Matrix.transposed(c.k, c.m),
            Matrix.of(c.n, c.m),
            TINY,
            simd)
        .multiply(b, 0, a, 0, swapped, 0, Gemm.Mode.OVERWRITE);
    Bits.assertIdentical(plain, transpose(swapped, c.n, c.m), "(B' A')'");
  }

  /** Lays dense rows into an array in which everything else is NaN, and that ends with them. */
  private static float[] operand(Lie lie, Matrix matrix, float[] dense) {
    float[] values = Poison.floats(lie.at + NaiveGemm.extent(matrix));
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < matrix.columns(); c++) {
        values[lie.at + NaiveGemm.index(matrix, r, c)] = dense[r * matrix.columns() + c];
      }
    }
    return values;
  }

  /** What C holds before the product: NaN between its rows, and inside them if overwritten. */
  private static float[] result(Case c, float[] dense) {
    Lie rowByRow = new Lie(c.c.at, c.c.extra, false);
    return c.mode == Gemm.Mode.OVERWRITE
        ? Poison.floats(c.c.at + NaiveGemm.extent(c.result()))
        : operand(rowByRow, c.result(), dense);
  }

  private static float[] transpose(float[] values, int rows, int columns) {
    float[] transposed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      transposed[i % columns * rows + i / columns] = values[i];
    }
    return transposed;
  }
}
