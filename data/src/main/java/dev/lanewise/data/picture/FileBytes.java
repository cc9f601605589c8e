package dev.lanewise.data.picture;

import java.nio.charset.StandardCharsets;

/**
 * Numbers of a file. Reading beyond its end is a {@link PictureException}, as is a place beyond
 * what an array can hold.
 *
 * @param bytes the file
 * @param big whether the most significant byte comes first
 */
@SuppressWarnings("ArrayRecordComponent")
record FileBytes(byte[] bytes, boolean big) {

  int size() {
    return bytes.length;
  }

  /** Checks that a stretch is in the file, and gives its beginning. */
  int need(long at, long length) throws PictureException {
    if (at < 0 || length < 0 || at > bytes.length - length) {
      throw PictureException.cut();
    }
    return (int) at;
  }

  int u8(long at) throws PictureException {
    return bytes[need(at, 1)] & 0xff;
  }

  int u16(long at) throws PictureException {
    int i = need(at, 2);
    int first = bytes[i] & 0xff;
    int second = bytes[i + 1] & 0xff;
    return big ? first << 8 | second : second << 8 | first;
  }

  int i32(long at) throws PictureException {
    int first = u16(at);
    int second = u16(at + 2);
    return big ? first << 16 | second : second << 16 | first;
  }

  long u32(long at) throws PictureException {
    return i32(at) & 0xffffffffL;
  }

  String text(long at, int length) throws PictureException {
    return new String(bytes, need(at, length), length, StandardCharsets.ISO_8859_1);
  }
}
