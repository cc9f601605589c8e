package dev.lanewise.formats;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a safetensors file from first byte to last, checking the header before any value. Entries
 * are many in a hostile file, so what only a message needs is made when there is one.
 */
final class SafeTensorsReader {

  /** Digits of a number that always fits a {@code long}. */
  private static final int MOST_DIGITS = 18;

  private static final int DTYPE = 1;
  private static final int SHAPE = 2;
  private static final int OFFSETS = 4;

  private static final int LARGEST_TENSOR = Integer.MAX_VALUE - 8;

  /** What the header says of a tensor. */
  private record Entry(
      String name, DType type, List<Integer> shape, int size, long begin, long end) {}

  private final String where;
  private final FormatLimits limits;
  private final TreeMap<String, String> metadata = new TreeMap<>();
  private final List<Entry> entries = new ArrayList<>();

  SafeTensorsReader(String where, FormatLimits limits) {
    this.where = where;
    this.limits = limits;
  }

  SafeTensors read(InputStream in, long length) throws IOException {
    byte[] prefix = in.readNBytes(8);
    if (prefix.length < 8) {
      throw bad("a safetensors file must have at least 8 bytes. Received: " + prefix.length);
    }
    long headerLength = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (headerLength < 2 || headerLength > limits.headerBytes()) {
      throw bad(
          "not a safetensors file, its header must have 2 to %s bytes. Received: %s"
              .formatted(limits.headerBytes(), Long.toUnsignedString(headerLength)));
    }
    if (headerLength > length - 8) {
      throw bad(
          "the header must fit the file, which may be cut off. Expected: at most %s bytes."
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
    checkPadding(header);
    JsonReader json =
        Json.reader(
            new InputStreamReader(
                new ByteArrayInputStream(header), StandardCharsets.UTF_8.newDecoder()));
    try {
      readHeader(json);
    } catch (CharacterCodingException e) {
      throw new FormatException(where + ": the text must be UTF-8. Received: other bytes", e);
    } catch (IOException e) {
      throw Json.syntax(where + ": header", e);
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    checkOffsets(length - 8 - headerLength);
    List<Tensor> tensors = new ArrayList<>(entries.size());
    Storage storage = new Storage();
    for (Entry entry : entries) {
      try {
        Object values = storage.read(in, entry.type, entry.size);
        tensors.add(new Tensor(entry.name, entry.type, entry.shape, entry.size, values));
      } catch (EOFException e) {
        throw cutOff();
      }
    }
    if (in.read() >= 0) {
      throw bad("nothing may follow the values. Received: more bytes than the file had at first");
    }
    return new SafeTensors(metadata, tensors);
  }

  /** The format pads a header with spaces. Other writers' zeros would puzzle a parser of JSON. */
  private void checkPadding(byte[] header) {
    int end = header.length;
    while (end > 0 && isSpace(header[end - 1])) {
      end--;
    }
    if (header[end - 1] != '}') {
      throw bad(
          "the header must end with } and spaces. Received at its end: byte %s%s"
              .formatted(
                  header[end - 1] & 0xff, header[end - 1] == 0 ? " (padded with zeros)" : ""));
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void checkOffsets(long length) {
    long at = 0;
    for (Entry entry : entries) {
      if (entry.begin != at) {
        throw bad(
            "tensor %s: values must follow one another without gap or overlap. Expected: begin at"
                    .formatted(entry.name)
                + " %s. Received: %s".formatted(at, entry.begin));
      }
      at = entry.end;
    }
    if (at != length) {
      throw bad(
          "the values must end where the file ends, which may be cut off. Expected: %s bytes of"
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
      checkName(name);
      if (!names.add(name)) {
        throw bad("each name must occur once. Received twice: " + Json.quote(name));
      }
      if (name.equals(SafeTensors.METADATA)) {
        readMetadata(json);
      } else {
        if (entries.size() == limits.tensors()) {
          throw bad("a file may have at most %s tensors. Received: more".formatted(entries.size()));
        }
        readEntry(json, name);
      }
    }
    json.endObject();
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw bad("only spaces may follow the header's object");
    }
  }

  private void checkName(String name) {
    if (name.length() > limits.nameLength()) {
      throw bad(
          "a name may have at most %s characters. Received: %s, %s"
              .formatted(limits.nameLength(), name.length(), Json.quote(name)));
    }
  }

  private void readMetadata(JsonReader json) throws IOException {
    expect(json, JsonToken.BEGIN_OBJECT, SafeTensors.METADATA, "", "an object");
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      checkName(key);
      if (metadata.size() == limits.tensors()) {
        throw bad(
            "the metadata may have at most %s keys. Received: more".formatted(metadata.size()));
      }
      if (json.peek() != JsonToken.STRING) {
        expect(
            json, JsonToken.STRING, SafeTensors.METADATA + "." + Json.shorten(key), "", "a text");
      }
      if (metadata.put(key, json.nextString()) != null) {
        throw bad("each key of the metadata must occur once. Received twice: " + Json.quote(key));
      }
    }
    json.endObject();
  }

  private void readEntry(JsonReader json, String name) throws IOException {
    expect(json, JsonToken.BEGIN_OBJECT, name, "", "an object");
    DType type = null;
    long[] shape = {};
    long[] offsets = {};
    int keys = 0;
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      int bit =
          switch (key) {
            case "dtype" -> DTYPE;
            case "shape" -> SHAPE;
            case "data_offsets" -> OFFSETS;
            default ->
                throw bad(
                    "%s: the keys must be dtype, shape and data_offsets. Received: %s"
                        .formatted(what(name), Json.quote(key)));
          };
      if ((keys & bit) != 0) {
        throw bad("%s: each key must occur once. Received twice: %s".formatted(what(name), key));
      }
      keys |= bit;
      switch (bit) {
        case DTYPE -> type = dtype(json, name);
        case SHAPE -> shape = wholes(json, name, ": shape");
        default -> offsets = wholes(json, name, ": data_offsets");
      }
    }
    json.endObject();
    if (keys != (DTYPE | SHAPE | OFFSETS) || type == null) {
      List<String> received = new ArrayList<>();
      if ((keys & OFFSETS) != 0) {
        received.add("data_offsets");
      }
      if ((keys & DTYPE) != 0) {
        received.add("dtype");
      }
      if ((keys & SHAPE) != 0) {
        received.add("shape");
      }
      throw bad(
          "%s: the keys must be dtype, shape and data_offsets. Received: %s"
              .formatted(what(name), received));
    }
    entries.add(entry(name, type, shape, offsets));
  }

  /** For messages. */
  private static String what(String name) {
    return name.equals(SafeTensors.METADATA) || name.startsWith(SafeTensors.METADATA + ".")
        ? name
        : "tensor " + Json.shorten(name);
  }

  private DType dtype(JsonReader json, String name) throws IOException {
    expect(json, JsonToken.STRING, name, ": dtype", "a text");
    String dtype = json.nextString();
    for (DType known : DType.all()) {
      if (known.name().equals(dtype)) {
        return known;
      }
    }
    throw bad(
        "%s: the dtype must be one of %s. Received: %s"
            .formatted(what(name), DType.all(), Json.quote(dtype)));
  }

  private Entry entry(String name, DType type, long[] shape, long[] offsets) {
    long size = 1;
    List<Integer> extents = new ArrayList<>(shape.length);
    for (long extent : shape) {
      if (extent > LARGEST_TENSOR || (size != 0 && extent > LARGEST_TENSOR / size)) {
        throw bad(
            "%s: a tensor may have at most %s values. Received: shape %s"
                .formatted(what(name), LARGEST_TENSOR, Arrays.toString(shape)));
      }
      extents.add((int) extent);
      size *= extent;
    }
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw bad(
          "%s: data_offsets must be begin and end, in this order. Received: %s"
              .formatted(what(name), Arrays.toString(offsets)));
    }
    long begin = offsets[0];
    long end = offsets[1];
    long expected = size * type.bytes();
    if (end - begin != expected) {
      throw bad(
          "%s: shape, dtype and data_offsets must agree. Expected: %s bytes for %s %s."
                  .formatted(what(name), expected, type, Arrays.toString(shape))
              + " Received: %s to %s, %s bytes".formatted(begin, end, end - begin));
    }
    return new Entry(name, type, List.copyOf(extents), (int) size, begin, end);
  }

  private long[] wholes(JsonReader json, String name, String part) throws IOException {
    expect(json, JsonToken.BEGIN_ARRAY, name, part, "a list of whole numbers");
    long[] numbers = new long[4];
    int count = 0;
    json.beginArray();
    while (json.hasNext()) {
      expect(json, JsonToken.NUMBER, name, part, "a list of whole numbers");
      if (count == limits.dimensions()) {
        throw bad(
            "%s%s may have at most %s numbers. Received: more"
                .formatted(what(name), part, limits.dimensions()));
      }
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count] = whole(json.nextString(), name, part);
      count++;
    }
    json.endArray();
    return Arrays.copyOf(numbers, count);
  }

  private long whole(String digits, String name, String part) {
    boolean plain = digits.length() <= MOST_DIGITS;
    for (int i = 0; plain && i < digits.length(); i++) {
      plain = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    if (!plain) {
      throw bad(
          "%s%s must be a list of whole numbers from 0 to 10^18. Received: %s"
              .formatted(what(name), part, Json.shorten(digits)));
    }
    return Long.parseLong(digits);
  }

  private void expect(JsonReader json, JsonToken token, String name, String part, String expected)
      throws IOException {
    JsonToken received = json.peek();
    if (received != token) {
      throw bad(
          "%s%s must be %s. Received: %s"
              .formatted(what(name), part, expected, Json.nameOf(received)));
    }
  }

  private FormatException cutOff() {
    return bad("the file ended before its content: it was cut off while it was read");
  }

  private FormatException bad(String message) {
    return new FormatException(where + ": " + message);
  }
}
