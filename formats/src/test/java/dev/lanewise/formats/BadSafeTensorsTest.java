package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not what they should be. */
class BadSafeTensorsTest {

  private static String messageOf(byte[] bytes) {
    String message =
        assertThrows(FormatException.class, () -> SafeTensors.parse(bytes, "f")).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith("f: "), message);
    return message.substring(3);
  }

  private static String tensor(String name, String dtype, String shape, String offsets) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
        .formatted(name, dtype, shape, offsets);
  }

  private static String messageOf(String entries, int bytes) {
    return messageOf(RawFile.of("{" + entries + "}", new byte[bytes]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F32 | [2]   | [0,4]   | 4  | shape, dtype and data_offsets must agree. Expected: 8 bytes"
            + " for F32 [2]. Received: 0 to 4, 4 bytes",
        "F64 | []    | [0,4]   | 4  | shape, dtype and data_offsets must agree. Expected: 8 bytes"
            + " for F64 []. Received: 0 to 4, 4 bytes",
        "F32 | [1]   | [4,8]   | 8  | values must follow one another without gap or overlap."
            + " Expected: begin at 0. Received: 4",
        "F32 | [1]   | [4,0]   | 4  | data_offsets must be begin and end, in this order. Received:"
            + " [4, 0]",
        "F32 | [1]   | [0]     | 4  | data_offsets must be begin and end, in this order. Received:"
            + " [0]",
        "F32 | [1]   | [0,4,8] | 4  | data_offsets must be begin and end, in this order. Received:"
            + " [0, 4, 8]",
        "C64 | [1]   | [0,8]   | 8  | the dtype must be one of [F64, I64, F32, I32, F16, BF16, U8]."
            + " Received: \"C64\"",
        "F32 | [2147483640] | [0,4] | 4 | a tensor may have at most 2147483639 values. Received:"
            + " shape [2147483640]",
        "F32 | [65536,65536] | [0,0] | 0 | a tensor may have at most 2147483639 values. Received:"
            + " shape [65536, 65536]",
        "F32 | [4294967296,4294967296] | [0,0] | 0 | a tensor may have at most 2147483639 values."
            + " Received: shape [4294967296, 4294967296]",
      })
  void anEntryMustBeSound(String dtype, String shape, String offsets, int bytes, String message) {
    assertEquals("tensor w: " + message, messageOf(tensor("w", dtype, shape, offsets), bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "1e3", "9999999999999999999", "0.0"})
  void sizesMustBeWholeAndNotNegative(String size) {
    String expected = " must be a list of whole numbers from 0 to 10^18. Received: " + size;
    assertEquals(
        "tensor w: shape" + expected, messageOf(tensor("w", "F32", "[" + size + "]", "[0,4]"), 4));
    assertEquals(
        "tensor w: data_offsets" + expected,
        messageOf(tensor("w", "F32", "[1]", "[0," + size + "]"), 4));
  }

  @Test
  void tensorsMustNotOverlapNorLeaveGaps() {
    String first = tensor("a", "F32", "[2]", "[0,8]");
    assertEquals(
        "tensor b: values must follow one another without gap or overlap. Expected: begin at 8."
            + " Received: 4",
        messageOf(first + "," + tensor("b", "F32", "[2]", "[4,12]"), 12));
    assertEquals(
        "tensor b: values must follow one another without gap or overlap. Expected: begin at 8."
            + " Received: 9",
        messageOf(first + "," + tensor("b", "U8", "[1]", "[9,10]"), 10));
  }

  @Test
  void valuesMustEndWithTheFile() {
    String entry = tensor("w", "F32", "[2]", "[0,8]");
    String rule = "the values must end where the file ends, which may be cut off. ";
    assertEquals(rule + "Expected: 8 bytes of values. Received: 7", messageOf(entry, 7));
    assertEquals(rule + "Expected: 8 bytes of values. Received: 9", messageOf(entry, 9));
  }

  @Test
  void namesAndKeysOccurOnce() {
    String entry = tensor("w", "F32", "[1]", "[0,4]");
    assertEquals(
        "each name must occur once. Received twice: \"w\"", messageOf(entry + "," + entry, 4));
    assertEquals(
        "each key of the metadata must occur once. Received twice: \"a\"",
        messageOf("\"__metadata__\":{\"a\":\"1\",\"a\":\"1\"}", 0));
    assertEquals(
        "tensor w: each key must occur once. Received twice: dtype",
        messageOf("\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}", 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"w\":3 | tensor w must be an object. Received: a number",
        "\"w\":{} | tensor w: the keys must be dtype, shape and data_offsets. Received: []",
        "\"w\":{\"dtype\":\"F32\",\"size\":[]} | tensor w: the keys must be dtype, shape and"
            + " data_offsets. Received: \"size\"",
        "\"w\":{\"dtype\":4} | tensor w: dtype must be a text. Received: a number",
        "\"w\":{\"shape\":{}} | tensor w: shape must be a list of whole numbers. Received: an"
            + " object",
        "\"w\":{\"shape\":[\"1\"]} | tensor w: shape must be a list of whole numbers. Received: a"
            + " text",
        "\"w\":{\"shape\":[[1]]} | tensor w: shape must be a list of whole numbers. Received: a"
            + " list",
        "\"w\":{\"shape\":[null]} | tensor w: shape must be a list of whole numbers. Received:"
            + " null",
        "\"__metadata__\":[] | __metadata__ must be an object. Received: a list",
        "\"__metadata__\":{\"a\":1} | __metadata__.a must be a text. Received: a number",
        "\"w\":{\"dtype\" | header: the text must be JSON. Received at line 1, column 15: Expected"
            + " ':'",
      })
  void theHeaderMustHaveItsForm(String entries, String message) {
    assertEquals(message, messageOf(entries, 0));
  }

  @Test
  void onlySpacesFollowTheHeader() {
    assertEquals(
        "the header must end with } and spaces. Received at its end: byte 120",
        messageOf(RawFile.of("{} x")));
    assertEquals(
        "the header must end with } and spaces. Received at its end: byte 0 (padded with zeros)",
        messageOf(RawFile.of("{}\0\0")));
    assertTrue(messageOf(RawFile.of("{}{}")).startsWith("header: the text must be JSON."));
    assertEquals(
        "not a safetensors file, its header must begin with {", messageOf(RawFile.of(" {}")));
    assertEquals(
        "the text must be UTF-8. Received: other bytes",
        messageOf(new byte[] {4, 0, 0, 0, 0, 0, 0, 0, '{', '"', -1, '}'}));
  }

  @Test
  void theHeaderMustFitTheFile() {
    for (int length = 0; length < 8; length++) {
      assertEquals(
          "a safetensors file must have at least 8 bytes. Received: " + length,
          messageOf(new byte[length]));
    }
    assertEquals(
        "the header must fit the file, which may be cut off. Expected: at most 4 bytes. Received:"
            + " 5",
        messageOf(Arrays.copyOf(RawFile.of("{   }"), 12)));
    for (long length : new long[] {0, 1, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      byte[] bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
      assertEquals(
          "not a safetensors file, its header must have 2 to 100000000 bytes. Received: "
              + Long.toUnsignedString(length),
          messageOf(bytes));
    }
  }

  private static SafeTensors small() {
    return SafeTensors.of(
        Map.of("k", "v"),
        List.of(
            Tensor.ofFloats("w", List.of(1, 3), new float[] {1, 2, 3}),
            Tensor.ofLongs("n", List.of(), new long[] {5})));
  }

  @Test
  void aFileCutOffAnywhereIsRefused() {
    byte[] bytes = small().bytes();
    for (int length = 0; length < bytes.length; length++) {
      messageOf(Arrays.copyOf(bytes, length));
    }
    messageOf(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Test
  void aFileWithAnyOtherByteIsRefusedOrReadAsWhatItSays() {
    byte[] bytes = small().bytes();
    int refused = 0;
    int read = 0;
    for (int at = 0; at < bytes.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        try {
          SafeTensors content = SafeTensors.parse(changed, "f");
          assertEquals(content, SafeTensors.parse(content.bytes(), "f"));
          read++;
        } catch (FormatException e) {
          assertFalse(e.getMessage().contains("\n"), e.getMessage());
          refused++;
        }
      }
    }
    assertTrue(refused > 100 * 150, "refused: " + refused);
    // All of the 20 bytes of values, at least.
    assertTrue(read > 20 * 256, "read: " + read);
  }
}
