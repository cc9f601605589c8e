package dev.lanewise.proof.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Small files that become large, made on purpose. */
final class Hostile {

  private static final int GIF_CODES = 4096;

  private Hostile() {}

  /** Pictures that are sound but for their size. */
  static List<byte[]> pngs() {
    return List.of(
        Pngs.of(1, 2_200_000, 1, 0, new byte[2 * 2_200_000]),
        Pngs.of(2_200_000, 1, 1, 0, new byte[1 + 2_200_000 / 8]),
        Pngs.of(8000, 8000, 1, 0, new byte[8000 * 1001]),
        Pngs.of(8000, 1000, 8, 6, new byte[1000 * 32_001]),
        Pngs.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 8, 2, new byte[100]),
        Pngs.of(65_536, 65_536, 16, 6, new byte[100]),
        Pngs.of(
            16,
            16,
            8,
            0,
            new byte[16 * 17],
            new Pngs.Chunk("iCCP", profile()),
            new Pngs.Chunk("zTXt", profile())));
  }

  /** A name and 64 MB of zeros, packed. */
  private static byte[] profile() {
    byte[] packed = Pngs.deflate(new byte[1 << 26]);
    ByteBuffer chunk = ByteBuffer.allocate(3 + packed.length);
    return chunk.put((byte) 'x').put((byte) 0).put((byte) 0).put(packed).array();
  }

  /** GIF files of one colour: each code of LZW stands for one pixel more than the one before. */
  static List<byte[]> gifs() {
    return List.of(gif(1200, 1200, 1200), gif(7000, 7000, 7000), gif(65_535, 4, 4));
  }

  private static byte[] gif(int screen, int width, int height) {
    ByteArrayOutputStream codes = new ByteArrayOutputStream();
    long buffer = 0;
    int bits = 0;
    int size = 9;
    long left = (long) width * height;
    int code = 256;
    int next = 258;
    while (left >= 0) {
      buffer |= (long) code << bits;
      for (bits += size; bits >= 8; bits -= 8, buffer >>>= 8) {
        codes.write((int) buffer);
      }
      if (code == 257) {
        break;
      }
      left -= code == 256 ? 0 : code == 0 ? 1 : code - 256;
      code = code == 256 ? 0 : next < GIF_CODES ? next++ : GIF_CODES - 1;
      size = Math.clamp(32 - Integer.numberOfLeadingZeros(Math.max(256, next - 1)), 9, 12);
      if (left <= 0) {
        left = 0;
        code = 257;
      }
    }
    codes.write((int) buffer);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("GIF89a".getBytes(ISO_8859_1));
    file.writeBytes(shorts(screen, screen));
    file.writeBytes(new byte[] {(byte) 0xf7, 0, 0});
    file.writeBytes(new byte[768]);
    file.write(0x2c);
    file.writeBytes(shorts(0, 0));
    file.writeBytes(shorts(width, height));
    file.writeBytes(new byte[] {0, 8});
    byte[] all = codes.toByteArray();
    for (int at = 0; at < all.length; at += 255) {
      int length = Math.min(255, all.length - at);
      file.write(length);
      file.write(all, at, length);
    }
    file.writeBytes(new byte[] {0, 0x3b});
    return file.toByteArray();
  }

  private static byte[] shorts(int first, int second) {
    return ByteBuffer.allocate(4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) first)
        .putShort((short) second)
        .array();
  }

  /** An image of one colour takes no bits a pixel. */
  static List<byte[]> webps() {
    return List.of(WebPs.plain(8000, 8000), WebPs.plain(16_383, 16_383));
  }

  /** An IDX file whose header is right: 256 MB of zeros in 256 KB. */
  static List<byte[]> idx() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(
          ByteBuffer.allocate(16).putInt(0x0803).putInt(6).putInt(6680).putInt(6680).array());
      byte[] row = new byte[6680 * 6];
      for (int i = 0; i < 6680; i++) {
        gzip.write(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(out.toByteArray());
  }

  /** Lines without an end, of one field and of many. */
  static List<byte[]> csvs() {
    byte[] digits = new byte[4 << 20];
    Arrays.fill(digits, (byte) '1');
    return List.of(
        digits,
        ("0,1,2,3,4\n1,\"" + "x".repeat(3 << 20)).getBytes(UTF_8),
        "1,".repeat(2 << 20).getBytes(UTF_8),
        "\n".repeat(2 << 20).getBytes(UTF_8),
        ",,,,\n".repeat(1 << 18).getBytes(UTF_8));
  }

  /** Many tensors of nothing, and many texts. */
  static List<byte[]> safeTensors() {
    StringBuilder tensors = new StringBuilder("{\"__metadata__\":{}");
    StringBuilder texts = new StringBuilder("{\"__metadata__\":{\"a\":\"\"");
    for (int i = 0; i < 60_000; i++) {
      tensors.append(",\"").append(i);
      tensors.append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
      texts.append(",\"").append(i).append("\":\"\"");
    }
    return List.of(
        header(tensors.append('}').toString()),
        header(texts.append("}}").toString()),
        header("{" + " ".repeat(1 << 20) + "}"),
        header("{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(1 << 18) + "0]}}"));
  }

  private static byte[] header(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(bytes.length)
        .put(bytes)
        .array();
  }

  /** Many layers, deep lists, long names and numbers. */
  static List<byte[]> modelJson() {
    String model = "{\"name\": \"m\", \"input\": [1, 8, 8], \"layers\": [%s\"flatten\"]}";
    return List.of(
        model.formatted("\"relu\",".repeat(20_000)).getBytes(UTF_8),
        model.formatted("[".repeat(100_000)).getBytes(UTF_8),
        model
            .formatted("{\"type\": \"dense\", \"outputs\": " + "9".repeat(100_000) + "},")
            .getBytes(UTF_8),
        model.formatted("{\"type\": \"" + "x".repeat(1 << 20) + "\"},").getBytes(UTF_8));
  }
}
