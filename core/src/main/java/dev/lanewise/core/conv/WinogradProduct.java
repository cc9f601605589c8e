package dev.lanewise.core.conv;

import dev.lanewise.core.gemm.Panels;
import dev.lanewise.core.kernel.ProductKernel;
import dev.lanewise.core.kernel.ProductTables;
import dev.lanewise.core.kernel.WinogradKernel;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;

/**
 * A 3x3 convolution of stride 1 by Winograd's F(4x4, 3x3): block by block, patches are transformed,
 * multiplied by the transformed weights in 36 products, and transformed back. Forward it is used
 * with the weights, backward with the turned and transposed ones.
 */
final class WinogradProduct {

  /** Transformed patches and products of a block: half of an L2 cache of 1 MB. */
  private static final int BLOCK_BYTES = 640 * 1024;

  private final int rows;
  private final int depth;
  private final ProductKernel product;
  private final Tiling tiling;
  private final TileSource source;
  private final TileTarget target;
  private final ProductTables tables;
  private final WinogradWeights weights;
  private final float[] zeros;
  private final float[] init;
  private final int vPosition;
  private final int mPosition;
  private final int mAt;
  private final int tAt;

  /**
   * Plans.
   *
   * @param from the operand
   * @param to the result
   * @param top row of the operand, maybe negative, that the first patch begins with
   * @param left column of the operand, maybe negative, that the first patch begins with
   * @param simd kernels
   */
  WinogradProduct(LaneLayout from, LaneLayout to, int top, int left, Simd simd) {
    rows = to.shape().channels();
    depth = from.shape().channels();
    product = simd.product();
    long tileBytes = (long) WinogradKernel.POSITIONS * (rows + depth) * Lanes.WIDTH * Float.BYTES;
    int wanted = (int) Math.max(2, BLOCK_BYTES / tileBytes);
    tiling = new Tiling(to.shape().height(), to.shape().width(), wanted);
    source = new TileSource(TileSource.Kind.PATCHES, from, top, left, simd.winograd());
    target = new TileTarget(to, simd.winograd());
    weights = new WinogradWeights(rows, depth, simd.winograd());
    zeros = new float[Panels.roundUp(rows)];
    init = new float[rows];
    int channel = tiling.blockTiles() * Lanes.WIDTH;
    int[] depthOffset = new int[depth];
    for (int k = 0; k < depth; k++) {
      depthOffset[k] = k * channel;
    }
    int[] pixels = new int[tiling.blockTiles()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i * Lanes.WIDTH;
    }
    tables = new ProductTables(depthOffset, pixels, pixels, channel);
    // A line more than a power of two: 36 streams else share a few sets of the cache.
    vPosition = depth * channel + Lanes.WIDTH;
    mPosition = rows * channel + Lanes.WIDTH;
    mAt = WinogradScratch.FIRST + WinogradKernel.POSITIONS * vPosition;
    tAt = mAt + WinogradKernel.POSITIONS * mPosition;
  }

  /** Floats of scratch memory that a thread must bring along. */
  int scratchSize() {
    int tiles = tiling.blockTiles();
    return tAt + Math.max(source.scratchSize(tiles), target.scratchSize(tiles));
  }

  /** What is added to each channel of the result; zeros until it is written. */
  float[] init() {
    return init;
  }

  /** The transformed weights. */
  WinogradWeights weights() {
    return weights;
  }

  /** Runs the pass for one lane group. */
  void run(float[] x, int xAt, float[] y, int yAt, float[] scratch) {
    int channel = tables.yRowStride();
    for (Tiling.Strip[] block : tiling.blocks()) {
      for (Tiling.Strip strip : block) {
        source.transform(
            x,
            xAt,
            0,
            depth,
            strip,
            scratch,
            WinogradScratch.FIRST,
            vPosition,
            channel,
            scratch,
            tAt);
      }
      int tiles = Tiling.tiles(block);
      for (int position = 0; position < WinogradKernel.POSITIONS; position++) {
        product.multiply(
            tables,
            rows,
            depth,
            0,
            tiles,
            weights.panels(),
            position * weights.position(),
            Panels.stride(depth),
            ProductKernel.PANEL_ROWS,
            zeros,
            0,
            scratch,
            WinogradScratch.FIRST + position * vPosition,
            scratch,
            mAt + position * mPosition);
      }
      for (Tiling.Strip strip : block) {
        target.transform(scratch, mAt, mPosition, channel, strip, init, y, yAt, scratch, tAt);
      }
    }
  }
}
