package dev.lanewise.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/** Files of pictures, written for tests: by hand, or by the JDK's writers. */
final class WrittenPictures {

  private WrittenPictures() {}

  /** The colour {@code [row][column]}. */
  interface Colours {
    int rgb(int x, int y);
  }

  static byte[] jdk(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("No writer of " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static BufferedImage rgb(int width, int height, Colours colours) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, colours.rgb(i % width, i / width));
    }
    return image;
  }

  /** A grey image whose raster holds the values. */
  static BufferedImage grey(int width, int height, byte[] values) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, width, height, values);
    return image;
  }

  /** A PNG of one data chunk; rows begin with their filter. */
  static byte[] png(int width, int height, int depth, int type, byte[] rows, byte[]... chunks) {
    return png(width, height, depth, type, 0, zip(rows), chunks);
  }

  static byte[] png(
      int width, int height, int depth, int type, int interlaced, byte[] data, byte[]... chunks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] header = new byte[13];
    number(header, 0, width);
    number(header, 4, height);
    header[8] = (byte) depth;
    header[9] = (byte) type;
    header[12] = (byte) interlaced;
    out.writeBytes(chunk("IHDR", header));
    Arrays.stream(chunks).forEach(out::writeBytes);
    out.writeBytes(chunk("IDAT", data));
    out.writeBytes(chunk("IEND"));
    return out.toByteArray();
  }

  static byte[] chunk(String name, byte... content) {
    byte[] chunk = new byte[content.length + 12];
    number(chunk, 0, content.length);
    System.arraycopy(name.getBytes(StandardCharsets.ISO_8859_1), 0, chunk, 4, 4);
    System.arraycopy(content, 0, chunk, 8, content.length);
    CRC32 sum = new CRC32();
    sum.update(chunk, 4, content.length + 4);
    number(chunk, content.length + 8, (int) sum.getValue());
    return chunk;
  }

  private static void number(byte[] to, int at, int value) {
    for (int i = 0; i < 4; i++) {
      to[at + i] = (byte) (value >> 24 - 8 * i);
    }
  }

  static byte[] zip(byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  /** Puts filter 0 before each row. */
  static byte[] rows(int height, byte[] content) {
    int length = content.length / height;
    byte[] rows = new byte[content.length + height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(content, y * length, rows, y * (length + 1) + 1, length);
    }
    return rows;
  }

  /** An EXIF block with one entry: the orientation. */
  static byte[] exif(int orientation, boolean bigEndian) {
    return bigEndian
        ? new byte[] {
          'M',
          'M',
          0,
          '*',
          0,
          0,
          0,
          8,
          0,
          1,
          1,
          18,
          0,
          3,
          0,
          0,
          0,
          1,
          0,
          (byte) orientation,
          0,
          0,
          0,
          0,
          0,
          0
        }
        : new byte[] {
          'I',
          'I',
          '*',
          0,
          8,
          0,
          0,
          0,
          1,
          0,
          18,
          1,
          3,
          0,
          1,
          0,
          0,
          0,
          (byte) orientation,
          0,
          0,
          0,
          0,
          0,
          0,
          0
        };
  }

  /** Puts a segment behind the first marker of a JPEG. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(0xff);
    out.write(marker);
    out.write(content.length + 2 >> 8);
    out.write(content.length + 2);
    out.writeBytes(content);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  static byte[] withExif(byte[] jpeg, byte[] exif) {
    return withSegment(jpeg, 0xe1, concat("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), exif));
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  /**
   * A lossless WebP of literal pixels: red, green and blue of eight bits each, one alpha (WebP
   * lossless bitstream specification, sections 3 and 6).
   */
  static byte[] webp(int width, int height, Colours colours) {
    return riff(webpChunk("VP8L", lossless(width, height, colours)));
  }

  /** The same with an EXIF chunk, in the extended format. */
  static byte[] webp(int width, int height, Colours colours, byte[] exif) {
    byte[] extended = new byte[10];
    extended[0] = 8;
    extended[4] = (byte) (width - 1);
    extended[7] = (byte) (height - 1);
    return riff(
        concat(
            webpChunk("VP8X", extended),
            webpChunk("VP8L", lossless(width, height, colours)),
            webpChunk("EXIF", exif)));
  }

  private static byte[] riff(byte[] chunks) {
    return webpChunk("RIFF", concat("WEBP".getBytes(StandardCharsets.ISO_8859_1), chunks));
  }

  private static byte[] webpChunk(String name, byte[] content) {
    byte[] size = new byte[4];
    for (int i = 0; i < 4; i++) {
      size[i] = (byte) (content.length >> 8 * i);
    }
    return concat(
        name.getBytes(StandardCharsets.ISO_8859_1), size, content, new byte[content.length % 2]);
  }

  private static byte[] lossless(int width, int height, Colours colours) {
    Bits bits = new Bits();
    bits.add(0x2f, 8);
    bits.add(width - 1, 14);
    bits.add(height - 1, 14);
    // No alpha, version 0, no transform, no colour cache, one group of codes.
    bits.add(0, 1 + 3 + 1 + 1 + 1);
    for (int symbols : new int[] {280, 256, 256}) {
      eightBitCode(bits, symbols);
    }
    // Alpha: the one symbol 255; distance: the one symbol 0.
    bits.add(0b101, 3);
    bits.add(255, 8);
    bits.add(0b0001, 4);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = colours.rgb(x, y);
        bits.add(Integer.reverse(rgb >> 8 & 0xff) >>> 24, 8);
        bits.add(Integer.reverse(rgb >> 16 & 0xff) >>> 24, 8);
        bits.add(Integer.reverse(rgb & 0xff) >>> 24, 8);
      }
    }
    return bits.bytes();
  }

  /** A code in which the first 256 symbols have eight bits, and others none. */
  private static void eightBitCode(Bits bits, int symbols) {
    bits.add(0, 1);
    // Lengths of the lengths' code: of 0 (third in their order) and of 8 (twelfth) one bit.
    bits.add(12 - 4, 4);
    for (int i = 0; i < 12; i++) {
      bits.add(i == 2 || i == 11 ? 1 : 0, 3);
    }
    bits.add(0, 1);
    for (int i = 0; i < symbols; i++) {
      bits.add(i < 256 ? 1 : 0, 1);
    }
  }

  /** Bits, the least significant first. */
  private static final class Bits {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long buffer;
    private int count;

    void add(int value, int length) {
      buffer |= (long) value << count;
      count += length;
      while (count >= 8) {
        out.write((int) buffer);
        buffer >>>= 8;
        count -= 8;
      }
    }

    byte[] bytes() {
      add(0, 7);
      return out.toByteArray();
    }
  }
}
