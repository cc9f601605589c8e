package dev.lanewise.formats;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Reads a safetensors file from first byte to last, checking the header before any value. */
final class SafeTensorsReader {

  /** The format's own limit. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int LARGEST_TENSOR = Integer.MAX_VALUE - 8;

  /** What the header says of a tensor. */
  private record Entry(
      String name, DType type, List<Integer> shape, int size, long begin, long end) {}

  private final String where;
  private final TreeMap<String, String> metadata = new TreeMap<>();
  private final List<Entry> entries = new ArrayList<>();

  SafeTensorsReader(String where) {
    this.where = where;
  }

  SafeTensors read(InputStream in, long length) throws IOException {
    byte[] prefix = in.readNBytes(8);
    if (prefix.length < 8) {
      throw bad("a safetensors file must have at least 8 bytes. Received: " + prefix.length);
    }
    long headerLength = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (headerLength < 2 || headerLength > LONGEST_HEADER) {
      throw bad(
          "not a safetensors file, its header must have 2 to %d bytes. Received: %s"
              .formatted(LONGEST_HEADER, Long.toUnsignedString(headerLength)));
    }
    if (headerLength > length - 8) {
      throw bad(
          "the header must fit the file, which may be cut off. Expected: at most %d bytes."
                  .formatted(length - 8)
              + " Received: "
              + headerLength);
    }
    byte[] header = in.readNBytes((int) headerLength);
    if (header.length < headerLength) {
      throw cutOff();
    }
    if (header[0] != '{') {
      throw bad("not a safetensors file, its header must begin with {");
    }
    JsonReader json = Json.reader(Inputs.text(header, where));
    try {
      readHeader(json);
    } catch (IOException e) {
      throw Json.syntax(where + ": header", e);
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkOffsets(length - 8 - headerLength);
    List<Tensor> tensors = new ArrayList<>();
    for (Entry entry : entries) {
      try {
        Object values = Storage.read(in, entry.type, entry.size);
        tensors.add(new Tensor(entry.name, entry.type, entry.shape, entry.size, values));
      } catch (EOFException e) {
        throw cutOff();
      }
    }
    return new SafeTensors(metadata, tensors);
  }

  private void checkOffsets(long length) {
    long at = 0;
    for (Entry entry : entries) {
      if (entry.begin != at) {
        throw bad(
            "tensor %s: values must follow one another without gap or overlap. Expected: begin at"
                    .formatted(entry.name)
                + " %d. Received: %d".formatted(at, entry.begin));
      }
      at = entry.end;
    }
    if (at != length) {
      throw bad(
          "the values must end where the file ends, which may be cut off. Expected: %d bytes of"
                  .formatted(at)
              + " values. Received: "
              + length);
    }
  }

  private void readHeader(JsonReader json) throws IOException {
    Set<String> names = new HashSet<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (!names.add(name)) {
        throw bad("each name must occur once. Received twice: " + Json.quote(name));
      }
      if (name.equals(SafeTensors.METADATA)) {
        readMetadata(json);
      } else {
        readEntry(json, name);
      }
    }
    json.endObject();
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw bad("only spaces may follow the header's object");
    }
  }

  private void readMetadata(JsonReader json) throws IOException {
    expect(json, JsonToken.BEGIN_OBJECT, SafeTensors.METADATA, "an object");
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      expect(json, JsonToken.STRING, SafeTensors.METADATA + "." + key, "a text");
      if (metadata.put(key, json.nextString()) != null) {
        throw bad("each key of the metadata must occur once. Received twice: " + Json.quote(key));
      }
    }
    json.endObject();
  }

  private void readEntry(JsonReader json, String name) throws IOException {
    String what = "tensor " + Json.shorten(name);
    expect(json, JsonToken.BEGIN_OBJECT, what, "an object");
    String dtype = "";
    List<Long> shape = List.of();
    List<Long> offsets = List.of();
    Set<String> keys = new HashSet<>();
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      if (!keys.add(key)) {
        throw bad("%s: each key must occur once. Received twice: %s".formatted(what, key));
      }
      switch (key) {
        case "dtype" -> {
          expect(json, JsonToken.STRING, what + ": dtype", "a text");
          dtype = json.nextString();
        }
        case "shape" -> shape = wholes(json, what + ": shape");
        case "data_offsets" -> offsets = wholes(json, what + ": data_offsets");
        default ->
            throw bad(
                "%s: the keys must be dtype, shape and data_offsets. Received: %s"
                    .formatted(what, Json.quote(key)));
      }
    }
    json.endObject();
    if (keys.size() != 3) {
      throw bad(
          "%s: the keys must be dtype, shape and data_offsets. Received: %s"
              .formatted(what, keys.stream().sorted().toList()));
    }
    entries.add(entry(what, name, dtype, shape, offsets));
  }

  private Entry entry(
      String what, String name, String dtype, List<Long> shape, List<Long> offsets) {
    DType type = null;
    for (DType known : DType.values()) {
      if (known.name().equals(dtype)) {
        type = known;
      }
    }
    if (type == null) {
      throw bad(
          "%s: the dtype must be one of %s. Received: %s"
              .formatted(what, List.of(DType.values()), Json.quote(dtype)));
    }
    long size = 1;
    List<Integer> extents = new ArrayList<>();
    for (long extent : shape) {
      if (extent > LARGEST_TENSOR || (size != 0 && extent > LARGEST_TENSOR / size)) {
        throw bad(
            "%s: a tensor may have at most %d values. Received: shape %s"
                .formatted(what, LARGEST_TENSOR, shape));
      }
      extents.add((int) extent);
      size *= extent;
    }
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw bad(
          "%s: data_offsets must be begin and end, in this order. Received: %s"
              .formatted(what, offsets));
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    long expected = size * type.bytes();
    if (end - begin != expected) {
      throw bad(
          "%s: shape, dtype and data_offsets must agree. Expected: %d bytes for %s %s."
                  .formatted(what, expected, type, shape)
              + " Received: %d to %d, %d bytes".formatted(begin, end, end - begin));
    }
    return new Entry(name, type, extents, (int) size, begin, end);
  }

  private List<Long> wholes(JsonReader json, String what) throws IOException {
    expect(json, JsonToken.BEGIN_ARRAY, what, "a list of whole numbers");
    List<Long> numbers = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      expect(json, JsonToken.NUMBER, what, "a list of whole numbers");
      String digits = json.nextString();
      if (!digits.matches("[0-9]{1,18}")) {
        throw bad(
            "%s must be a list of whole numbers from 0 to 10^18. Received: %s"
                .formatted(what, Json.shorten(digits)));
      }
      numbers.add(Long.parseLong(digits));
    }
    json.endArray();
    return numbers;
  }

  private void expect(JsonReader json, JsonToken token, String what, String expected)
      throws IOException {
    JsonToken received = json.peek();
    if (received != token) {
      throw bad("%s must be %s. Received: %s".formatted(what, expected, Json.nameOf(received)));
    }
  }

  private FormatException cutOff() {
    return bad("the file ended before its content: it was cut off while it was read");
  }

  private FormatException bad(String message) {
    return new FormatException(where + ": " + message);
  }
}
