package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads CIFAR's binary files (A. Krizhevsky, "Learning Multiple Layers of Features from Tiny
 * Images", 2009) from a directory or, in one pass, from a tar archive, compressed by gzip or not.
 */
final class CifarReader {

  static final Shape SHAPE = new Shape(3, 32, 32);

  /** More than any list of class names has; a longer one isn't read into memory. */
  private static final int MOST_NAME_BYTES = 1 << 16;

  private static final int FIRST_RECORDS = 1024;

  private final String name;
  private final CifarFormat format;
  private final Set<Split> splits;
  private final DataLimits limits;
  private final Map<String, Records> read = new HashMap<>();
  private @Nullable List<String> classNames;

  /** The records of one file, labels and pixels apart. */
  private record Records(int[] labels, byte[] pixels) {}

  private CifarReader(String name, CifarFormat format, Set<Split> splits, DataLimits limits) {
    this.name = name;
    this.format = format;
    this.splits = splits;
    this.limits = limits;
  }

  /**
   * Reads splits.
   *
   * @param name what to call the set
   * @param format the layout
   * @param source a directory of .bin files, or an archive of them
   * @param splits which to read
   * @param limits what an archive may unpack to
   * @throws DataException if a file is missing, can't be read, isn't what it should be or is over a
   *     limit
   */
  static Map<Split, ImageSet> read(
      String name, CifarFormat format, Path source, Set<Split> splits, DataLimits limits) {
    CifarReader reader = new CifarReader(name, format, splits, limits);
    if (Files.isDirectory(source)) {
      reader.readDirectory(source);
    } else {
      reader.readArchive(source);
    }
    return reader.assemble(source);
  }

  private void readDirectory(Path directory) {
    Path names = directory.resolve(format.namesFile());
    if (Files.exists(names)) {
      readFile(names, format.namesFile());
    }
    for (Split split : splits) {
      for (String file : format.files(split)) {
        readFile(directory.resolve(file), file);
      }
    }
  }

  private void readFile(Path path, String file) {
    try (InputStream in = Files.newInputStream(path)) {
      take(path.toString(), file, in, Files.size(path));
    } catch (IOException e) {
      throw IdxReader.unreadable(path, e);
    }
  }

