package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of {@code docs/model-files.md} have every type with its keys and their defaults, as
 * the program has them: a component that gets another name, or another default, fails here.
 */
class ModelFilesTablesTest {

  private static final Spot SPOT = new Spot("f", "");
  private static final int REST = 30;

  /** These have tables or sentences of their own. */
  private static final Set<String> APART =
      Set.of(
          "conv1d",
          "conv2d",
          "convtranspose2d",
          "depthwiseconv2d",
          "maxpool1d",
          "maxpool2d",
          "avgpool1d",
          "avgpool2d",
          "upsample");

  /** What a required key may be, if 1 is not right. */
  private static final Map<String, String> REQUIRED =
      Map.of(
          "rate", "0.5",
          "low", "-1",
          "schedules", "[\"constant\"]",
          "sequence milestones", "[]",
          "milestones", "[1]");

  /** Keys that every layer has. */
  private static final Set<String> EVERY_LAYER = Set.of("name", GraphJson.KEY);

  /** Values for any key; most fit some only. */
  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "7",
          "0.25",
          "1e-3",
          "-0.5",
          "0.9375",
          "true",
          "false",
          "[2, 3]",
          "[0.5, 2]",
          "[1, 2, 3]",
          "[\"constant\", {\"type\": \"step\", \"every\": 2}]",
          "[\"constant\"]",
          "[]",
          "[20]");

  private record Type(Family<?> family, String id, List<String> keys) {

    @Override
    public String toString() {
      return id;
    }
  }

  static Stream<Type> types() {
    return Stream.of(
            LayerJson.LAYERS,
            InitializerJson.INITIALIZERS,
            LossJson.LOSSES,
            OptimizerJson.OPTIMIZERS,
            ScheduleJson.SCHEDULES,
            AugmentJson.AUGMENTATIONS)
        .flatMap(
            family ->
                family.keys().entrySet().stream()
                    .map(entry -> new Type(family, entry.getKey(), entry.getValue())))
        .filter(type -> !APART.contains(type.id()));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyKeyStandsInTheTypesLineWithItsDefault(Type type) throws IOException {
    String line = line(type.id());
    JsonObject least = least(type, line);
    Object plain = read(type, least);
    for (String key : type.keys()) {
      String written = usual(line, key);
      if (least.has(key)) {
        JsonObject without = least.deepCopy();
        without.remove(key);
        String message =
            assertThrows(FormatException.class, () -> read(type, without)).getMessage();
        assertTrue(message.contains(key + " is missing"), message);
      } else if (!written.isEmpty() && !written.equals("none")) {
        JsonObject with = least.deepCopy();
        with.add(key, value(written));
        assertEquals(plain, read(type, with), key + " " + written);
      }
    }
  }

  /** What must be given. */
  private static JsonObject least(Type type, String line) {
    JsonObject least = Typed.object(type.id());
    for (String key : type.keys()) {
      if (usual(line, key).startsWith("(required")) {
        String value = REQUIRED.getOrDefault(key, "1");
        least.add(key, Json.parse(REQUIRED.getOrDefault(type.id() + " " + key, value), key));
      }
    }
    return least;
  }

  /** Of new types, too, without a generator of their own. */
  @ParameterizedTest
  @MethodSource("types")
  void whatIsWrittenIsReadAgain(Type type) throws IOException {
    String line = line(type.id());
    JsonObject least = least(type, line);
    Map<String, List<JsonElement>> accepted = accepted(type, line, least);
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      JsonObject given = least.deepCopy();
      accepted.forEach(
          (key, values) -> {
            if (random.nextInt(3) > 0) {
              given.add(key, values.get(random.nextInt(values.size())));
            }
          });
      reads(type, given).ifPresent(value -> comesBack(type.family(), value));
    }
  }

  /** Values that each key may have while the others have their defaults; some, at least. */
  private static Map<String, List<JsonElement>> accepted(Type type, String line, JsonObject least) {
    List<String> values = new ArrayList<>(VALUES);
    Matcher words = Pattern.compile("\"[a-z][-a-z]*\"").matcher(line);
    while (words.find()) {
      values.add(words.group());
    }
    Map<String, List<JsonElement>> accepted = new TreeMap<>();
    for (String key : type.keys()) {
      if (EVERY_LAYER.contains(key)) {
        continue;
      }
      List<JsonElement> found = new ArrayList<>();
      for (String value : values) {
        JsonObject given = least.deepCopy();
        given.add(key, Json.parse(value, key));
        if (reads(type, given).isPresent()) {
          found.add(given.get(key));
        }
      }
      assertFalse(found.isEmpty(), type.id() + " accepts no value for " + key);
      accepted.put(key, found);
    }
    return accepted;
  }

  private static Optional<Object> reads(Type type, JsonObject given) {
    try {
      return Optional.of(read(type, given));
    } catch (FormatException _) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> void comesBack(Family<T> family, Object value) {
    JsonElement written = Json.parse(Json.print(family.write((T) value)), "f");
    assertEquals(value, family.read(written, SPOT, REST), written.toString());
  }

  private static Object read(Type type, JsonElement element) {
    return type.family().read(element, SPOT, REST);
  }

  private static String line(String type) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("../docs/model-files.md"))) {
      List<String> found =
          lines
              .filter(
                  line -> line.startsWith("|") && line.split("\\|")[1].contains("`" + type + "`"))
              .toList();
      return String.join("\n", found);
    }
  }

  /** What stands behind a key; empty for keys that every layer has. */
  private static String usual(String line, String key) {
    if (EVERY_LAYER.contains(key)) {
      return "";
    }
    Matcher matcher =
        Pattern.compile("`" + key + "` (\\(required|\\(rest\\)|none|`[^`]+`|[-0-9./e]*[0-9])")
            .matcher(line);
    assertTrue(matcher.find(), "`" + key + "` must stand with its default in: " + line);
    return matcher.group(1).replace("`", "");
  }

  private static JsonElement value(String written) {
    if (written.equals("(rest)")) {
      return new JsonPrimitive(REST);
    }
    String[] fraction = written.split("/");
    return fraction.length == 2
        ? new JsonPrimitive(Double.parseDouble(fraction[0]) / Double.parseDouble(fraction[1]))
        : Json.parse(written, "default");
  }
}
