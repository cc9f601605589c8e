package dev.lanewise.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A compressed file's content, up to a limit: what is beyond it is an error, not the end. */
final class BoundedInput extends FilterInputStream {

  private final DataLimits limits;
  private final long fileBytes;
  private long left;

  /** More came than the limit allows. */
  static final class TooLong extends IOException {

    private static final long serialVersionUID = 1L;

    TooLong(String message) {
      super(message);
    }
  }

  /**
   * A stream that is bounded.
   *
   * @param in what is unpacked
   * @param limits what a file may unpack to
   * @param fileBytes the file's own size
   */
  BoundedInput(InputStream in, DataLimits limits, long fileBytes) {
    super(in);
    this.limits = limits;
    this.fileBytes = fileBytes;
    this.left = limits.unpacked(fileBytes);
  }

  /** The rule that a file breaks by unpacking to more. */
  static String rule(DataLimits limits, long fileBytes) {
    return "a file of %s bytes may unpack to at most %s bytes (%s and %s times its size)"
        .formatted(
            fileBytes, limits.unpacked(fileBytes), limits.unpackedBytes(), limits.unpackedFactor());
  }

  private void took(long bytes) throws IOException {
    left -= Math.max(0, bytes);
    if (left < 0) {
      throw new TooLong(
          rule(limits, fileBytes) + ". Received: more. Unpacked by other means, it is read");
    }
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    took(b < 0 ? 0 : 1);
    return b;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    int got = super.read(to, from, length);
    took(got);
    return got;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(n);
    took(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
