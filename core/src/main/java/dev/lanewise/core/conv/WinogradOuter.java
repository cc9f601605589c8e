package dev.lanewise.core.conv;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.simd.WinogradKernel;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;

/**
 * The weight gradient of a 3x3 convolution of stride 1 by Winograd's F(3x3, 4x4). Sums run over
 * tiles and images at once, and registers along the input's channels, so no lanes are folded: with
 * few tiles, folding 36 accumulators for each weight would cost more than the products.
 */
final class WinogradOuter {

  /** Transformed tiles of a block: a part of an L2 cache of 1 MB, which sums share. */
  private static final int BLOCK_BYTES = Integer.getInteger("wino.outer", 640 * 1024);

  private final int outputs;
  private final int channels;
  private final int blocks;
  private final WinogradKernel kernel;
  private final Tiling tiling;
  private final TileSource inputs;
  private final TileSource gradients;
  private final int channelFloats;
  private final int xPosition;
  private final int yPosition;
  private final int mPosition;
  private final int yAt;
  private final int bAt;
  private final int mAt;
  private final int tAt;

  /**
   * Plans.
   *
   * @param x the input
   * @param dy the output's gradient
   * @param top row of the input, maybe negative, that the first patch begins with
   * @param left column of the input, maybe negative, that the first patch begins with
   * @param simd kernels
   */
  WinogradOuter(LaneLayout x, LaneLayout dy, int top, int left, Simd simd) {
    outputs = dy.shape().channels();
    channels = x.shape().channels();
    blocks = Lanes.groups(channels);
    kernel = simd.winograd();
    long tileBytes =
        (long) WinogradKernel.POSITIONS * (outputs + channels) * Lanes.WIDTH * Float.BYTES;
    int wanted = (int) Math.max(4, BLOCK_BYTES / tileBytes);
    tiling = new Tiling(dy.shape().height(), dy.shape().width(), wanted);
    inputs = new TileSource(TileSource.Kind.PATCHES, x, top, left, kernel);
    gradients = new TileSource(TileSource.Kind.GRADIENTS, dy, 0, 0, kernel);
    int tiles = tiling.blockTiles();
    channelFloats = tiles * Lanes.WIDTH;
    xPosition = channels * channelFloats + Lanes.WIDTH;
    yPosition = outputs * channelFloats + Lanes.WIDTH;
    mPosition = outputs * blocks * Lanes.WIDTH + Lanes.WIDTH;
    yAt = WinogradScratch.FIRST + WinogradKernel.POSITIONS * xPosition;
    bAt = yAt + WinogradKernel.POSITIONS * yPosition;
    mAt = bAt + blocks * channelFloats * Lanes.WIDTH;
    tAt = mAt + WinogradKernel.POSITIONS * mPosition;
  }

  /** Floats of scratch memory that a thread must bring along. */
  int scratchSize() {
    int tiles = tiling.blockTiles();
    int transforms = Math.max(inputs.scratchSize(tiles), gradients.scratchSize(tiles));
    int results = WinogradKernel.scratchSize(1) + 9 * blocks * Lanes.WIDTH;
    return tAt + Math.max(transforms, results);
  }

  /** Adds one lane group's gradient to {@code dw}, OIHW. */
  void accumulate(float[] x, int xAt, float[] dy, int dyAt, float[] dw, int dwAt, float[] scratch) {
    boolean first = true;
    for (Tiling.Strip[] block : tiling.blocks()) {
      for (Tiling.Strip strip : block) {
        inputs.transform(
            x, xAt, strip, scratch, WinogradScratch.FIRST, xPosition, channelFloats, scratch, tAt);
        gradients.transform(dy, dyAt, strip, scratch, yAt, yPosition, channelFloats, scratch, tAt);
      }
      int tiles = Tiling.tiles(block);
      for (int position = 0; position < WinogradKernel.POSITIONS; position++) {
        kernel.transpose(
            scratch,
            WinogradScratch.FIRST + position * xPosition,
            channelFloats,
            channels,
            tiles,
            scratch,
            bAt);
        kernel.products(
            outputs,
            blocks,
            tiles * Lanes.WIDTH,
            first,
            scratch,
            yAt + position * yPosition,
            channelFloats,
            scratch,
            bAt,
            scratch,
            mAt + position * mPosition);
      }
      first = false;
    }
    addWeights(dw, dwAt, scratch);
  }

  private void addWeights(float[] dw, int dwAt, float[] scratch) {
    int row = blocks * Lanes.WIDTH;
    int nine = tAt + WinogradKernel.scratchSize(1);
    int to = dwAt;
    for (int o = 0; o < outputs; o++) {
      kernel.weights(scratch, mAt + o * row, mPosition, blocks, scratch, nine, scratch, tAt);
      for (int c = 0; c < channels; c++) {
        for (int k = 0; k < 9; k++) {
          dw[to++] += scratch[nine + k * row + c];
        }
      }
    }
  }
}
