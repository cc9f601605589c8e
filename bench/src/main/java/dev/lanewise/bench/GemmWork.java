package dev.lanewise.bench;

import dev.lanewise.core.gemm.Gemm;
import dev.lanewise.core.simd.Simd;

/** A matrix product of random operands on one thread, ready to run. */
public final class GemmWork {

  private final GemmShape shape;
  private final Gemm gemm;
  private final float[] a;
  private final float[] b;
  private final float[] c;

  /** Plans a product and makes its operands. */
  public GemmWork(GemmShape shape, Simd simd) {
    this.shape = shape;
    gemm = new Gemm(shape.a(), shape.b(), shape.c(), simd);
    a = SpotCheck.values(Math.multiplyExact(shape.m(), shape.k()), 1);
    b = SpotCheck.values(Math.multiplyExact(shape.k(), shape.n()), 2);
    c = new float[Math.multiplyExact(shape.m(), shape.n())];
  }

  /**
   * Computes the product, packing included.
   *
   * @return the result's array, the same at each call
   */
  public float[] run() {
    gemm.multiply(a, 0, b, 0, c, 0, Gemm.Mode.OVERWRITE);
    return c;
  }

  /**
   * Computes the product and compares some of its values with sums in double.
   *
   * @throws IllegalStateException if one is wrong
   */
  public void verify() {
    run();
    check();
  }

  /** Compares some of the values that the last run left. */
  void check() {
    SpotCheck check = new SpotCheck();
    for (int spot = 0; spot < SpotCheck.SPOTS; spot++) {
      int row = SpotCheck.index(spot, 0, shape.m());
      int column = SpotCheck.index(spot, 1, shape.n());
      check.clear();
      for (int k = 0; k < shape.k(); k++) {
        check.add(
            shape.transposeA() ? a[k * shape.m() + row] : a[row * shape.k() + k],
            shape.transposeB() ? b[column * shape.k() + k] : b[k * shape.n() + column]);
      }
      check.compare(
          "%s at %s, %s".formatted(shape.name(), row, column), c[row * shape.n() + column]);
    }
  }
}
