package dev.lanewise.core.kernel;

/** {@link PackKernel} in plain Java. */
final class ScalarPack implements PackKernel {

  @Override
  public void packStrips(
      float[] from,
      int at,
      int rowStride,
      int rows,
      int columns,
      float[] to,
      int toAt,
      int stripStride) {
    for (int k = 0; k < rows; k++) {
      for (int j = 0, strip = toAt + k * STRIP; j < columns; j += STRIP, strip += stripStride) {
        System.arraycopy(from, at + k * rowStride + j, to, strip, Math.min(STRIP, columns - j));
      }
    }
  }
}
