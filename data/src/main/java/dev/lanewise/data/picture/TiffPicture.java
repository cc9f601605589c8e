package dev.lanewise.data.picture;

import java.io.IOException;
import javax.imageio.ImageReader;

/** TIFF, the first page: by TwelveMonkeys' reader, or by the JDK's where that is not at hand. */
final class TiffPicture extends Picture {

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int INTERPRETATION = 262;
  private static final int STRIPS = 273;
  private static final int SAMPLES = 277;
  private static final int STRIP_BYTES = 279;
  private static final int TILES = 324;
  private static final int TILE_BYTES = 325;
  private static final int FORMAT = 339;

  /** White is zero, black is zero. */
  private static final int MOST_GREY = 1;

  private final FileBytes file;
  private final long directory;

  private TiffPicture(Header header, FileBytes file, long directory) {
    super(header);
    this.file = file;
    this.directory = directory;
  }

  static TiffPicture open(byte[] bytes) throws IOException {
    FileBytes file = new FileBytes(bytes, bytes[0] == 'M');
    long directory = file.u32(4);
    long width = number(file, directory, WIDTH, 0, 0);
    long height = number(file, directory, HEIGHT, 0, 0);
    boolean grey = number(file, directory, INTERPRETATION, 0, 2) <= MOST_GREY;
    Header header =
        new Header(
            PictureKind.TIFF,
            Math.toIntExact(width),
            Math.toIntExact(height),
            grey,
            Exif.orientation(bytes, 0, bytes.length));
    return new TiffPicture(header, file, directory);
  }

  /** Where a tag's entry is, -1 if there is none. */
  private static long entry(FileBytes file, long directory, int tag) throws IOException {
    int entries = file.u16(directory);
    for (int i = 0; i < entries; i++) {
      if (file.u16(directory + 2 + 12L * i) == tag) {
        return directory + 2 + 12L * i;
      }
    }
    return -1;
  }

  private static long count(FileBytes file, long entry) throws IOException {
    return entry < 0 ? 0 : file.u32(entry + 4);
  }

  /** One of the numbers of a tag: shorts or longs. */
  private static long number(FileBytes file, long directory, int tag, long i, long instead)
      throws IOException {
    long entry = entry(file, directory, tag);
    return entry < 0 ? instead : element(file, entry, i);
  }

  private static long element(FileBytes file, long entry, long i) throws IOException {
    int bytes =
        switch (file.u16(entry + 2)) {
          case 1 -> 1;
          case 3 -> 2;
          case 4 -> 4;
          default -> throw PictureException.damaged("a tag is no whole number");
        };
    long at = bytes * count(file, entry) <= 4 ? entry + 8 : file.u32(entry + 8);
    at += bytes * i;
    return bytes == 1 ? file.u8(at) : bytes == 2 ? file.u16(at) : file.u32(at);
  }

  @Override
  void rows(PixelSink sink) throws IOException {
    check(STRIPS, STRIP_BYTES);
    check(TILES, TILE_BYTES);
    if (number(file, directory, FORMAT, 0, 1) == 3) {
      throw PictureException.unsupported("A TIFF of floating-point samples");
    }
    int samples = Math.clamp(number(file, directory, SAMPLES, 0, 1), 1, 8);
    Readers.use(
        reader(), file.bytes(), r -> Readers.give(Readers.whole(r, header(), samples + 1), sink));
  }

  private static ImageReader reader() throws IOException {
    try {
      return new com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi().createReaderInstance();
    } catch (NoClassDefFoundError _) {
      return Readers.ofJdk("tiff");
    }
  }

  /** All strips or tiles must lie in the file. */
  private void check(int places, int sizes) throws IOException {
    long place = entry(file, directory, places);
    long size = entry(file, directory, sizes);
    if (place < 0 || size < 0) {
      return;
    }
    long pieces = Math.min(count(file, place), count(file, size));
    for (long i = 0; i < pieces; i++) {
      file.need(element(file, place, i), element(file, size, i));
    }
  }
}
