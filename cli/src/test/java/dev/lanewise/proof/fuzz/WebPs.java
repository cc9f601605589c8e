package dev.lanewise.proof.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntBinaryOperator;

/**
 * Lossless WebP files of the simplest kind: no transform, no cache, two values a channel at most.
 *
 * @see <a
 *     href="https://developers.google.com/speed/webp/docs/webp_lossless_bitstream_specification">
 *     the format</a>
 */
final class WebPs {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int buffer;
  private int bits;

  private WebPs() {}

  /** One colour, whatever the size: each channel has one value, which takes no bits. */
  static byte[] plain(int width, int height) {
    WebPs image = new WebPs();
    image.header(width, height);
    for (int channel = 0; channel < 4; channel++) {
      image.oneValue(channel == 3 ? 255 : 90);
    }
    image.oneValue(0);
    return image.file();
  }

  /** Two values a colour, by the bits of a function of x and y: green, red, blue. */
  static byte[] coloured(int width, int height, IntBinaryOperator choice) {
    WebPs image = new WebPs();
    image.header(width, height);
    for (int channel = 0; channel < 3; channel++) {
      image.put(1, 1);
      image.put(1, 1);
      image.put(1, 1);
      image.put(20 + channel, 8);
      image.put(200 + 10 * channel, 8);
    }
    image.oneValue(255);
    image.oneValue(0);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.put(choice.applyAsInt(x, y) & 7, 3);
      }
    }
    return image.file();
  }

  private void header(int width, int height) {
    put(0x2f, 8);
    put(width - 1, 14);
    put(height - 1, 14);
    // No hint of alpha, version 0; no transform, no colour cache, no groups of codes.
    put(0, 1 + 3 + 1 + 1 + 1);
  }

  /** A simple code of one symbol of eight bits. */
  private void oneValue(int value) {
    put(1, 1);
    put(0, 1);
    put(1, 1);
    put(value, 8);
  }

  /** Bits, the lowest first. */
  private void put(int value, int count) {
    for (int i = 0; i < count; i++) {
      buffer |= (value >> i & 1) << bits++;
      if (bits == 8) {
        out.write(buffer);
        buffer = 0;
        bits = 0;
      }
    }
  }

  private byte[] file() {
    put(0, 7);
    byte[] data = out.toByteArray();
    int padded = data.length + (data.length & 1);
    return ByteBuffer.allocate(20 + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(ISO_8859_1))
        .putInt(12 + padded)
        .put("WEBPVP8L".getBytes(ISO_8859_1))
        .putInt(data.length)
        .put(data)
        .array();
  }
}