  private void readArchive(Path archive) {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
      InputStream plain =
          IdxReader.isGzip(raw)
              ? new BoundedInput(
                  GzipCompressorInputStream.builder()
                      .setInputStream(raw)
                      .setDecompressConcatenated(true)
                      .get(),
                  limits,
                  Files.size(archive))
              : raw;
      InputStream tarred = new BufferedInputStream(plain, 1 << 16);
      readEntries(archive, new TarArchiveInputStream(tarred));
      // To the very end, so that gzip checks its sum.
      tarred.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw IdxReader.unreadable(archive, e);
    }
  }

  private void readEntries(Path archive, TarArchiveInputStream tar) throws IOException {
    for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
      String path = entry.getName();
      String file = path.substring(path.lastIndexOf('/') + 1);
      if (!entry.isDirectory() && isWanted(file)) {
        String where = archive + "!" + path;
        checkEntry(entry, where);
        take(where, file, tar, entry.getSize());
      }
    }
  }

  /** Nothing is unpacked to the disk; but what an archive's author can't have meant is refused. */
  private static void checkEntry(TarArchiveEntry entry, String where) {
    boolean device = entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
    if (device || entry.isLink() || entry.isSymbolicLink() || entry.isSparse()) {
      throw DataException.damaged(where, "must be a plain file. Received: a link or another kind");
    }
    if (entry.getSize() < 0) {
      throw DataException.damaged(
          where, "the size of a file must be at least 0. Received: " + entry.getSize());
    }
  }

  private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
    try {
      return tar.getNextEntry();
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      // The library's word for some damaged headers.
      throw new IOException("damaged header of an archive's entry", e);
    }
  }

  private boolean isWanted(String file) {
    return file.equals(format.namesFile())
        || splits.stream().anyMatch(split -> format.files(split).contains(file));
  }

  /** Reads a file that is wanted. */
  private void take(String where, String file, InputStream in, long length) throws IOException {
    if (file.equals(format.namesFile())) {
      if (classNames != null) {
        throw twice(where);
      }
      classNames = names(where, in);
      return;
    }
    for (Split split : splits) {
      if (format.files(split).contains(file)) {
        Records records = records(where, format.records(split), in, length);
        if (read.put(file, records) != null) {
          throw twice(where);
        }
      }
    }
  }

  private static DataException twice(String where) {
    return DataException.damaged(where, "expected one file of this name. Received: another");
  }

  private List<String> names(String where, InputStream in) throws IOException {
    String text = new String(in.readNBytes(MOST_NAME_BYTES), StandardCharsets.UTF_8);
    List<String> names = text.lines().map(String::strip).filter(s -> !s.isEmpty()).toList();
    if (names.size() != format.classNames().size()) {
      throw DataException.damaged(
          where,
          "expected %s class names, one a line. Received: %s"
              .formatted(format.classNames().size(), names.size()));
    }
    for (String name : names) {
      if (!Shown.isPlain(name)) {
        throw DataException.damaged(
            where, "a class name must have no control characters. Received: " + name);
      }
    }
    return names;
  }

  private Records records(String where, int count, InputStream in, long length) throws IOException {
    int labelBytes = format.labelBytes();
    int recordBytes = labelBytes + SHAPE.elements();
    if (length != (long) count * recordBytes) {
      throw DataException.damaged(
          where,
          "expected %s records of %s bytes, %s together. Received: %s bytes"
              .formatted(count, recordBytes, (long) count * recordBytes, length));
    }
    // Grown as records come: an archive's header can promise more than there is.
    int room = Math.min(count, FIRST_RECORDS);
    int[] labels = new int[room];
    byte[] pixels = new byte[room * SHAPE.elements()];
    byte[] record = new byte[recordBytes];
    int classes = format.classNames().size();
    for (int i = 0; i < count; i++) {
      if (i == room) {
        room = count;
        labels = Arrays.copyOf(labels, room);
        pixels = Arrays.copyOf(pixels, room * SHAPE.elements());
      }
      int got = in.readNBytes(record, 0, recordBytes);
      if (got < recordBytes) {
        throw DataException.damaged(
            where,
            "expected %s bytes. Received: the end after %s"
                .formatted(length, (long) i * recordBytes + got));
      }
      labels[i] = record[labelBytes - 1] & 0xff;
      if (labels[i] >= classes) {
        throw DataException.damaged(
            where,
            "the label of record %s (byte %s) must be 0 to %s. Received: %s"
                .formatted(i, (long) i * recordBytes + labelBytes - 1, classes - 1, labels[i]));
      }
      System.arraycopy(record, labelBytes, pixels, i * SHAPE.elements(), SHAPE.elements());
    }
    return new Records(labels, pixels);
  }

  private Map<Split, ImageSet> assemble(Path source) {
    Map<Split, ImageSet> sets = new EnumMap<>(Split.class);
    for (Split split : splits) {
      List<String> missing = new ArrayList<>(format.files(split));
      missing.removeAll(read.keySet());
      if (!missing.isEmpty()) {
        throw new DataException(
            DataException.Kind.DAMAGED,
            source + ": expected to contain " + String.join(", ", missing) + ". Received: none");
      }
      int count = format.files(split).size() * format.records(split);
      int[] labels = new int[count];
      byte[] pixels = new byte[count * SHAPE.elements()];
      int at = 0;
      for (String file : format.files(split)) {
        Records records = read.remove(file);
        System.arraycopy(records.labels(), 0, labels, at, records.labels().length);
        System.arraycopy(
            records.pixels(), 0, pixels, at * SHAPE.elements(), records.pixels().length);
        at += records.labels().length;
      }
      List<String> names = classNames != null ? classNames : format.classNames();
      sets.put(split, ImageSet.of(name, SHAPE, pixels, labels, names));
    }
    return sets;
  }
}
