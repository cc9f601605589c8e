package dev.lanewise.data.picture;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;

/**
 * JPEG, decoded by the JDK's reader; of four colours (CMYK, YCCK) by {@link InkRows}. All markers
 * up to the end of the picture must be there, and the reader must have no complaint of corrupt
 * data.
 */
final class JpegPicture extends Picture {

  /** Most scans: each goes through the whole picture, and takes a few bytes of the file. */
  private static final int MOST_SCANS = 100;

  /** Most pixels that a byte can hold: each block of 8x8 takes at least a bit of its own. */
  private static final long PIXELS_A_BYTE = 512;

  static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int APPLICATION_1 = 0xe1;

  /** Complaints that pixels aren't what was stored; others are about metadata. */
  private static final List<String> COMPLAINTS =
      List.of("Corrupt JPEG data", "Premature end", "Inconsistent progression");

  private final FileBytes file;
  private final int colours;

  private JpegPicture(Header header, FileBytes file, int colours) {
    super(header);
    this.file = file;
    this.colours = colours;
  }

  static JpegPicture open(byte[] bytes) throws IOException {
    FileBytes file = new FileBytes(bytes, true);
    int orientation = 1;
    for (long at = marker(file, 2); ; at = next(file, at)) {
      int kind = file.u8(at + 1);
      if (kind == APPLICATION_1
          && file.u16(at + 2) >= 8
          && at + 8 <= file.size()
          && file.text(at + 4, 4).equals("Exif")) {
        long end = at + 2 + file.u16(at + 2);
        file.need(at, end - at);
        orientation = Exif.orientation(bytes, at + 4, end);
      } else if (isFrame(kind)) {
        int colours = file.u8(at + 9);
        Header header =
            new Header(
                PictureKind.JPEG, file.u16(at + 7), file.u16(at + 5), colours == 1, orientation);
        return new JpegPicture(header, file, colours);
      } else if (kind == START_OF_SCAN || kind == END_OF_IMAGE) {
        throw PictureException.damaged("it has no header of the picture");
      }
    }
  }

  /** SOF0 to SOF15, without the tables and extensions that lie among them. */
  private static boolean isFrame(int kind) {
    return kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc;
  }

  /** The place of a marker, after fill bytes. */
  static long marker(FileBytes file, long at) throws IOException {
    if (file.u8(at) != 0xff) {
      throw PictureException.damaged("a marker is missing at byte " + at);
    }
    long place = at;
    while (file.u8(place + 1) == 0xff) {
      place++;
    }
    return place;
  }

  /** The marker after a segment and what was compressed behind it. */
  static long next(FileBytes file, long at) throws IOException {
    int kind = file.u8(at + 1);
    if (kind == 1 || kind >= 0xd0 && kind <= 0xd8) {
      return marker(file, at + 2);
    }
    int length = file.u16(at + 2);
    if (length < 2) {
      throw PictureException.damaged("a segment has %s bytes".formatted(length));
    }
    long end = at + 2 + length;
    if (kind != START_OF_SCAN) {
      file.need(at, end - at);
      return marker(file, end);
    }
    byte[] bytes = file.bytes();
    for (int i = file.need(end, 0); i + 1 < bytes.length; i++) {
      int follower = bytes[i + 1] & 0xff;
      if (bytes[i] == -1
          && follower != 0
          && follower != 0xff
          && (follower < 0xd0 || follower > 0xd7)) {
        return i;
      }
    }
    throw PictureException.cut();
  }

  @Override
  void rows(PixelSink sink) throws IOException {
    int scans = 0;
    for (long at = marker(file, 2); file.u8(at + 1) != END_OF_IMAGE; at = next(file, at)) {
      scans += file.u8(at + 1) == START_OF_SCAN ? 1 : 0;
      if (scans > MOST_SCANS) {
        throw new PictureException(
            "a JPEG may have at most %s scans. Received: more".formatted(MOST_SCANS));
      }
    }
    if (scans == 0) {
      throw PictureException.damaged("it has no pixels");
    }
    if ((long) header().width() * header().height() > PIXELS_A_BYTE * file.size()) {
      throw PictureException.damaged(
          "%s bytes can't hold %s x %s pixels"
              .formatted(file.size(), header().width(), header().height()));
    }
    ImageReader reader = Readers.ofJdk("jpeg");
    List<String> complaints = new ArrayList<>();
    reader.addIIOReadWarningListener((_, warning) -> complaints.add(warning));
    Readers.use(
        reader,
        file.bytes(),
        r -> {
          if (colours == 4) {
            Raster raster = r.readRaster(0, Readers.subsampled(r, header(), colours));
            refuse(complaints);
            InkRows.of(file).give(raster, sink);
          } else {
            BufferedImage image = Readers.whole(r, header(), colours);
            refuse(complaints);
            Readers.give(image, sink);
          }
        });
  }

  private static void refuse(List<String> complaints) throws IOException {
    for (String complaint : complaints) {
      if (COMPLAINTS.stream().anyMatch(complaint::contains)) {
        throw PictureException.damaged(complaint);
      }
    }
  }
}
