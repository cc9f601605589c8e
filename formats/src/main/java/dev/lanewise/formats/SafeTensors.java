package dev.lanewise.formats;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The content of a safetensors file: eight bytes with the header's length (little-endian), a JSON
 * header, then the tensors' values. The same content always becomes the same bytes.
 *
 * @param metadata texts by name, sorted
 * @param tensors the tensors, in the order of the file
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public record SafeTensors(SortedMap<String, String> metadata, List<Tensor> tensors) {

  /** The header's key for {@link #metadata}, which no tensor may have as its name. */
  static final String METADATA = "__metadata__";

  /**
   * Copies both.
   *
   * @throws IllegalArgumentException if two tensors have one name, or one is called {@code
   *     __metadata__}
   */
  public SafeTensors {
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    tensors = List.copyOf(tensors);
    Set<String> names = new HashSet<>(Set.of(METADATA));
    for (Tensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException(
            "Each tensor must have a name of its own, other than %s. Received: %s"
                .formatted(METADATA, tensor.name()));
      }
    }
  }

  /** Of any map. */
  public static SafeTensors of(Map<String, String> metadata, List<Tensor> tensors) {
    return new SafeTensors(new TreeMap<>(metadata), tensors);
  }

  /** The tensor of a name. */
  public Optional<Tensor> tensor(String name) {
    return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }

  /** Reads a file, with {@link FormatLimits#defaults}; otherwise as the other. */
  public static SafeTensors read(Path file) throws IOException {
    return read(file, FormatLimits.defaults());
  }

  /**
   * Reads a file. What it allocates depends on the file's length, not on what its header claims.
   *
   * @param file the file
   * @param limits how large the header's parts may be
   * @throws FormatException if it is not a sound safetensors file, or has a dtype that {@link
   *     DType} lacks
   * @throws IOException if it cannot be read
   */
  public static SafeTensors read(Path file, FormatLimits limits) throws IOException {
    try (InputStream in = new BufferedInputStream(Inputs.open(file))) {
      return new SafeTensorsReader(file.toString(), limits).read(in, Files.size(file));
    }
  }

  /** Reads bytes, with {@link FormatLimits#defaults}; otherwise as the other. */
  public static SafeTensors parse(byte[] bytes, String where) {
    return parse(bytes, where, FormatLimits.defaults());
  }

  /**
   * Reads bytes.
   *
   * @param bytes all of a file's
   * @param where what messages begin with
   * @param limits how large the header's parts may be
   * @throws FormatException as {@link #read}
   */
  public static SafeTensors parse(byte[] bytes, String where, FormatLimits limits) {
    try {
      return new SafeTensorsReader(where, limits)
          .read(new ByteArrayInputStream(bytes), bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes a file as a whole, as {@link AtomicFile} does.
   *
   * @throws IllegalArgumentException if a name or text is not valid Unicode
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    byte[] header = SafeTensorsWriter.header(this);
    AtomicFile.write(file, out -> write(header, out));
  }

  /** The bytes of the file; up to 2 GiB. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(SafeTensorsWriter.header(this), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void write(byte[] header, OutputStream out) throws IOException {
    out.write(header);
    Storage storage = new Storage();
    for (Tensor tensor : SafeTensorsWriter.order(tensors)) {
      tensor.writeTo(out, storage);
    }
  }
}
