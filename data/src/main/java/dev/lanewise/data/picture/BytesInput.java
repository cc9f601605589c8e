package dev.lanewise.data.picture;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An array of bytes as input of ImageIO's readers, without a copy of it. A reader that goes on
 * beyond the end is stopped: some take the end of a file for zeros, a pixel at a time.
 */
final class BytesInput extends ImageInputStreamImpl {

  /** Some readers fetch a few bytes more than they need. */
  private static final int MOST_BEYOND = 4096;

  private final byte[] bytes;
  private int beyond;

  BytesInput(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : end();
  }

  @Override
  public int read(byte[] to, int at, int length) {
    bitOffset = 0;
    int most = (int) Math.min(length, bytes.length - streamPos);
    if (most <= 0) {
      return length == 0 ? 0 : end();
    }
    System.arraycopy(bytes, (int) streamPos, to, at, most);
    streamPos += most;
    return most;
  }

  private int end() {
    if (++beyond > MOST_BEYOND) {
      throw new IllegalStateException("it ends before the picture does");
    }
    return -1;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
