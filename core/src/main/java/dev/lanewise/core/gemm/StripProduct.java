package dev.lanewise.core.gemm;

import dev.lanewise.core.kernel.GemmKernel;
import dev.lanewise.core.kernel.PackKernel;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Lanes;

/**
 * The blocked loops of a matrix product, around {@link GemmKernel}. An operand is packed if that
 * pays, else read where it lies.
 */
final class StripProduct {

  /**
   * Where packed values begin: a large array starts on a cache line in practice, its values 16
   * bytes later, so that element 12 lies on the next.
   */
  private static final int ALIGN = 12;

  private static final int STRIP = GemmKernel.STRIP;
  private static final int PANEL_ROWS = GemmKernel.PANEL_ROWS;

  /**
   * Up to so many rows, operands are read where they lie: packing would take longer. A left one
   * that is stored by rows always is.
   */
  private static final int FEWER_ROWS = 16;

  /**
   * The same for a right operand of little depth, unless its rows share their places in the caches.
   */
  private static final int FEW_ROWS = 64;

  /** Floats of a page of 4 KB: lines at multiples of it share a set of L1. */
  private static final int PAGE = 1024;

  /** A little depth. Up to it, rows of the result are written from end to end. */
  private static final int SHALLOW = 64;

  private final Matrix a;
  private final Matrix b;
  private final int cRow;
  private final Blocking blocking;
  private final GemmKernel kernel;
  private final PackKernel pack;
  private final boolean packsLeft;
  private final boolean packsRight;
  private final int kc;
  private final int stripFloats;
  private final float[] packedA;
  private final float[] packedB;
  private final float[] last;
  private final float[] edge;

  /**
   * Plans.
   *
   * @param a left operand, {@code m x k}
   * @param b right operand, {@code k x n}
   * @param cRow floats from one row of the result to the next
   * @param blocking block sizes
   * @param simd kernels
   */
  StripProduct(Matrix a, Matrix b, int cRow, Blocking blocking, Simd simd) {
    this.a = a;
    this.b = b;
    this.cRow = cRow;
    this.blocking = blocking;
    kernel = simd.gemm();
    pack = simd.pack();
    int blocks = Math.ceilDiv(a.columns(), blocking.kc());
    kc = Math.ceilDiv(a.columns(), blocks);
    int mc = Math.min(blocking.mc(), Panels.roundUp(a.rows()));
    int nc = Math.min(blocking.nc(), Lanes.roundUp(b.columns()));
    packsLeft = a.transposed() && a.rows() > FEWER_ROWS;
    boolean apart = b.stride() % PAGE != 0;
    int few = apart && kc <= SHALLOW ? FEW_ROWS : FEWER_ROWS;
    packsRight = b.transposed() || a.rows() > few;
    stripFloats = STRIP * kc;
    packedA = new float[packsLeft ? Panels.size(mc, kc) : 0];
    packedB = new float[packsRight ? ALIGN + (nc + STRIP - 1) / STRIP * stripFloats : 0];
    boolean edged = b.columns() % Lanes.WIDTH > 0;
    last = new float[edged ? Lanes.WIDTH * kc : 0];
    edge = new float[edged ? a.rows() * Lanes.WIDTH : 0];
  }

  /** {@code c = a b} or {@code c += a b}. */
  void multiply(
      float[] aValues, int aAt, float[] bValues, int bAt, float[] cValues, int cAt, boolean fresh) {
    int n = b.columns();
    int depth = a.columns();
    // Loop 5: columns of B, so that a packed block of it stays in L2.
    for (int j = 0; j < n; j += blocking.nc()) {
      int columns = Math.min(blocking.nc(), n - j);
      int rest = columns % Lanes.WIDTH;
      int lastAt = cAt + j + columns - rest;
      if (!fresh) {
        copyEdge(cValues, lastAt, rest, true);
      }
      // Loop 4: depth, ascending, so that every result stays one chain over k.
      for (int k = 0; k < depth; k += kc) {
        int left = aAt + k * a.columnStep();
        int right = bAt + k * b.rowStep() + j * b.columnStep();
        rows(
            aValues,
            left,
            bValues,
            right,
            cValues,
            cAt + j,
            Math.min(kc, depth - k),
            columns,
            fresh && k == 0);
      }
      copyEdge(cValues, lastAt, rest, false);
    }
  }

