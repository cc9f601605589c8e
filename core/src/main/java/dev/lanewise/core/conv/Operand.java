package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.OuterProductKernel;
import dev.lanewise.core.kernel.ProductTables;
import dev.lanewise.core.tensor.Lanes;
import java.util.List;

/** The right operand of a pass: a column matrix that is virtual, or copied before each use. */
final class Operand {

  private final ProductTables virtual;
  private final ProductTables tables;
  private final boolean copied;
  private final List<DepthBlock> blocks;

  Operand(ProductTables virtual, Convolution.Columns columns) {
    this.virtual = virtual;
    copied = columns == Convolution.Columns.MATERIALISED;
    tables = copied ? Im2Col.materialised(virtual) : virtual;
    blocks = DepthBlock.split(tables);
  }

  /** Offsets into {@link #values}, relative to {@link #start}. */
  ProductTables tables() {
    return tables;
  }

  /** The same offsets, depth block by depth block. */
  List<DepthBlock> blocks() {
    return blocks;
  }

  /**
   * The array that holds the operand; a copy goes into {@code scratch}, behind the kernel's own.
   */
  float[] values(float[] x, int xAt, float[] scratch) {
    if (copied) {
      Im2Col.materialise(virtual, x, xAt, scratch, OuterProductKernel.SCRATCH);
      return scratch;
    }
    return x;
  }

  /** Where the operand starts in {@link #values}. */
  int start(int xAt) {
    return copied ? OuterProductKernel.SCRATCH : xAt;
  }

  /** Floats of scratch memory that a pass takes. */
  int scratchSize() {
    int copy = tables.depthOffset().length * tables.xPixel().length * Lanes.WIDTH;
    return OuterProductKernel.SCRATCH + (copied ? copy : 0);
  }
}
