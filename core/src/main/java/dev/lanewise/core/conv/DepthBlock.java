package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.ProductTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A part of a product's depth. The first block begins with the initial values, each further one
 * with what the one before left, so that a sum stays one chain; between blocks the panels change,
 * and the part of the right operand that a panel reads again stays in L1 and L2.
 *
 * @param tables offsets, those of {@code depthOffset} beginning with the block's first
 * @param from first {@code k} of the block
 */
record DepthBlock(ProductTables tables, int from) {

  /** Longest block: a panel of 10 KB. */
  static final int MOST = 320;

  /** Splits a depth into blocks of about the same length, at most {@link #MOST} each. */
  static List<DepthBlock> split(ProductTables tables) {
    int[] offsets = tables.depthOffset();
    int step = length(offsets.length);
    List<DepthBlock> blocks = new ArrayList<>();
    int k = 0;
    // A phase of backward data without a tap has depth 0, and still writes its zeros.
    do {
      int[] part = Arrays.copyOfRange(offsets, k, Math.min(offsets.length, k + step));
      blocks.add(
          new DepthBlock(
              new ProductTables(part, tables.xPixel(), tables.yPixel(), tables.yRowStride()), k));
      k += step;
    } while (k < offsets.length);
    return List.copyOf(blocks);
  }

  /** Length of all blocks but the last. */
  static int length(int depth) {
    int count = Math.max(1, (depth + MOST - 1) / MOST);
    return Math.max(1, (depth + count - 1) / count);
  }

  /** Length of this block. */
  int depth() {
    return tables.depthOffset().length;
  }
}