  /** Copies the last columns, which don't fill a vector, from C or to it. */
  private void copyEdge(float[] cValues, int cAt, int columns, boolean from) {
    for (int r = 0; r < a.rows(); r++) {
      int at = cAt + r * cRow;
      int own = r * Lanes.WIDTH;
      for (int j = 0; j < columns; j++) {
        if (from) {
          edge[own + j] = cValues[at + j];
        } else {
          cValues[at + j] = edge[own + j];
        }
      }
    }
  }

  /** Loop 3: rows of A, as many as stay in L2. */
  private void rows(
      float[] aValues,
      int aAt,
      float[] bValues,
      int bAt,
      float[] cValues,
      int cAt,
      int depth,
      int columns,
      boolean fresh) {
    int whole = columns / Lanes.WIDTH * Lanes.WIDTH;
    if (packsRight) {
      packStrips(bValues, bAt, depth, whole);
    }
    if (whole < columns) {
      packLast(bValues, bAt + whole * b.columnStep(), depth, columns - whole);
    }
    for (int i = 0; i < a.rows(); i += blocking.mc()) {
      int rows = Math.min(blocking.mc(), a.rows() - i);
      float[] left = aValues;
      int leftAt = aAt + i * a.rowStep();
      if (packsLeft) {
        Panels.pack(aValues, leftAt, rows, depth, a.rowStep(), a.columnStep(), packedA, 0);
        left = packedA;
        leftAt = 0;
      }
      int to = cAt + i * cRow;
      int panel = packsLeft ? Panels.stride(depth) : PANEL_ROWS * a.rowStep();
      // Loop 2: strips, each of which meets all panels of rows: loop 1, the kernel's. Where a strip
      // takes less time than the result's lines, it is the other way round.
      int height = depth <= SHALLOW ? PANEL_ROWS : rows;
      for (int r = 0; r < rows; r += height) {
        for (int j = 0; j < whole; j += STRIP) {
          kernel.multiply(
              Math.min(height, rows - r),
              Math.min(STRIP, whole - j),
              depth,
              left,
              leftAt + r / PANEL_ROWS * panel,
              panel,
              packsLeft ? 1 : a.rowStep(),
              packsLeft ? PANEL_ROWS : a.columnStep(),
              packsRight ? packedB : bValues,
              packsRight ? ALIGN + j / STRIP * stripFloats : bAt + j,
              packsRight ? STRIP : b.rowStep(),
              cValues,
              to + r * cRow + j,
              cRow,
              fresh);
        }
      }
      if (whole < columns) {
        kernel.multiply(
            rows,
            Lanes.WIDTH,
            depth,
            left,
            leftAt,
            panel,
            packsLeft ? 1 : a.rowStep(),
            packsLeft ? PANEL_ROWS : a.columnStep(),
            last,
            0,
            Lanes.WIDTH,
            edge,
            i * Lanes.WIDTH,
            Lanes.WIDTH,
            fresh);
      }
    }
  }

  /** Packs columns of B, a multiple of 16, as strips: {@code [strip][k][48]}. */
  private void packStrips(float[] values, int at, int depth, int columns) {
    if (!b.transposed()) {
      pack.packStrips(values, at, b.rowStep(), depth, columns, packedB, ALIGN, stripFloats);
      return;
    }
    int step = b.columnStep();
    for (int j = 0; j < columns; j += PANEL_ROWS) {
      int to = ALIGN + j / STRIP * stripFloats + j % STRIP;
      Panels.interleave(values, at + j * step, step, 1, depth, packedB, to, STRIP);
    }
  }

  /** Packs the last columns of B as {@code [k][16]}, whose other columns stay zero. */
  private void packLast(float[] values, int at, int depth, int columns) {
    for (int k = 0; k < depth; k++) {
      int from = at + k * b.rowStep();
      for (int j = 0; j < columns; j++) {
        last[k * Lanes.WIDTH + j] = values[from + j * b.columnStep()];
      }
    }
  }
}
