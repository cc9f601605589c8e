package dev.lanewise.data.picture;

import java.io.IOException;

/**
 * Windows and OS/2 bitmaps: 1, 2, 4, 8, 16, 24 and 32 bits, with palettes, bit fields and run
 * lengths, from the bottom up or from the top down. The fourth byte of 32 bits is alpha only where
 * a bit field says so and not all of it is 0.
 */
final class BmpPicture extends Picture {

  private static final int RGB = 0;
  private static final int RUNS_OF_8 = 1;
  private static final int RUNS_OF_4 = 2;
  private static final int FIELDS = 3;
  private static final int FIELDS_ALPHA = 6;

  private final FileBytes file;
  private final boolean down;

  private BmpPicture(Header header, FileBytes file, boolean down) {
    super(header);
    this.file = file;
    this.down = down;
  }

  static BmpPicture open(byte[] bytes) throws IOException {
    FileBytes file = new FileBytes(bytes, false);
    boolean core = file.u32(14) == 12;
    if (!core && (file.u32(14) < 16 || file.u32(14) > 256)) {
      throw PictureException.damaged("a BMP has no header of %s bytes".formatted(file.u32(14)));
    }
    int width = core ? file.u16(18) : file.i32(18);
    int height = core ? file.u16(20) : file.i32(22);
    return new BmpPicture(
        new Header(PictureKind.BMP, width, Math.absExact(height), false, 1), file, height < 0);
  }

  /**
   * How pixels are stored.
   *
   * @param bits of a pixel
   * @param compression one of the kinds above
   * @param pixels where they begin
   * @param palette colours, empty if pixels are colours
   * @param masks where red, green, blue and alpha are in a pixel
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Layout(int bits, int compression, long pixels, int[] palette, int[] masks) {}

  private Layout layout() throws IOException {
    long size = file.u32(14);
    boolean core = size == 12;
    int bits = file.u16(core ? 24 : 28);
    int compression = size < 40 ? RGB : file.i32(30);
    boolean known =
        switch (compression) {
          case RGB -> bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits >= 16;
          case RUNS_OF_8 -> bits == 8 && !down;
          case RUNS_OF_4 -> bits == 4 && !down;
          case FIELDS, FIELDS_ALPHA -> bits == 16 || bits == 32;
          default -> false;
        };
    if (!known || bits > 32 || bits > 8 && bits % 8 != 0) {
      throw PictureException.unsupported(
          "A BMP of %s bits and compression %s".formatted(bits, compression));
    }
    boolean fields = compression == FIELDS || compression == FIELDS_ALPHA;
    long after = 14 + size + (fields && size == 40 ? compression == FIELDS ? 12 : 16 : 0);
    int[] palette = {};
    if (bits <= 8) {
      long used = size < 40 ? 0 : file.u32(46);
      int entry = core ? 3 : 4;
      long room = Math.max(0, file.u32(10) - after) / entry;
      palette = new int[(int) Math.min(used == 0 ? 1 << bits : Math.min(used, 1 << bits), room)];
      for (int i = 0; i < palette.length; i++) {
        long at = after + (long) entry * i;
        palette[i] = 0xff000000 | file.u8(at + 2) << 16 | file.u8(at + 1) << 8 | file.u8(at);
      }
    }
    return new Layout(bits, compression, file.u32(10), palette, masks(bits, fields, size));
  }

  private int[] masks(int bits, boolean fields, long size) throws IOException {
    if (!fields) {
      return bits == 16
          ? new int[] {0x7c00, 0x3e0, 0x1f, 0}
          : new int[] {0xff0000, 0xff00, 0xff, 0};
    }
    boolean alpha = size >= 56 || file.i32(30) == FIELDS_ALPHA;
    return new int[] {file.i32(54), file.i32(58), file.i32(62), alpha ? file.i32(66) : 0};
  }

  @Override
  void rows(PixelSink sink) throws IOException {
    Layout layout = layout();
    if (layout.compression() == RUNS_OF_8 || layout.compression() == RUNS_OF_4) {
      runs(layout, sink);
      return;
    }
    int width = header().width();
    int height = header().height();
    long stride = ((long) width * layout.bits() + 31) / 32 * 4;
    file.need(layout.pixels(), Math.multiplyExact(stride, (long) height));
    if (layout.masks()[3] != 0 && isClear(layout, stride)) {
      layout.masks()[3] = 0;
    }
    int[] argb = new int[width];
    sink.begin(width, height);
    for (int y = 0; y < height; y++) {
      long at = layout.pixels() + stride * (down ? y : height - 1 - y);
      for (int x = 0; x < width; x++) {
        argb[x] =
            layout.bits() <= 8
                ? colour(layout, index(layout.bits(), at, x))
                : fields(pixel(layout.bits(), at, x), layout.masks());
      }
      sink.row(argb);
    }
  }

  private boolean isClear(Layout layout, long stride) throws IOException {
    for (int y = 0; y < header().height(); y++) {
      for (int x = 0; x < header().width(); x++) {
        if ((pixel(layout.bits(), layout.pixels() + stride * y, x) & layout.masks()[3]) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private int index(int bits, long at, int x) throws IOException {
    int each = 8 / bits;
    return file.u8(at + x / each) >> (each - 1 - x % each) * bits & (1 << bits) - 1;
  }

  private int pixel(int bits, long at, int x) throws IOException {
    return switch (bits) {
      case 16 -> file.u16(at + 2L * x);
      case 24 -> file.u16(at + 3L * x) | file.u8(at + 3L * x + 2) << 16;
      default -> file.i32(at + 4L * x);
    };
  }

  private static int colour(Layout layout, int index) throws PictureException {
    if (index >= layout.palette().length) {
      throw PictureException.damaged(
          "a pixel has colour %s of a palette of %s".formatted(index, layout.palette().length));
    }
    return layout.palette()[index];
  }

  private static int fields(int pixel, int[] masks) {
    int alpha = masks[3] == 0 ? 255 : field(pixel, masks[3]);
    return alpha << 24
        | field(pixel, masks[0]) << 16
        | field(pixel, masks[1]) << 8
        | field(pixel, masks[2]);
  }

  /** A field as eight bits, rounded. */
  private static int field(int pixel, int mask) {
    if (mask == 0) {
      return 0;
    }
    int shift = Integer.numberOfTrailingZeros(mask);
    long most = (mask & 0xffffffffL) >>> shift;
    long value = (pixel & mask & 0xffffffffL) >>> shift;
    return (int) ((value * 510 + most) / (2 * most));
  }

