package dev.lanewise.core.kernel;

import java.util.Arrays;

/**
 * Where the operands of a {@link ChannelKernel}'s product lie. Rows behind the last repeat it, so
 * that a tile may always be whole: it computes and stores the last row several times.
 *
 * @param rows rows of the result
 * @param xRow offset of row {@code r} of the left operand
 * @param xDepth offset of step {@code k} of the left operand
 * @param yRow offset of row {@code r} of the result
 */
public record ChannelTables(int rows, int[] xRow, int[] xDepth, int[] yRow) {

  /** Most rows that a tile takes at once. */
  static final int TILE_ROWS = 9;

  /** Tables of as many rows as the arrays have elements. */
  public static ChannelTables of(int[] xRow, int[] xDepth, int[] yRow) {
    return new ChannelTables(xRow.length, padded(xRow), xDepth, padded(yRow));
  }

  private static int[] padded(int[] offsets) {
    int[] longer = Arrays.copyOf(offsets, offsets.length + TILE_ROWS - 1);
    Arrays.fill(longer, offsets.length, longer.length, offsets[offsets.length - 1]);
    return longer;
  }
}
