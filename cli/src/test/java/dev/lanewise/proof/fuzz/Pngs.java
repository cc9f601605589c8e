package dev.lanewise.proof.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** PNG files as chunks, with sums that fit. */
public final class Pngs {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int MOST_RAW = 1 << 20;

  private Pngs() {}

  /** A chunk without its length and sum. */
  public record Chunk(String type, byte[] data) {}

  /** A whole file. */
  public static byte[] of(List<Chunk> chunks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    for (Chunk chunk : chunks) {
      byte[] type = chunk.type().getBytes(ISO_8859_1);
      CRC32 sum = new CRC32();
      sum.update(type);
      sum.update(chunk.data());
      out.writeBytes(number(chunk.data().length));
      out.writeBytes(type);
      out.writeBytes(chunk.data());
      out.writeBytes(number((int) sum.getValue()));
    }
    return out.toByteArray();
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /**
   * A file.
   *
   * @param kind the colour type: 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
   * @param raw rows, each after its filter's number
   */
  public static byte[] of(int width, int height, int depth, int kind, byte[] raw, Chunk... others) {
    List<Chunk> chunks = new ArrayList<>();
    chunks.add(header(width, height, depth, kind));
    chunks.addAll(List.of(others));
    chunks.add(new Chunk("IDAT", deflate(raw)));
    chunks.add(new Chunk("IEND", new byte[0]));
    return of(chunks);
  }

  static Chunk header(int width, int height, int depth, int kind) {
    return new Chunk(
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) depth)
            .put((byte) kind)
            .array());
  }

  /** The chunks of a sound file. */
  static List<Chunk> chunks(byte[] png) {
    List<Chunk> chunks = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(png).position(SIGNATURE.length);
    while (in.remaining() >= 12) {
      byte[] data = new byte[in.getInt()];
      byte[] type = new byte[4];
      in.get(type).get(data).getInt();
      chunks.add(new Chunk(new String(type, ISO_8859_1), data));
    }
    return chunks;
  }

  static byte[] deflate(byte[] raw) {
    Deflater deflater = new Deflater(9);
    deflater.setInput(raw);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  private static byte[] inflate(byte[] packed) throws DataFormatException {
    Inflater inflater = new Inflater();
    inflater.setInput(packed);
    byte[] raw = new byte[MOST_RAW];
    int length = inflater.inflate(raw);
    inflater.end();
    return Arrays.copyOf(raw, length);
  }

  /** A change of a chunk, of the order of chunks or of the rows, with sums that fit. */
  static byte[] deepChange(byte[] png, Mutator mutator) {
    List<Chunk> chunks = new ArrayList<>(chunks(png));
    int at = mutator.below(chunks.size());
    Chunk chunk = chunks.get(at);
    switch (mutator.below(6)) {
      case 0 -> chunks.add(mutator.below(chunks.size()), chunk);
      case 1 -> chunks.remove(at);
      case 2 -> {
        Chunk header = chunks.getFirst();
        ByteBuffer data = ByteBuffer.wrap(header.data().clone());
        int field = mutator.below(7);
        if (field < 2) {
          data.putInt(4 * field, (int) mutator.number());
        } else {
          data.put(6 + field, (byte) mutator.number());
        }
        chunks.set(0, new Chunk(header.type(), data.array()));
      }
      case 3 -> {
        try {
          if (chunk.type().equals("IDAT")) {
            byte[] raw = mutator.change(inflate(chunk.data()));
            chunks.set(at, new Chunk("IDAT", deflate(raw)));
          }
        } catch (DataFormatException e) {
          throw new IllegalStateException(e);
        }
      }
      default -> chunks.set(at, new Chunk(chunk.type(), mutator.change(chunk.data())));
    }
    return of(chunks);
  }
}
