package dev.lanewise.core.kernel;

/** {@link GemmKernel} in plain Java, in the same order as the vectors. */
final class ScalarGemm implements GemmKernel {

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
    for (int r = 0; r < rows; r++) {
      int left = aAt + r / PANEL_ROWS * aPanel + r % PANEL_ROWS * aRow;
      int to = cAt + r * cRow;
      for (int j = 0; fresh && j < columns; j++) {
        c[to + j] = 0f;
      }
      for (int k = 0; k < depth; k++) {
        float w = a[left + k * aDepth];
        int right = bAt + k * bDepth;
        for (int j = 0; j < columns; j++) {
          c[to + j] = Math.fma(w, b[right + j], c[to + j]);
        }
      }
    }
  }
}
