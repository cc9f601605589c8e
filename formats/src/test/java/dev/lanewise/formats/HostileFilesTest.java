package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file claims costs no more than ten times its bytes, and is refused in one short line. */
class HostileFilesTest {

  private static final long FREE = 64L << 20;

  /** What a refusal says, if it allocates no more than it may. */
  private static String refused(long bytes, Runnable read) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    FormatException e = assertThrows(FormatException.class, read::run);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated <= 10 * bytes + FREE, "%d bytes of %d".formatted(allocated, bytes));
    String message = e.getMessage();
    assertTrue(message.length() <= 400, message);
    assertFalse(message.matches("(?s).*(JsonReader|trictness|LENIENT|[\\p{Cntrl}]).*"), message);
    return message;
  }

  private static String header(String text, byte... values) {
    byte[] file = RawFile.of(text, values);
    return refused(file.length, () -> SafeTensors.parse(file, "f"));
  }

  private static String model(String text) {
    return refused(text.length(), () -> ModelJson.parse(text, "m.json"));
  }

  private static String empty(int tensors) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < tensors; i++) {
      text.append(i == 0 ? "" : ",")
          .append('"')
          .append(i)
          .append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
    }
    return text.append('}').toString();
  }

  @Test
  void aGreatManyEmptyTensors() {
    assertEquals(
        "f: a file may have at most 65536 tensors. Received: more", header(empty(900_000)));
    byte[] most = RawFile.of(empty(65_536));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    SafeTensors read = SafeTensors.parse(most, "f");
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertEquals(65_536, read.tensors().size());
    assertTrue(allocated <= 10L * most.length + FREE, allocated + " of " + most.length);
    assertEquals(
        "f: a file may have at most 3 tensors. Received: more",
        assertThrows(
                FormatException.class,
                () -> SafeTensors.parse(most, "f", FormatLimits.defaults().withTensors(3)))
            .getMessage());
  }

  @Test
  void longNamesAndManyDimensions() {
    String name = "n".repeat(1_000_000);
    assertTrue(
        header("{\"" + name + "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")
            .startsWith("f: a name may have at most 1024 characters. Received: 1000000, \"nnn"));
    assertTrue(
        header("{\"__metadata__\":{\"" + name + "\":\"\"}}")
            .startsWith("f: a name may have at most 1024 characters. Received: 1000000, \"nnn"));
    assertEquals(
        "f: tensor w: shape may have at most 32 numbers. Received: more",
        header(
            "{\"w\":{\"dtype\":\"U8\",\"shape\":["
                + "1,".repeat(2_000_000)
                + "1],"
                + "\"data_offsets\":[0,1]}}",
            (byte) 0));
    StringBuilder keys = new StringBuilder("{\"__metadata__\":{\"a\":\"\"");
    for (int i = 0; i < 500_000; i++) {
      keys.append(",\"").append(i).append("\":\"\"");
    }
    assertEquals(
        "f: the metadata may have at most 65536 keys. Received: more", header(keys + "}}"));
  }

  @Test
  void nestingAndNumbersOfAHeader() {
    assertEquals(
        "f: tensor w: shape must be a list of whole numbers. Received: a list",
        header("{\"w\":{\"shape\":" + "[".repeat(3_000_000) + "}"));
    for (String number : List.of("1e999999999", "9".repeat(200_000), "-0", "1E400")) {
      String message =
          header("{\"w\":{\"dtype\":\"U8\",\"shape\":[" + number + "],\"data_offsets\":[0,0]}}");
      assertTrue(message.startsWith("f: "), message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{}}\0\0",
        "{\"a\":NaN}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":/**/{}}",
        "{\"a\"",
        "{\"\\u001b[31m\":3}",
        "{\"a\":\u001b}",
        "{\"a\\q\":1}"
      })
  void aHeaderThatIsNoJsonIsRefusedInPlainWords(String text) {
    assertTrue(header(text).startsWith("f: "));
  }

  @Test
  void largeModels() {
    assertEquals(
        "m.json: a model may have at most 10000 layers. Received: 150000",
        model("{\"input\":1,\"layers\":[" + "\"relu\",".repeat(149_999) + "\"relu\"]}"));
    String zeros = "0,".repeat(8_000_000) + "0";
    assertTrue(
        model("{\"input\":[" + zeros + "]}")
            .startsWith("m.json: a text of this length may have at most "));
    assertTrue(
        model("{\"input\":[" + "0,".repeat(150_000) + "0],\"layers\":[]}")
            .startsWith("m.json: input must be a whole number or [channels, height, width]."));
    assertTrue(
        model("[".repeat(5_000_000)).startsWith("m.json: the text must be JSON. Received at line"));
    assertTrue(model("{\"" + "k".repeat(10_000_000) + "\":1}").contains("unknown key: kkkk"));
    StringBuilder keys = new StringBuilder("{\"input\":1");
    for (int i = 0; i < 100_000; i++) {
      keys.append(",\"k").append(i).append("\":1");
    }
    model(keys + "}");
    assertEquals(
        "m.json: a model's text may have at most 16777216 characters. Received: 20000000",
        model(" ".repeat(20_000_000)));
  }

  @Test
  void longNamesOfLayersAndManyOfTheirInputs() {
    String dotted = "a." + "b.".repeat(1_000_000) + "c";
    assertTrue(
        model("{\"input\":1,\"layers\":[{\"type\":\"relu\",\"name\":\"" + dotted + "\"}]}")
            .endsWith("name may have at most 500 characters. Received: 2000003"));
    String inputs = "\"relu1\",".repeat(300_000) + "\"nobody\"";
    assertTrue(
        model(
                "{\"input\":1,\"layers\":["
                    + "\"relu\",".repeat(9_000)
                    + "{\"type\":\"add\",\"inputs\":["
                    + inputs
                    + "]}]}")
            .contains("inputs must name layers of the network. Received: \"nobody\". "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e999999999", "1e-999999999", "1e99999999999999999999", "1E+2147483648", "-1"})
  void hugeNumbers(String number) {
    assertTrue(
        model("{\"input\":" + number + ",\"layers\":[\"relu\"]}").startsWith("m.json: "), number);
    model("{\"input\":1,\"layers\":[\"relu\"],\"recipe\":{\"batch\":" + number + "}}");
  }

  @Test
  void aModelThatWouldNotFitAnyMemoryIsRefusedWhereItIsRead() {
    String message =
        model(
            "{\"input\":[3,1000000,1000000],\"layers\":[{\"type\":\"conv2d\",\"channels\":1000000000,"
                + "\"kernel\":3}]}");
    assertTrue(message.startsWith("m.json: "), message);
  }

  @Test
  void messagesOfDamageAreShortWhateverTheFileHas() {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      tensors.add(Tensor.ofFloats("layer" + i + ".weight", List.of(1), new float[1]));
    }
    SafeTensors content =
        SafeTensors.of(
            Map.of(
                "format",
                "lanewise-1",
                "lanewise.model",
                "{\"x".repeat(1000),
                "lanewise.provenance",
                "{}"),
            tensors);
    String message = refused(1_000_000, () -> SavedModel.of(content, "f" + "/long".repeat(100)));
    assertTrue(message.startsWith("f/long"), message);
  }
}
