package dev.lanewise.core.conv;

import dev.lanewise.core.kernel.WinogradKernel;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import java.util.Arrays;

/**
 * Where Winograd's transforms read: patches of a plane, 4 pixels apart. Pixels beyond the plane and
 * its halo are zeros, which a copy of the strip supplies.
 */
final class TileSource {

  /** Channels that are copied at a time, to stay in L1. */
  private static final int COPIED = 4;

  /** Which transform. */
  enum Kind {
    /** Overlapping patches of 6x6 pixels. */
    PATCHES(6),
    /** Tiles of 4x4 pixels of an output's gradient. */
    GRADIENTS(4);

    private final int rows;

    Kind(int rows) {
      this.rows = rows;
    }
  }

  private final Kind kind;
  private final LaneLayout layout;
  private final int top;
  private final int left;
  private final WinogradKernel kernel;

  /**
   * Plans.
   *
   * @param kind which transform
   * @param layout the planes
   * @param top row of the plane, maybe negative, where the first patch begins
   * @param left column of the plane, maybe negative, where the first patch begins
   * @param kernel transforms
   */
  TileSource(Kind kind, LaneLayout layout, int top, int left, WinogradKernel kernel) {
    this.kind = kind;
    this.layout = layout;
    this.top = top;
    this.left = left;
    this.kernel = kernel;
  }

  /** Floats of scratch memory for strips of {@code tiles} tiles. */
  int scratchSize(int tiles) {
    return COPIED * kind.rows * rowFloats(tiles) + WinogradKernel.scratchSize(tiles);
  }

  private int rowFloats(int tiles) {
    return (tiles * Tiling.TILE + kind.rows - Tiling.TILE) * Lanes.WIDTH;
  }

  /**
   * Transforms a strip of some channels into {@code v[position][channel][tile]}.
   *
   * @param x array of the planes
   * @param xAt where the lane group starts
   * @param firstChannel first channel
   * @param channels number of channels
   * @param strip which tiles
   * @param v destination
   * @param vAt where the block's first tile goes
   * @param vPosition floats from one position to the next
   * @param vChannel floats from one channel to the next
   * @param scratch scratch memory
   * @param scratchAt where {@link #scratchSize} floats of it begin
   */
  void transform(
      float[] x,
      int xAt,
      int firstChannel,
      int channels,
      Tiling.Strip strip,
      float[] v,
      int vAt,
      int vPosition,
      int vChannel,
      float[] scratch,
      int scratchAt) {
    int y0 = top + strip.y();
    int x0 = left + strip.x();
    int row = rowFloats(strip.tiles());
    int columns = row / Lanes.WIDTH;
    int to = vAt + strip.slot() * Lanes.WIDTH;
    Halo halo = layout.halo();
    boolean inside =
        y0 >= -halo.top()
            && x0 >= -halo.left()
            && y0 + kind.rows <= layout.shape().height() + halo.bottom()
            && x0 + columns <= layout.shape().width() + halo.right();
    if (inside) {
      int from = xAt + layout.offset(firstChannel, y0, x0);
      run(
          x,
          from,
          layout.rowStride(),
          layout.planeStride(),
          channels,
          strip.tiles(),
          v,
          to,
          vPosition,
          vChannel,
          scratch,
          scratchAt);
      return;
    }
    int copyAt = scratchAt + WinogradKernel.scratchSize(strip.tiles());
    for (int c = 0; c < channels; c += COPIED) {
      int count = Math.min(COPIED, channels - c);
      for (int i = 0; i < count; i++) {
        copy(x, xAt, firstChannel + c + i, y0, x0, columns, scratch, copyAt + i * kind.rows * row);
      }
      run(
          scratch,
          copyAt,
          row,
          kind.rows * row,
          count,
          strip.tiles(),
          v,
          to + c * vChannel,
          vPosition,
          vChannel,
          scratch,
          scratchAt);
    }
  }

  /** Copies one channel's part of a strip, with zeros where there is no pixel. */
  private void copy(
      float[] x, int xAt, int channel, int y0, int x0, int columns, float[] to, int toAt) {
    int first = Math.min(columns, Math.max(0, -x0));
    int end = Math.max(first, Math.min(columns, layout.shape().width() - x0));
    int at = toAt;
    for (int i = 0; i < kind.rows; i++, at += columns * Lanes.WIDTH) {
      int y = y0 + i;
      int after = at + columns * Lanes.WIDTH;
      if (y < 0 || y >= layout.shape().height() || first == end) {
        Arrays.fill(to, at, after, 0f);
      } else {
        int from = at + first * Lanes.WIDTH;
        int behind = at + end * Lanes.WIDTH;
        Arrays.fill(to, at, from, 0f);
        System.arraycopy(x, xAt + layout.offset(channel, y, x0 + first), to, from, behind - from);
        Arrays.fill(to, behind, after, 0f);
      }
    }
  }

  private void run(
      float[] x,
      int xAt,
      int xRow,
      int xPlane,
      int channels,
      int tiles,
      float[] v,
      int vAt,
      int vPosition,
      int vChannel,
      float[] t,
      int tAt) {
    switch (kind) {
      case PATCHES ->
          kernel.input(x, xAt, xRow, xPlane, channels, tiles, v, vAt, vPosition, vChannel, t, tAt);
      case GRADIENTS ->
          kernel.gradient(
              x, xAt, xRow, xPlane, channels, tiles, v, vAt, vPosition, vChannel, t, tAt);
    }
  }
}
