package dev.lanewise.core.kernel;

import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.tensor.Lanes;
import org.jspecify.annotations.Nullable;

/**
 * Gives as many blocks as possible to the kernel that takes four at a time, and the rest to the one
 * that takes two. It knows no vectors; the bits do not depend on the split.
 */
final class ChannelSplit implements ChannelKernel {

  private final ChannelKernel fours;
  private final ChannelKernel others;

  /** Whether the 24 accumulators of six rows by four blocks fit the registers. */
  private final boolean manyRegisters;

  ChannelSplit(ChannelKernel fours, ChannelKernel others, SimdWidth width) {
    this.fours = fours;
    this.others = others;
    manyRegisters =
        width.bits() == Lanes.WIDTH * Float.SIZE || System.getProperty("os.arch").equals("aarch64");
  }

  @Override
  public void multiply(
      ChannelTables tables,
      int depth,
      int blocks,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int wBlock,
      float @Nullable [] init,
      int initAt,
      float[] y,
      int yAt,
      int yBlock) {
    int first = manyRegisters || tables.rows() == 1 ? blocks & -4 : 0;
    if (first > 0) {
      fours.multiply(tables, depth, first, x, xAt, w, wAt, wBlock, init, initAt, y, yAt, yBlock);
    }
    if (first < blocks) {
      others.multiply(
          tables,
          depth,
          blocks - first,
          x,
          xAt,
          w,
          wAt + first * wBlock,
          wBlock,
          init,
          initAt + first * Lanes.WIDTH,
          y,
          yAt + first * yBlock,
          yBlock);
    }
  }
}
