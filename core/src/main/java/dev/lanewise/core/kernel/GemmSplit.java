package dev.lanewise.core.kernel;

/**
 * Gives as many rows as possible to the kernel that takes eight at a time, and up to four that are
 * left to the one that takes four. It knows no vectors; the bits do not depend on the split.
 */
final class GemmSplit implements GemmKernel {

  private final GemmKernel eights;
  private final GemmKernel fours;

  GemmSplit(GemmKernel eights, GemmKernel fours) {
    this.eights = eights;
    this.fours = fours;
  }

  @Override
  public void multiply(
      int rows,
      int columns,
      int depth,
      float[] a,
      int aAt,
      int aPanel,
      int aRow,
      int aDepth,
      float[] b,
      int bAt,
      int bDepth,
      float[] c,
      int cAt,
      int cRow,
      boolean fresh) {
    int rest = rows % PANEL_ROWS;
    int first = rest <= PANEL_ROWS / 2 ? rows - rest : rows;
    if (first > 0) {
      eights.multiply(
          first, columns, depth, a, aAt, aPanel, aRow, aDepth, b, bAt, bDepth, c, cAt, cRow, fresh);
    }
    if (first < rows) {
      fours.multiply(
          rest,
          columns,
          depth,
          a,
          aAt + first / PANEL_ROWS * aPanel,
          aPanel,
          aRow,
          aDepth,
          b,
          bAt,
          bDepth,
          c,
          cAt + first * cRow,
          cRow,
          fresh);
    }
  }
}
