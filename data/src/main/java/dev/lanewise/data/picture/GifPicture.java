package dev.lanewise.data.picture;

import java.io.IOException;
import java.util.Arrays;

/**
 * GIF (87a, 89a): the first picture, put into the logical screen as viewers do; the rest of the
 * screen is transparent. All blocks of the file must be there up to its trailer.
 */
final class GifPicture extends Picture {

  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;
  private static final int CONTROL = 0xf9;

  private final FileBytes file;
  private final Frame frame;

  /**
   * The first picture.
   *
   * @param at where its descriptor begins
   * @param transparent the colour that is transparent, -1 for none
   */
  private record Frame(long at, int left, int top, int width, int height, int transparent) {}

  private GifPicture(Header header, FileBytes file, Frame frame) {
    super(header);
    this.file = file;
    this.frame = frame;
  }

  static GifPicture open(byte[] bytes) throws IOException {
    FileBytes file = new FileBytes(bytes, false);
    Frame frame = first(file);
    int width = Math.max(file.u16(6), frame.left() + frame.width());
    int height = Math.max(file.u16(8), frame.top() + frame.height());
    return new GifPicture(new Header(PictureKind.GIF, width, height, false, 1), file, frame);
  }

  private static Frame first(FileBytes file) throws IOException {
    int transparent = -1;
    for (long at = afterScreen(file); ; at = next(file, at)) {
      int block = file.u8(at);
      if (block == EXTENSION && file.u8(at + 1) == CONTROL && file.u8(at + 2) >= 4) {
        transparent = (file.u8(at + 3) & 1) == 0 ? -1 : file.u8(at + 6);
      } else if (block == IMAGE) {
        Frame frame =
            new Frame(
                at,
                file.u16(at + 1),
                file.u16(at + 3),
                file.u16(at + 5),
                file.u16(at + 7),
                transparent);
        if (frame.width() == 0 || frame.height() == 0) {
          throw PictureException.damaged("its first picture has no pixels");
        }
        return frame;
      } else if (block == TRAILER) {
        throw PictureException.damaged("it has no picture");
      }
    }
  }

  private static long afterScreen(FileBytes file) throws IOException {
    return 13 + colours(file.u8(10)) * 3L;
  }

  private static int colours(int flags) {
    return (flags & 0x80) == 0 ? 0 : 2 << (flags & 7);
  }

  /** Where the block after a block begins. */
  private static long next(FileBytes file, long at) throws IOException {
    return switch (file.u8(at)) {
      // Some encoders write a terminator too many.
      case 0 -> at + 1;
      case EXTENSION -> afterData(file, at + 2);
      case IMAGE -> afterData(file, at + 11 + colours(file.u8(at + 9)) * 3L);
      default -> throw PictureException.damaged("a GIF has no block " + file.u8(at));
    };
  }

  private static long afterData(FileBytes file, long at) throws IOException {
    long next = at;
    while (file.u8(next) != 0) {
      next += 1 + file.u8(next);
    }
    return next + 1;
  }

  @Override
  void rows(PixelSink sink) throws IOException {
    long block = frame.at();
    while (file.u8(block) != TRAILER) {
      block = next(file, block);
    }
    int flags = file.u8(frame.at() + 9);
    int[] palette = palette(flags);
    GifData data = new GifData(file, frame.at() + 10 + colours(flags) * 3L);
    if ((flags & 0x40) == 0) {
      plain(data, palette, sink);
    } else {
      interlaced(data, palette, sink);
    }
  }

  /** Colours; what is beyond them is 0 in the array of 256, and opaque colours never are. */
  private int[] palette(int flags) throws IOException {
    int colours = colours(flags);
    long at = frame.at() + 10;
    if (colours == 0) {
      colours = colours(file.u8(10));
      at = 13;
    }
    int[] palette = new int[256];
    for (int i = 0; i < colours; i++) {
      long entry = at + 3L * i;
      palette[i] = 0xff000000 | file.u8(entry) << 16 | file.u8(entry + 1) << 8 | file.u8(entry + 2);
    }
    return palette;
  }

  private int colour(int index, int[] palette) throws IOException {
    if (index == frame.transparent()) {
      return 0;
    }
    if (palette[index] == 0) {
      throw PictureException.damaged("a pixel has colour %s, beyond its palette".formatted(index));
    }
    return palette[index];
  }

  private void plain(GifData data, int[] palette, PixelSink sink) throws IOException {
    int width = header().width();
    int[] argb = new int[width];
    byte[] indices = new byte[frame.width()];
    sink.begin(width, header().height());
    for (int y = 0; y < header().height(); y++) {
      Arrays.fill(argb, 0);
      if (y >= frame.top() && y < frame.top() + frame.height()) {
        data.fill(indices);
        for (int x = 0; x < indices.length; x++) {
          argb[frame.left() + x] = colour(indices[x] & 0xff, palette);
        }
      }
      sink.row(argb);
    }
  }

  private void interlaced(GifData data, int[] palette, PixelSink sink) throws IOException {
    Mosaic mosaic = new Mosaic(header().width(), header().height(), 0);
    byte[] indices = new byte[frame.width()];
    int[][] passes = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
    for (int[] pass : passes) {
      for (int y = pass[0]; y < frame.height(); y += pass[1]) {
        data.fill(indices);
        for (int x = 0; x < indices.length; x++) {
          mosaic.set(frame.left() + x, frame.top() + y, colour(indices[x] & 0xff, palette));
        }
      }
    }
    mosaic.give(sink);
  }
}
