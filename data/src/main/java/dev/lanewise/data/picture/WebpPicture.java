package dev.lanewise.data.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.ImageReader;

/** WebP, lossy and lossless, the first picture: by TwelveMonkeys' reader. */
final class WebpPicture extends Picture {

  /** Most pixels: of a lossy picture the reader takes about a hundred bytes for each. */
  private static final int MOST_PIXELS = 1 << 24;

  /** Most pixels of a lossless picture that claims a thousand for each byte of its file. */
  private static final int MOST_CLAIMED = 1 << 22;

  private static final int FIRST_CHUNK = 12;

  /** Zeros that a reader may fetch ahead of the bits that it needs. */
  private static final int AHEAD = 64;

  /** How far beyond its end lossless data seems to go. */
  private static final int SEEMING = 1 << 20;

  private final FileBytes file;

  private WebpPicture(Header header, FileBytes file) {
    super(header);
    this.file = file;
  }

  static WebpPicture open(byte[] bytes) throws IOException {
    FileBytes file = new FileBytes(bytes, false);
    int width;
    int height;
    switch (file.text(12, 4)) {
      case "VP8 " -> {
        width = file.u16(26) & 0x3fff;
        height = file.u16(28) & 0x3fff;
      }
      case "VP8L" -> {
        int size = file.i32(21);
        width = 1 + (size & 0x3fff);
        height = 1 + (size >> 14 & 0x3fff);
      }
      case "VP8X" -> {
        width = 1 + (file.u16(24) | file.u8(26) << 16);
        height = 1 + (file.u16(27) | file.u8(29) << 16);
      }
      default -> throw PictureException.damaged("a WebP has no chunk " + file.text(12, 4));
    }
    int orientation = 1;
    for (long at = 12; at + 8 <= file.size(); ) {
      long length = file.u32(at + 4);
      if (file.text(at, 4).equals("EXIF")) {
        orientation = Exif.orientation(bytes, at + 8, at + 8 + length);
      }
      at += 8 + length + length % 2;
    }
    return new WebpPicture(new Header(PictureKind.WEBP, width, height, false, orientation), file);
  }

  @Override
  void rows(PixelSink sink) throws IOException {
    long end = file.u32(4) + 8;
    file.need(0, end);
    if (end < FIRST_CHUNK + 8) {
      throw PictureException.damaged("a WebP of %s bytes has no picture".formatted(end));
    }
    long lossless = -1;
    for (long at = FIRST_CHUNK; at < end; ) {
      long length = file.u32(at + 4);
      file.need(at + 8, length);
      if (file.text(at, 4).equals("VP8L")) {
        lossless = at;
      }
      at += 8 + length + length % 2;
    }
    long most =
        lossless < 0 ? MOST_PIXELS : Math.min(MOST_PIXELS, MOST_CLAIMED + 1024L * file.size());
    if ((long) header().width() * header().height() > most) {
      throw new PictureException(
          "a WebP of %s bytes may have at most %s pixels. Received: %s x %s"
              .formatted(file.size(), most, header().width(), header().height()));
    }
    Readers.use(
        reader(),
        lossless < 0
            ? new BytesInput(file.bytes())
            : new BytesInput(endedBy(lossless), AHEAD, SEEMING),
        r -> Readers.give(Readers.whole(r, header(), 4), sink));
  }

  /** An image made by jlink lacks it, since the library has no module descriptor. */
  private static ImageReader reader() throws IOException {
    try {
      return new com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi().createReaderInstance();
    } catch (NoClassDefFoundError e) {
      throw new PictureException(
          "a WebP needs the library imageio-webp, on the class or module path", e);
    }
  }

  /**
   * The file up to the end of its lossless data, which seems to go on: the reader would take a
   * missing bit for zero, a million times over, and an input that really ends can stop it.
   */
  private byte[] endedBy(long chunk) throws IOException {
    int length = (int) file.u32(chunk + 4);
    byte[] part = Arrays.copyOf(file.bytes(), (int) chunk + 8 + length);
    ByteBuffer numbers = ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN);
    numbers.putInt(4, part.length + SEEMING - 8);
    numbers.putInt((int) chunk + 4, length + SEEMING);
    return part;
  }
}
