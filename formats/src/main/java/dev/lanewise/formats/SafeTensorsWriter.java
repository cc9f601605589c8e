package dev.lanewise.formats;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/** Makes the header of a safetensors file. */
final class SafeTensorsWriter {

  private SafeTensorsWriter() {}

  /** Wide values first, so that each tensor is aligned to its values; otherwise as they come. */
  static List<Tensor> order(List<Tensor> tensors) {
    return tensors.stream()
        .sorted(Comparator.comparing((Tensor tensor) -> -tensor.type().bytes()))
        .toList();
  }

  /** Length and header, padded with spaces so that the values start at a multiple of 8. */
  static byte[] header(SafeTensors content) {
    ByteBuffer json = encode(json(content));
    int length = Math.ceilDiv(json.remaining(), 8) * 8;
    ByteBuffer header = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(length).put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.array();
  }

  private static String json(SafeTensors content) {
    StringWriter text = new StringWriter();
    try (JsonWriter out = new JsonWriter(text)) {
      out.beginObject();
      if (!content.metadata().isEmpty()) {
        out.name(SafeTensors.METADATA).beginObject();
        for (var entry : content.metadata().entrySet()) {
          out.name(entry.getKey()).value(entry.getValue());
        }
        out.endObject();
      }
      long offset = 0;
      for (Tensor tensor : order(content.tensors())) {
        out.name(tensor.name()).beginObject();
        out.name("dtype").value(tensor.type().name());
        out.name("shape").beginArray();
        for (int extent : tensor.shape()) {
          out.value(extent);
        }
        out.endArray();
        long end = offset + (long) tensor.size() * tensor.type().bytes();
        out.name("data_offsets").beginArray().value(offset).value(end).endArray();
        out.endObject();
        offset = end;
      }
      out.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static ByteBuffer encode(String json) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "Names and metadata must be valid Unicode. Received: half of a surrogate pair", e);
    }
  }
}
