package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.WinogradKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;

/**
 * Where Winograd's output transform writes: the inner pixels of a lane group. What a last tile
 * computes beyond them is dropped.
 */
final class TileTarget {

  /** Channels that are copied at a time, to stay in L1. */
  private static final int COPIED = 4;

  private final LaneLayout layout;
  private final WinogradKernel kernel;

  TileTarget(LaneLayout layout, WinogradKernel kernel) {
    this.layout = layout;
    this.kernel = kernel;
  }

  /** Floats of scratch memory for strips of {@code tiles} tiles. */
  int scratchSize(int tiles) {
    return COPIED * tiles * Tiling.TILE * Tiling.TILE * Lanes.WIDTH
        + WinogradKernel.scratchSize(tiles);
  }

  /**
   * Transforms a strip of products, {@code m[position][channel][tile]}, and writes it.
   *
   * @param m products
   * @param mAt where the block's first tile starts
   * @param mPosition floats from one position to the next
   * @param mChannel floats from one channel to the next
   * @param strip which tiles
   * @param init what is added to each channel
   * @param y array of the result
   * @param yAt where the lane group starts
   * @param scratch scratch memory
   * @param scratchAt where {@link #scratchSize} floats of it begin
   */
  void transform(
      float[] m,
      int mAt,
      int mPosition,
      int mChannel,
      Tiling.Strip strip,
      float[] init,
      float[] y,
      int yAt,
      float[] scratch,
      int scratchAt) {
    Shape shape = layout.shape();
    int from = mAt + strip.slot() * Lanes.WIDTH;
    int rows = Math.min(Tiling.TILE, shape.height() - strip.y());
    int columns = Math.min(strip.width(), shape.width() - strip.x());
    if (rows == Tiling.TILE && columns == strip.width()) {
      kernel.output(
          m,
          from,
          mPosition,
          mChannel,
          shape.channels(),
          strip.tiles(),
          init,
          0,
          y,
          yAt + layout.offset(0, strip.y(), strip.x()),
          layout.rowStride(),
          layout.planeStride(),
          scratch,
          scratchAt);
      return;
    }
    int copyAt = scratchAt + WinogradKernel.scratchSize(strip.tiles());
    int row = strip.width() * Lanes.WIDTH;
    for (int c = 0; c < shape.channels(); c += COPIED) {
      int count = Math.min(COPIED, shape.channels() - c);
      kernel.output(
          m,
          from + c * mChannel,
          mPosition,
          mChannel,
          count,
          strip.tiles(),
          init,
          c,
          scratch,
          copyAt,
          row,
          Tiling.TILE * row,
          scratch,
          scratchAt);
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < rows; j++) {
          System.arraycopy(
              scratch,
              copyAt + (i * Tiling.TILE + j) * row,
              y,
              yAt + layout.offset(c + i, strip.y() + j, strip.x()),
              columns * Lanes.WIDTH);
        }
      }
    }
  }
}
