package dev.lanewise.data.picture;

/** How the rows of a PNG hold its pixels. */
final class PngRows {

  private static final int GREY = 0;
  private static final int COLOUR = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int COLOUR_ALPHA = 6;

  private final FileBytes file;
  private final int type;
  private final int depth;
  private final int samples;
  private int[] palette = {};

  /** The colour that is transparent, a value a sample; -1 for none. */
  private final int[] transparent = {-1, -1, -1};

  private PngRows(FileBytes file, int type, int depth, int samples) {
    this.file = file;
    this.type = type;
    this.depth = depth;
    this.samples = samples;
  }

  static PngRows of(FileBytes file) throws PictureException {
    int depth = file.u8(24);
    int type = file.u8(25);
    int samples =
        switch (type) {
          case GREY, PALETTE -> 1;
          case COLOUR -> 3;
          case GREY_ALPHA -> 2;
          case COLOUR_ALPHA -> 4;
          default -> 0;
        };
    boolean known =
        switch (depth) {
          case 1, 2, 4 -> samples == 1;
          case 8 -> samples > 0;
          case 16 -> samples > 0 && type != PALETTE;
          default -> false;
        };
    if (!known || file.u8(26) != 0 || file.u8(27) != 0 || file.u8(28) > 1) {
      throw PictureException.damaged(
          "a PNG has no colour type %s of %s bits, compression %s, filter %s, interlace %s"
              .formatted(type, depth, file.u8(26), file.u8(27), file.u8(28)));
    }
    return new PngRows(file, type, depth, samples);
  }

  boolean isGrey() {
    return type == GREY || type == GREY_ALPHA;
  }

  void palette(long at, int length) throws PictureException {
    if (length % 3 != 0 || length > 768) {
      throw PictureException.damaged("a palette must have at most 256 colours of three bytes");
    }
    if (type != PALETTE) {
      return;
    }
    palette = new int[length / 3];
    for (int i = 0; i < palette.length; i++) {
      long entry = at + 3L * i;
      palette[i] = 0xff000000 | file.u8(entry) << 16 | file.u8(entry + 1) << 8 | file.u8(entry + 2);
    }
  }

  void transparency(long at, int length) throws PictureException {
    if (type == PALETTE) {
      for (int i = 0; i < Math.min(length, palette.length); i++) {
        palette[i] = palette[i] & 0xffffff | file.u8(at + i) << 24;
      }
    } else if (samples % 2 == 1 && length >= 2 * samples) {
      for (int i = 0; i < samples; i++) {
        transparent[i] = file.u16(at + 2L * i) & (1 << depth) - 1;
      }
    }
  }

  /** Bytes of a row without its filter. */
  int bytes(int width) throws PictureException {
    long bytes = ((long) width * samples * depth + 7) / 8;
    if (bytes > Integer.MAX_VALUE - 16) {
      throw PictureException.damaged("a row may have at most 2147483631 bytes");
    }
    return (int) bytes;
  }

  /** Bytes from a byte to the one left of it that filters look at. */
  int step() {
    return Math.max(1, samples * depth / 8);
  }

  /** Undoes a filter (section 9 of the specification), in place. */
  static void unfilter(int filter, byte[] row, byte[] above, int step) throws PictureException {
    switch (filter) {
      case 0 -> {}
      case 1 -> {
        for (int i = step; i < row.length; i++) {
          row[i] += row[i - step];
        }
      }
      case 2 -> {
        for (int i = 0; i < row.length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 0; i < row.length; i++) {
          int left = i < step ? 0 : row[i - step] & 0xff;
          row[i] += (byte) (left + (above[i] & 0xff) >> 1);
        }
      }
      case 4 -> {
        for (int i = 0; i < row.length; i++) {
          int left = i < step ? 0 : row[i - step] & 0xff;
          int corner = i < step ? 0 : above[i - step] & 0xff;
          row[i] += (byte) paeth(left, above[i] & 0xff, corner);
        }
      }
      default -> throw PictureException.damaged("a row has no filter " + (filter & 0xff));
    }
  }

  private static int paeth(int left, int above, int corner) {
    int toLeft = Math.abs(above - corner);
    int toAbove = Math.abs(left - corner);
    int toCorner = Math.abs(left + above - 2 * corner);
    if (toLeft <= toAbove && toLeft <= toCorner) {
      return left;
    }
    return toAbove <= toCorner ? above : corner;
  }

  /** The pixels of a row. */
  void argb(byte[] row, int width, int[] argb) throws PictureException {
    if (type == PALETTE) {
      for (int x = 0; x < width; x++) {
        int index = sample(row, x);
        if (index >= palette.length) {
          throw PictureException.damaged(
              "a pixel has colour %s of a palette of %s".formatted(index, palette.length));
        }
        argb[x] = palette[index];
      }
    } else if (isGrey()) {
      grey(row, width, argb);
    } else {
      colour(row, width, argb);
    }
  }

  private void grey(byte[] row, int width, int[] argb) {
    for (int x = 0; x < width; x++) {
      int value = sample(row, x * samples);
      int alpha = samples == 2 ? eight(sample(row, x * 2 + 1)) : value == transparent[0] ? 0 : 255;
      argb[x] = alpha << 24 | 0x010101 * eight(value);
    }
  }

  private void colour(byte[] row, int width, int[] argb) {
    if (depth == 8 && transparent[0] < 0) {
      for (int x = 0; x < width; x++) {
        int at = x * samples;
        int alpha = samples == 4 ? row[at + 3] & 0xff : 255;
        argb[x] =
            alpha << 24 | (row[at] & 0xff) << 16 | (row[at + 1] & 0xff) << 8 | row[at + 2] & 0xff;
      }
      return;
    }
    for (int x = 0; x < width; x++) {
      int red = sample(row, x * samples);
      int green = sample(row, x * samples + 1);
      int blue = sample(row, x * samples + 2);
      boolean clear = red == transparent[0] && green == transparent[1] && blue == transparent[2];
      int alpha = samples == 4 ? eight(sample(row, x * 4 + 3)) : clear ? 0 : 255;
      argb[x] = alpha << 24 | eight(red) << 16 | eight(green) << 8 | eight(blue);
    }
  }

  private int sample(byte[] row, int i) {
    return switch (depth) {
      case 8 -> row[i] & 0xff;
      case 16 -> (row[2 * i] & 0xff) << 8 | row[2 * i + 1] & 0xff;
      default -> {
        int each = 8 / depth;
        yield row[i / each] >> (each - 1 - i % each) * depth & (1 << depth) - 1;
      }
    };
  }

  /** A sample as eight bits, rounded: 257 v of sixteen bits is v. */
  private int eight(int sample) {
    return switch (depth) {
      case 8 -> sample;
      case 16 -> (sample + 128) / 257;
      default -> sample * (255 / ((1 << depth) - 1));
    };
  }
}
