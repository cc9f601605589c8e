package dev.lanewise.formats;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Moves the values of primitive arrays to and from little-endian bytes, a chunk at a time: an array
 * may have more bytes than a {@code byte[]} can.
 */
final class Storage {

  private static final int CHUNK = 1 << 16;

  /** One for all of a file's arrays, of which there may be a great many of no values. */
  private final byte[] bytes = new byte[CHUNK];

  private final ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

  Object read(InputStream in, DType type, int size) throws IOException {
    Object array = type.allocate(size);
    int n;
    for (int at = 0; at < size; at += n) {
      n = Math.min(size - at, CHUNK / type.bytes());
      int wanted = n * type.bytes();
      if (in.readNBytes(bytes, 0, wanted) != wanted) {
        throw new EOFException();
      }
      switch (array) {
        case double[] values -> chunk.asDoubleBuffer().get(values, at, n);
        case long[] values -> chunk.asLongBuffer().get(values, at, n);
        case float[] values -> chunk.asFloatBuffer().get(values, at, n);
        case int[] values -> chunk.asIntBuffer().get(values, at, n);
        case short[] values -> chunk.asShortBuffer().get(values, at, n);
        case byte[] values -> System.arraycopy(bytes, 0, values, at, n);
        default -> throw new IllegalStateException("No array of " + type);
      }
    }
    return array;
  }

  void write(Object array, DType type, int size, OutputStream out) throws IOException {
    int n;
    for (int at = 0; at < size; at += n) {
      n = Math.min(size - at, CHUNK / type.bytes());
      switch (array) {
        case double[] values -> chunk.asDoubleBuffer().put(values, at, n);
        case long[] values -> chunk.asLongBuffer().put(values, at, n);
        case float[] values -> chunk.asFloatBuffer().put(values, at, n);
        case int[] values -> chunk.asIntBuffer().put(values, at, n);
        case short[] values -> chunk.asShortBuffer().put(values, at, n);
        case byte[] values -> System.arraycopy(values, at, bytes, 0, n);
        default -> throw new IllegalStateException("No array of " + type);
      }
      out.write(bytes, 0, n * type.bytes());
    }
  }
}
