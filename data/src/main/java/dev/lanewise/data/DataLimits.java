package dev.lanewise.data;

/**
 * How much a file may ask for. A file of a few kilobytes can claim, or unpack to, gigabytes; what
 * is over a limit is refused with the limit before memory is taken for it.
 *
 * @param unpackedBytes what a compressed file may always unpack to, in bytes
 * @param unpackedFactor how many times its own size it may unpack to beyond that
 * @param lineBytes longest line of a text file, in bytes
 * @param fieldBytes longest field of a line, in bytes
 */
public record DataLimits(long unpackedBytes, int unpackedFactor, int lineBytes, int fieldBytes) {

  private static final DataLimits DEFAULTS = new DataLimits(40L << 20, 8, 64 << 20, 4096);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public DataLimits {
    if (unpackedBytes < 1 || unpackedFactor < 1 || lineBytes < 1 || fieldBytes < 1) {
      throw new IllegalArgumentException(
          ("Limits of data must be at least 1. Received: unpacked bytes %s, factor %s, line bytes"
                  + " %s, field bytes %s")
              .formatted(unpackedBytes, unpackedFactor, lineBytes, fieldBytes));
    }
  }

  /**
   * 40 MiB and 8 times the file when it is unpacked (MNIST unpacks to 5 times its files), lines of
   * 64 MiB, fields of 4096 bytes.
   */
  public static DataLimits defaults() {
    return DEFAULTS;
  }

  /** The same with other limits of what a compressed file unpacks to. */
  public DataLimits withUnpacked(long bytes, int factor) {
    return new DataLimits(bytes, factor, lineBytes, fieldBytes);
  }

  /** The same with other limits of lines and fields. */
  public DataLimits withText(int newLineBytes, int newFieldBytes) {
    return new DataLimits(unpackedBytes, unpackedFactor, newLineBytes, newFieldBytes);
  }

  /** What a compressed file of a size may unpack to, in bytes. */
  long unpacked(long fileBytes) {
    long most = Long.MAX_VALUE - unpackedBytes;
    return fileBytes > most / unpackedFactor
        ? Long.MAX_VALUE
        : unpackedBytes + fileBytes * unpackedFactor;
  }
}