  /** Run lengths: pairs of count and colour, or 0 and a command. */
  private void runs(Layout layout, PixelSink sink) throws IOException {
    int width = header().width();
    int height = header().height();
    boolean four = layout.compression() == RUNS_OF_4;
    Mosaic mosaic = new Mosaic(width, height, colour(layout, 0));
    long at = layout.pixels();
    int x = 0;
    int y = 0;
    while (true) {
      int count = file.u8(at);
      int value = file.u8(at + 1);
      at += 2;
      boolean literal = count == 0 && value > 2;
      if (count == 0 && value == 1) {
        mosaic.give(sink);
        return;
      } else if (count == 0 && value == 0) {
        x = 0;
        y++;
      } else if (count == 0 && value == 2) {
        x += file.u8(at);
        y += file.u8(at + 1);
        at += 2;
      } else {
        int length = literal ? value : count;
        if (x + length > width || y >= height) {
          throw PictureException.damaged("a run of pixels leaves the picture");
        }
        for (int i = 0; i < length; i++) {
          int pair = literal ? file.u8(at + (four ? i / 2 : i)) : value;
          int index = four ? (i % 2 == 0 ? pair >> 4 : pair & 15) : pair;
          mosaic.set(x++, height - 1 - y, colour(layout, index));
        }
        if (literal) {
          int bytes = four ? (length + 1) / 2 : length;
          at += bytes + bytes % 2;
        }
      }
    }
  }
}
