package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.ImageProductKernel;
import dev.lanewise.core.kernel.WinogradKernel;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;

/**
 * The weight gradient of a 3x3 convolution of stride 1 by Winograd's F(3x3, 4x4). A sum in the
 * transforms' domain is one chain of fused multiply-adds over tiles and images.
 */
final class WinogradOuter {

  /** Transformed tiles of a block, if those of four tiles are not more. */
  private static final int BLOCK_BYTES = 640 * 1024;

  /** Sums that are held at a time; more input channels are done in several rounds. */
  private static final int SUM_BYTES = 2400 * 1024;

  private final int outputs;
  private final int channels;
  private final int round;
  private final WinogradKernel kernel;
  private final ImageProductKernel product;
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
    kernel = simd.winograd();
    product = simd.imageProduct();
    long pairBytes = (long) WinogradKernel.POSITIONS * outputs * 2 * Lanes.WIDTH * Float.BYTES;
    int pairs = (int) Math.max(1, SUM_BYTES / pairBytes);
    round = Math.min(Lanes.roundUp(channels), pairs * 2 * Lanes.WIDTH);
    long tileBytes =
        (long) WinogradKernel.POSITIONS * (outputs + channels) * Lanes.WIDTH * Float.BYTES;
    int wanted = (int) Math.max(4, BLOCK_BYTES / tileBytes);
    tiling = new Tiling(dy.shape().height(), dy.shape().width(), wanted);
    inputs = new TileSource(TileSource.Kind.PATCHES, x, top, left, kernel);
    gradients = new TileSource(TileSource.Kind.GRADIENTS, dy, 0, 0, kernel);
    int tiles = tiling.blockTiles();
    channelFloats = tiles * Lanes.WIDTH;
    xPosition = round * channelFloats + Lanes.WIDTH;
    yPosition = outputs * channelFloats + Lanes.WIDTH;
    mPosition = outputs * round + Lanes.WIDTH;
    yAt = WinogradScratch.FIRST + WinogradKernel.POSITIONS * xPosition;
    bAt = yAt + WinogradKernel.POSITIONS * yPosition;
    mAt = bAt + round * channelFloats;
    tAt = mAt + WinogradKernel.POSITIONS * mPosition;
  }

  /** Floats of scratch memory that a thread must bring along. */
  int scratchSize() {
    int tiles = tiling.blockTiles();
    int transforms = Math.max(inputs.scratchSize(tiles), gradients.scratchSize(tiles));
    int results = WinogradKernel.scratchSize(1) + 9 * round;
    return tAt + Math.max(transforms, results);
  }

  /** Adds one lane group's gradient to {@code dw}, OIHW. */
  void accumulate(float[] x, int xAt, float[] dy, int dyAt, float[] dw, int dwAt, float[] scratch) {
    for (int c = 0; c < channels; c += round) {
      int count = Math.min(round, channels - c);
      for (int b = 0; b < tiling.blocks().length; b++) {
        Tiling.Strip[] block = tiling.blocks()[b];
        for (Tiling.Strip strip : block) {
          inputs.transform(
              x,
              xAt,
              c,
              count,
              strip,
              scratch,
              WinogradScratch.FIRST,
              xPosition,
              channelFloats,
              scratch,
              tAt);
          if (c == 0 || tiling.blocks().length > 1) {
            gradients.transform(
                dy, dyAt, 0, outputs, strip, scratch, yAt, yPosition, channelFloats, scratch, tAt);
          }
        }
        multiply(count, Tiling.tiles(block), b == 0, scratch);
      }
      addWeights(c, count, dw, dwAt, scratch);
    }
  }

  private void multiply(int count, int tiles, boolean first, float[] scratch) {
    for (int position = 0; position < WinogradKernel.POSITIONS; position++) {
      product.transpose(
          scratch,
          WinogradScratch.FIRST + position * xPosition,
          channelFloats,
          count,
          tiles,
          scratch,
          bAt);
      product.multiply(
          outputs,
          Lanes.groups(count),
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
  }

  private void addWeights(int c, int count, float[] dw, int dwAt, float[] scratch) {
    int row = Lanes.roundUp(count);
    int nine = tAt + WinogradKernel.scratchSize(1);
    for (int o = 0; o < outputs; o++) {
      kernel.weights(
          scratch, mAt + o * row, mPosition, row / Lanes.WIDTH, scratch, nine, scratch, tAt);
      add(scratch, nine, row, count, dw, dwAt + (o * channels + c) * 9);
    }
  }

  /** {@code dw[c][tap] += taps[tap][c]}. */
  private static void add(float[] taps, int at, int row, int count, float[] dw, int dwAt) {
    for (int c = 0, to = dwAt; c < count; c++, to += 9) {
      int from = at + c;
      dw[to] += taps[from];
      dw[to + 1] += taps[from + row];
      dw[to + 2] += taps[from + 2 * row];
      dw[to + 3] += taps[from + 3 * row];
      dw[to + 4] += taps[from + 4 * row];
      dw[to + 5] += taps[from + 5 * row];
      dw[to + 6] += taps[from + 6 * row];
      dw[to + 7] += taps[from + 7 * row];
      dw[to + 8] += taps[from + 8 * row];
    }
  }
}
