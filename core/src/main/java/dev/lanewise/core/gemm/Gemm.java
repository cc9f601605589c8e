package dev.lanewise.core.gemm;

import dev.lanewise.core.simd.PackKernel;
import dev.lanewise.core.simd.ProductKernel;
import dev.lanewise.core.simd.ProductTables;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Lanes;

/**
 * A planned matrix product {@code C = A B} or {@code C += A B} in f32: any sizes, any transposes.
 * The plan owns its packing buffers, so a product allocates nothing; one thread at a time may use
 * it.
 *
 * <p>Each value of the result is one chain of fused multiply-adds over ascending {@code k}, begun
 * with 0 or, when accumulating, with what C holds: the bits are the same for every block size and
 * register width.
 */
public final class Gemm {

  /** What a product does with the values that C holds. */
  public enum Mode {
    /** They are replaced; C is never read. */
    OVERWRITE,
    /** They are added to. */
    ACCUMULATE
  }

  /**
   * Where packed values begin: a large array starts on a cache line in practice, its values 16
   * bytes later, so that element 12 lies on the next.
   */
  private static final int ALIGN = 12;

  private static final int STRIP_PIXELS = PackKernel.STRIP / Lanes.WIDTH;

  /** Packed columns that all rows of a block are multiplied with before the next: 512 KB of L2. */
  private static final int SPAN = 512;

  private final Matrix a;
  private final Matrix b;
  private final Matrix c;
  private final Blocking blocking;
  private final ProductKernel kernel;
  private final PackKernel pack;
  private final float[] packedA;
  private final float[] packedB;
  private final float[] zeros;
  private final float[] edge;
  private final ProductTables tables;
  private final ProductTables edgeTables;

  /** Plans a product with the usual block sizes. */
  public Gemm(Matrix a, Matrix b, Matrix c, Simd simd) {
    this(a, b, c, Blocking.DEFAULT, simd);
  }

  /**
   * Plans a product.
   *
   * @param a left operand, {@code m x k}
   * @param b right operand, {@code k x n}
   * @param c result, {@code m x n}, not transposed
   * @param blocking block sizes
   * @param simd kernels
   * @throws IllegalArgumentException if the sizes do not meet
   */
  public Gemm(Matrix a, Matrix b, Matrix c, Blocking blocking, Simd simd) {
    if (a.columns() != b.rows() || c.rows() != a.rows() || c.columns() != b.columns()) {
      throw new IllegalArgumentException(
          "A product's sizes must meet: (m x k) (k x n) = (m x n). Received: (%dx%d) (%dx%d) = (%dx%d)"
              .formatted(a.rows(), a.columns(), b.rows(), b.columns(), c.rows(), c.columns()));
    }
    if (c.transposed()) {
      throw new IllegalArgumentException(
          "The result must be stored row by row. Received: a transposed matrix");
    }
    this.a = a;
    this.b = b;
    this.c = c;
    this.blocking = blocking;
    this.kernel = simd.product();
    this.pack = simd.pack();
    int kc = Math.min(blocking.kc(), a.columns());
    int mc = Math.min(blocking.mc(), Panels.roundUp(a.rows()));
    int nc = Math.min(blocking.nc(), Lanes.roundUp(b.columns()));
    packedA = new float[Panels.size(mc, kc)];
    packedB =
        new float[ALIGN + (nc + PackKernel.STRIP - 1) / PackKernel.STRIP * PackKernel.STRIP * kc];
    zeros = new float[mc];
    edge = new float[mc * Lanes.WIDTH];
    int pixels = nc / Lanes.WIDTH;
    int[] depthOffset = new int[kc];
    for (int k = 0; k < kc; k++) {
      depthOffset[k] = k * PackKernel.STRIP;
    }
    int[] xPixel = new int[pixels];
    int[] yPixel = new int[pixels];
    for (int p = 0; p < pixels; p++) {
      xPixel[p] =
          ALIGN + p / STRIP_PIXELS * (PackKernel.STRIP * kc) + p % STRIP_PIXELS * Lanes.WIDTH;
      yPixel[p] = p * Lanes.WIDTH;
    }
    tables = new ProductTables(depthOffset, xPixel, yPixel, c.stride());
    edgeTables = new ProductTables(depthOffset, xPixel, new int[pixels], Lanes.WIDTH);
  }

