package dev.lanewise.data.picture;

import javax.imageio.stream.ImageInputStreamImpl;

/** An array of bytes as input of ImageIO's readers, without a copy of it. */
final class BytesInput extends ImageInputStreamImpl {

  private final byte[] bytes;
  private final int ahead;
  private final int seeming;

  BytesInput(byte[] bytes) {
    this(bytes, 0, 0);
  }

  /**
   * An input for a reader that does not mind where a file ends.
   *
   * @param bytes the file
   * @param ahead zeros that may be read behind it
   * @param seeming by how much the input seems longer; whoever reads beyond {@code ahead} is
   *     stopped
   */
  BytesInput(byte[] bytes, int ahead, int seeming) {
    this.bytes = bytes;
    this.ahead = ahead;
    this.seeming = seeming;
  }

  @Override
  public int read() {
    bitOffset = 0;
    if (streamPos < bytes.length) {
      return bytes[(int) streamPos++] & 0xff;
    }
    return isOver() ? -1 : zero();
  }

  @Override
  public int read(byte[] to, int at, int length) {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    int most = Math.clamp(bytes.length - streamPos, 0, length);
    System.arraycopy(bytes, (int) Math.min(streamPos, bytes.length), to, at, most);
    streamPos += most;
    // Whoever asks for four bytes wants four, though the file has three.
    while (most < length && !isOver()) {
      to[at + most++] = (byte) zero();
    }
    return most == 0 ? -1 : most;
  }

  private boolean isOver() {
    return streamPos >= length();
  }

  private int zero() {
    if (streamPos >= bytes.length + ahead) {
      throw new IllegalStateException("it ends before the picture does");
    }
    streamPos++;
    return 0;
  }

  @Override
  public long length() {
    return (long) bytes.length + seeming;
  }
}
