package dev.lanewise.core.conv;

import java.util.ArrayList;
import java.util.List;

/**
 * A plane in tiles of 4x4 pixels, the last ones maybe reaching beyond it. Tiles side by side make a
 * strip, strips a block: what is transformed before it is multiplied.
 */
final class Tiling {

  /** Pixels along a tile's edge. */
  static final int TILE = 4;

  /**
   * Tiles side by side.
   *
   * @param y the first tile's first row of pixels
   * @param x its first column
   * @param tiles number of tiles
   * @param slot which of the block's tiles the first one is
   */
  record Strip(int y, int x, int tiles, int slot) {

    /** Pixels along the strip. */
    int width() {
      return tiles * TILE;
    }
  }

  private final Strip[][] blocks;
  private final int blockTiles;

  /**
   * Divides a plane.
   *
   * @param height rows of pixels
   * @param width columns of pixels
   * @param wanted tiles that a block is to have, at least 1; it has fewer where that divides better
   */
  Tiling(int height, int width, int wanted) {
    int columns = (width + TILE - 1) / TILE;
    int rows = (height + TILE - 1) / TILE;
    List<Strip[]> list = new ArrayList<>();
    if (wanted >= columns) {
      int blockRows = Math.min(rows, wanted / columns);
      blockTiles = blockRows * columns;
      for (int row = 0; row < rows; row += blockRows) {
        Strip[] block = new Strip[Math.min(blockRows, rows - row)];
        for (int i = 0; i < block.length; i++) {
          block[i] = new Strip((row + i) * TILE, 0, columns, i * columns);
        }
        list.add(block);
      }
    } else {
      int parts = (columns + wanted - 1) / wanted;
      int tiles = (columns + parts - 1) / parts;
      blockTiles = tiles;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column += tiles) {
          int count = Math.min(tiles, columns - column);
          list.add(new Strip[] {new Strip(row * TILE, column * TILE, count, 0)});
        }
      }
    }
    blocks = list.toArray(Strip[][]::new);
  }

  /** Blocks of strips, from top to bottom. */
  Strip[][] blocks() {
    return blocks;
  }

  /** Tiles of the largest block. */
  int blockTiles() {
    return blockTiles;
  }

  /** Tiles of a block. */
  static int tiles(Strip[] block) {
    Strip last = block[block.length - 1];
    return last.slot + last.tiles;
  }

  /** All tiles of a plane. */
  static int count(int height, int width) {
    return ((height + TILE - 1) / TILE) * ((width + TILE - 1) / TILE);
  }
}
