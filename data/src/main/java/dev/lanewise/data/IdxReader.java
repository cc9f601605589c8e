package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Reads IDX files of unsigned bytes, the format of MNIST (Y. LeCun, C. Cortes, C. Burges, "The
 * MNIST database of handwritten digits"): two zero bytes, a type byte, the number of dimensions,
 * each size as 4 bytes, big-endian, then the values. A file may be compressed by gzip, which its
 * content shows, whatever its name.
 */
public final class IdxReader {

  /** Memory that each image takes beside its pixels: its label as read and kept, its place. */
  private static final long BYTES_PER_IMAGE = 9;

  /** What a compressed file must have before memory is taken for all that it promises. */
  private static final int FIRST_BYTES = 4 << 20;

  private static final int UNSIGNED_BYTES = 0x08;
  private static final int MOST_DIMENSIONS = 4;

  private IdxReader() {}

  /**
   * What an IDX file holds.
   *
   * @param sizes size of each dimension, the slowest first
   * @param values the bytes
   */
  record Content(int[] sizes, byte[] values) {}

  /**
   * Reads a file of images, {@code [N][H][W]} or {@code [N][C][H][W]}, and the file of their
   * labels.
   *
   * @param name what to call the set
   * @param images file of images
   * @param labels file of labels, {@code [N]}
   * @param classNames a name per class
   * @throws DataException if a file is missing, can't be read or isn't what it should be
   */
  public static ImageSet read(String name, Path images, Path labels, List<String> classNames) {
    return read(name, images, labels, classNames, DataLimits.defaults());
  }

  /**
   * The same with limits of one's own.
   *
   * @param name what to call the set
   * @param images file of images
   * @param labels file of labels, {@code [N]}
   * @param classNames a name per class
   * @param limits what a compressed file may unpack to
   * @throws DataException if a file is missing, can't be read, isn't what it should be or is over a
   *     limit
   */
  public static ImageSet read(
      String name, Path images, Path labels, List<String> classNames, DataLimits limits) {
    Content pixels = read(images, 3, 4, limits);
    int[] sizes = pixels.sizes();
    int rank = sizes.length;
    Content marks = read(labels, 1, 1, limits);
    if (marks.sizes()[0] != sizes[0]) {
      throw DataException.damaged(
          labels,
          "expected a label for each of the %s images in %s. Received: %s labels"
              .formatted(sizes[0], images.getFileName(), marks.sizes()[0]));
    }
    return ImageSet.of(
        name,
        new Shape(rank == 4 ? sizes[1] : 1, sizes[rank - 2], sizes[rank - 1]),
        pixels.values(),
        labels(labels, 8, marks.values(), classNames.size()),
        classNames);
  }

  static int[] labels(Path file, int at, byte[] values, int classes) {
    int[] labels = new int[values.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = values[i] & 0xff;
      if (labels[i] >= classes) {
        throw DataException.damaged(
            file,
            "label %s (byte %s) must be 0 to %s. Received: %s"
                .formatted(i, at + i, classes - 1, labels[i]));
      }
    }
    return labels;
  }

  /** Reads a file whose number of dimensions lies in a range. */
  static Content read(Path file, int fewest, int most, DataLimits limits) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      boolean packed = isGzip(raw);
      long length = Files.size(file);
      InputStream in =
          packed ? new BoundedInput(new GzipCompressorInputStream(raw), limits, length) : raw;
      Room room = new Room(file, packed, length, limits);
      Content content = read(in, room, fewest, most);
      // Reading on checks the length, and makes gzip check its sum.
      if (in.read() >= 0 || packed && raw.read() >= 0) {
        throw DataException.damaged(
            file,
            "expected the end of the file after the values of %s. Received: more bytes"
                .formatted(text(content.sizes())));
      }
      return content;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** What there is room for: no more than a plain file has, or than a compressed one may have. */
  private record Room(Path file, boolean packed, long length, DataLimits limits) {

    void check(int[] sizes, long count) {
      if (!packed && count > length) {
        throw DataException.damaged(
            file,
            "%s values need %s bytes after the header. Received: a file of at most %s"
                .formatted(text(sizes), count, length));
      }
      if (packed && count + BYTES_PER_IMAGE * sizes[0] > limits.unpacked(length)) {
        throw DataException.damaged(
            file,
            BoundedInput.rule(limits, length)
                + ". Received: a header of %s values. Unpacked by other means, it is read"
                    .formatted(text(sizes)));
      }
    }
  }

  private static Content read(InputStream in, Room room, int fewest, int most) throws IOException {
    Path file = room.file();
    byte[] head = in.readNBytes(4);
    if (head.length < 4 || head[0] != 0 || head[1] != 0 || head[2] != UNSIGNED_BYTES) {
      throw DataException.damaged(
          file, "an IDX file of unsigned bytes must start with 00 00 08. Received: " + hex(head));
    }
    int rank = head[3];
    if (rank < fewest || rank > Math.min(most, MOST_DIMENSIONS)) {
      throw DataException.damaged(
          file,
          "byte 3, the number of dimensions, must be %s. Received: %s"
              .formatted(fewest == most ? "" + fewest : fewest + " to " + most, rank & 0xff));
    }
    byte[] header = in.readNBytes(4 * rank);
    if (header.length < 4 * rank) {
      throw DataException.damaged(
          file,
          "the header must have %s bytes. Received: %s".formatted(4 + 4 * rank, 4 + header.length));
    }
    int[] sizes = new int[rank];
    ByteBuffer.wrap(header).asIntBuffer().get(sizes);
    int bytes = count(file, sizes);
    room.check(sizes, bytes);
    byte[] values = room.packed() ? grown(in, bytes) : new byte[bytes];
    int got = room.packed() ? values.length : in.readNBytes(values, 0, bytes);
    if (got < bytes) {
      throw DataException.damaged(
          file,
          "%s values need %s bytes after the header. Received: %s"
              .formatted(text(sizes), bytes, got));
    }
    return new Content(sizes, values);
  }

  /** The next bytes, or as many as there are; all the memory is taken when some have come. */
  private static byte[] grown(InputStream in, int bytes) throws IOException {
    byte[] values = in.readNBytes(Math.min(bytes, FIRST_BYTES));
    if (bytes <= FIRST_BYTES || values.length < FIRST_BYTES) {
      return values;
    }
    byte[] all = Arrays.copyOf(values, bytes);
    int got = FIRST_BYTES + in.readNBytes(all, FIRST_BYTES, bytes - FIRST_BYTES);
    return got < bytes ? Arrays.copyOf(all, got) : all;
  }

  private static int count(Path file, int[] sizes) {
    double count = 1;
    for (int d = 0; d < sizes.length; d++) {
      if (sizes[d] < 1) {
        throw DataException.damaged(
            file,
            "size %s (byte %s) must be 1 to 2147483647. Received: %s"
                .formatted(d, 4 + 4 * d, sizes[d] & 0xffffffffL));
      }
      count *= sizes[d];
    }
    if (count / sizes[0] > 1 << 27 || count > Integer.MAX_VALUE - 64) {
      throw DataException.damaged(
          file,
          "images must have at most 2^27 values each and 2^31 together. Received: sizes "
              + text(sizes));
    }
    return (int) count;
  }

  /** Whether gzip's magic number comes next; the stream stays where it is. */
  static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    byte[] magic = in.readNBytes(2);
    in.reset();
    return magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
  }

  static DataException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new DataException(DataException.Kind.NOT_FOUND, file + ": no such file", e);
    }
    if (e instanceof BoundedInput.TooLong) {
      return DataException.damaged(file, DataException.reason(e));
    }
    boolean disk = e instanceof FileSystemException || Files.isDirectory(file);
    return new DataException(
        disk ? DataException.Kind.DISK : DataException.Kind.DAMAGED,
        file + ": can't be read: " + DataException.reason(e),
        e);
  }

  private static String hex(byte[] bytes) {
    if (bytes.length == 0) {
      return "an empty file";
    }
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(text.isEmpty() ? "" : " ").append("%02x".formatted(b & 0xff));
    }
    return text.toString();
  }

  private static String text(int[] sizes) {
    return String.join("x", Arrays.stream(sizes).mapToObj(Integer::toString).toList());
  }
}
