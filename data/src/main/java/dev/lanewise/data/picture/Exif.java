package dev.lanewise.data.picture;

import java.util.Arrays;

/** The orientation in an EXIF block, which is a small TIFF file: tag 274 of its first directory. */
final class Exif {

  private static final int ORIENTATION = 274;
  private static final int SHORT = 3;

  private Exif() {}

  /**
   * The orientation, 1 to 8; 1 if there is none, or if the block is broken: metadata don't make a
   * picture unreadable.
   *
   * @param file the file
   * @param from where the block begins, with or without {@code Exif\0\0}
   * @param to where it ends
   */
  static int orientation(byte[] file, long from, long to) {
    try {
      byte[] block = Arrays.copyOfRange(file, (int) from, (int) Math.min(to, file.length));
      FileBytes bytes = new FileBytes(block, true);
      int skip = bytes.text(0, 4).equals("Exif") ? 6 : 0;
      String order = bytes.text(skip, 2);
      if (!order.equals("II") && !order.equals("MM")) {
        return 1;
      }
      FileBytes tiff = new FileBytes(block, order.equals("MM"));
      long directory = skip + tiff.u32(skip + 4);
      int entries = tiff.u16(directory);
      for (int i = 0; i < entries; i++) {
        long entry = directory + 2 + 12L * i;
        if (tiff.u16(entry) == ORIENTATION) {
          int value =
              tiff.u16(entry + 2) == SHORT ? tiff.u16(entry + 8) : (int) tiff.u32(entry + 8);
          return value >= 1 && value <= 8 ? value : 1;
        }
      }
      return 1;
    } catch (PictureException | IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
      return 1;
    }
  }
}
