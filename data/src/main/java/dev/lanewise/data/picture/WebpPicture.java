package dev.lanewise.data.picture;

import java.io.IOException;

/** WebP, lossy and lossless, the first picture: by TwelveMonkeys' reader. */
final class WebpPicture extends Picture {

  /** Most pixels of a lossy picture: the reader takes about a hundred bytes for each. */
  private static final int MOST_LOSSY = 1 << 24;

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
    boolean lossy = false;
    for (long at = 12; at < end; ) {
      long length = file.u32(at + 4);
      file.need(at + 8, length);
      if (file.text(at, 4).equals("VP8 ") || file.text(at, 4).equals("ANMF")) {
        lossy = true;
      }
      at += 8 + length + length % 2;
    }
    if (lossy && (long) header().width() * header().height() > MOST_LOSSY) {
      throw new PictureException(
          "a lossy WebP may have at most %d pixels. Received: %d x %d"
              .formatted(MOST_LOSSY, header().width(), header().height()));
    }
    Readers.use(
        new com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi().createReaderInstance(),
        file.bytes(),
        r -> Readers.give(Readers.whole(r, header(), 4), sink));
  }
}
