package dev.lanewise.core.kernel;

/**
 * A block of values that a normalisation treats as one, and where it lies in each operand: pixel
 * {@code (plane, row, column)} of lane 0 is {@code plane * strides.plane + row * strides.row + 16 *
 * column} floats from where the operand's block starts. Its factor is {@code gamma[plane *
 * gammaPlane + (row * columns + column) * gammaPixel]}, and beta's index is the same.
 *
 * @param planes channels of the block
 * @param rows rows of a channel
 * @param columns pixels of a row
 * @param x strides of the input
 * @param y strides of the output, or of its gradient
 * @param dx strides of the input's gradient
 * @param gammaPlane factors from one channel to the next: 0 for one factor for all
 * @param gammaPixel factors from one pixel to the next: 0 for one factor a channel
 */
public record NormTables(
    int planes,
    int rows,
    int columns,
    Strides x,
    Strides y,
    Strides dx,
    int gammaPlane,
    int gammaPixel) {

  /**
   * How an operand lies.
   *
   * @param row floats from one row to the next
   * @param plane floats from one channel to the next
   */
  public record Strides(int row, int plane) {}

  /** The same block cut down to its first channel, with one factor for all. */
  public NormTables onePlane() {
    return new NormTables(1, rows, columns, x, y, dx, 0, 0);
  }
}
