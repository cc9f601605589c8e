package dev.lanewise.data.picture;

import javax.imageio.stream.ImageInputStreamImpl;

/** An array of bytes as input of ImageIO's readers, without a copy of it. */
final class BytesInput extends ImageInputStreamImpl {

  private final byte[] bytes;

  BytesInput(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int at, int length) {
    bitOffset = 0;
    int most = (int) Math.min(length, bytes.length - streamPos);
    if (most <= 0) {
      return length == 0 ? 0 : -1;
    }
    System.arraycopy(bytes, (int) streamPos, to, at, most);
    streamPos += most;
    return most;
  }

  @Override
  public long length() {
    return bytes.length;
  }
}