  /**
   * Computes the product.
   *
   * @param aValues array of the left operand
   * @param aAt where it starts
   * @param bValues array of the right operand
   * @param bAt where it starts
   * @param cValues array of the result
   * @param cAt where it starts
   * @param mode whether C is replaced or added to
   * @throws IndexOutOfBoundsException if an operand does not lie within its array
   */
  public void multiply(
      float[] aValues, int aAt, float[] bValues, int bAt, float[] cValues, int cAt, Mode mode) {
    java.util.Objects.checkFromIndexSize(aAt, a.extent(), aValues.length);
    java.util.Objects.checkFromIndexSize(bAt, b.extent(), bValues.length);
    java.util.Objects.checkFromIndexSize(cAt, c.extent(), cValues.length);
    int m = c.rows();
    int n = c.columns();
    int depth = a.columns();
    // Loop 5: columns of B, so that a packed block of it stays in L2.
    for (int j = 0; j < n; j += blocking.nc()) {
      int columns = Math.min(blocking.nc(), n - j);
      // Loop 4: depth, ascending, so that every result stays one chain over k.
      for (int k = 0; k < depth; k += blocking.kc()) {
        int kc = Math.min(blocking.kc(), depth - k);
        boolean fresh = k == 0 && mode == Mode.OVERWRITE;
        packB(bValues, bAt + k * b.rowStep() + j * b.columnStep(), kc, columns);
        // Loop 3: rows of A. Loops 2 and 1 are the kernel's: panels, then pixels.
        for (int i = 0; i < m; i += blocking.mc()) {
          int rows = Math.min(blocking.mc(), m - i);
          int from = aAt + i * a.rowStep() + k * a.columnStep();
          Panels.pack(aValues, from, rows, kc, a.rowStep(), a.columnStep(), packedA, 0);
          for (int s = 0; s < columns; s += SPAN) {
            int end = Math.min(columns, s + SPAN);
            multiplyBlock(rows, kc, s, end, fresh, cValues, cAt + i * c.stride() + j);
          }
        }
      }
    }
  }

  private void multiplyBlock(
      int rows, int kc, int from, int to, boolean fresh, float[] cValues, int cAt) {
    int whole = to / Lanes.WIDTH;
    int step = ProductKernel.PANEL_ROWS;
    kernel.multiply(
        tables,
        rows,
        kc,
        from / Lanes.WIDTH,
        whole,
        packedA,
        0,
        Panels.stride(kc),
        step,
        fresh ? zeros : null,
        0,
        packedB,
        0,
        cValues,
        cAt);
    int rest = to - whole * Lanes.WIDTH;
    if (rest > 0) {
      // The last columns don't fill a pixel: they take the way through a buffer that does.
      int at = cAt + whole * Lanes.WIDTH;
      for (int r = 0; r < rows && !fresh; r++) {
        System.arraycopy(cValues, at + r * c.stride(), edge, r * Lanes.WIDTH, rest);
      }
      kernel.multiply(
          edgeTables,
          rows,
          kc,
          whole,
          whole + 1,
          packedA,
          0,
          Panels.stride(kc),
          step,
          fresh ? zeros : null,
          0,
          packedB,
          0,
          edge,
          0);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(edge, r * Lanes.WIDTH, cValues, at + r * c.stride(), rest);
      }
    }
  }

  /** Packs a block of B as strips: {@code [strip][k][32]}, zeros beyond the last column. */
  private void packB(float[] bValues, int bAt, int kc, int columns) {
    int step = b.columnStep();
    int stripFloats = PackKernel.STRIP * tables.depthOffset().length;
    int whole = step == 1 ? columns / Lanes.WIDTH * Lanes.WIDTH : columns / 8 * 8;
    if (step == 1) {
      pack.packStrips(bValues, bAt, b.rowStep(), kc, whole, packedB, ALIGN, stripFloats);
    } else {
      for (int j = 0; j < whole; j += 8) {
        int to = ALIGN + j / PackKernel.STRIP * stripFloats + j % PackKernel.STRIP;
        Panels.interleave(
            bValues, bAt + j * step, step, b.rowStep(), kc, packedB, to, PackKernel.STRIP);
      }
    }
    for (int j = whole; j < Lanes.roundUp(columns); j++) {
      int to = ALIGN + j / PackKernel.STRIP * stripFloats + j % PackKernel.STRIP;
      for (int k = 0; k < kc; k++) {
        packedB[to + k * PackKernel.STRIP] =
            j < columns ? bValues[bAt + k * b.rowStep() + j * step] : 0f;
      }
    }
  }
}
