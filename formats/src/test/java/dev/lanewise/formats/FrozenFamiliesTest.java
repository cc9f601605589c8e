package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.schedule.Schedule;
import dev.lanewise.layers.train.UpdateOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of all times stay readable, and are written byte for byte as ever. Each family has a file
 * of entries, whose JSON never changes. A new type gets its entries when it is first released;
 * until then {@link ModelFilesTablesTest} holds its keys and defaults. An entry:
 *
 * <pre>
 * {"type": "conv2d", "channels": 3, "kernel": [3, 3]}   what somebody wrote
 * -> {"type": "conv2d", "channels": 3, "kernel": 3}     what is written, if that is something else
 * == [3, [3, 1, 1], [3, 1, 1], ...]                     the value, without Java's names
 * !! f: kernel is missing. Received: type, channels     instead of both: why it is refused
 * </pre>
 */
class FrozenFamiliesTest {

  private static final Spot SPOT = new Spot("f", "");
  private static final int REST = 30;

  /** What a file has entries of. */
  private static final Map<String, Codec.Element<?>> KINDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("layers", element(FrozenFamiliesTest::layer, LayerJson::write)),
              Map.entry("losses", LossJson.LOSSES),
              Map.entry("optimizers", OptimizerJson.OPTIMIZERS),
              Map.entry(
                  "schedules",
                  element(FrozenFamiliesTest::schedule, ScheduleJson.SCHEDULES::write)),
              Map.entry(
                  "augmentations",
                  element(FrozenFamiliesTest::augmentation, FrozenFamiliesTest::augmentation)),
              Map.entry("initializers", InitializerJson.INITIALIZERS),
              Map.entry("clips", at("clip", UpdateJson.CLIPS)),
              Map.entry("updates", element(FrozenFamiliesTest::update, UpdateJson.UPDATE::write)),
              Map.entry("plateaus", UpdateJson.PLATEAU),
              Map.entry("groups", UpdateJson.GROUP),
              Map.entry("penalties", UpdateJson.PENALTY),
              Map.entry("stops", UpdateJson.STOPPING),
              Map.entry("recipes", RecipeJson.RECIPE),
              Map.entry("data", at("data", RecipeJson.DATA)),
              Map.entry("validations", at("validation", RecipeJson.VALIDATION)),
              Map.entry("reports", at("report", RecipeJson.REPORT))));

  private interface Reading<V> {

    V read(JsonElement element, Spot spot);
  }

  private interface Writing<V> {

    JsonElement write(V value);
  }

  private static <V> Codec.Element<V> element(Reading<V> reading, Writing<V> writing) {
    return new Codec.Element<>() {

      @Override
      public V read(JsonElement element, Spot spot, int rest) {
        return reading.read(element, spot);
      }

      @Override
      public JsonElement write(V value) {
        return writing.write(value);
      }
    };
  }

  private static <V> Codec.Element<V> at(String part, Codec.Element<V> element) {
    return element((json, spot) -> element.read(json, spot.at(part)), element::write);
  }

  /** A list of one, as a recipe has it. */
  private static AugmentRecipe augmentation(JsonElement element, Spot spot) {
    JsonArray list = new JsonArray();
    list.add(element);
    JsonObject recipe = new JsonObject();
    recipe.add("augment", list);
    return RecipeJson.read(recipe, spot).augment();
  }

  private static JsonElement augmentation(AugmentRecipe recipe) {
    return AugmentJson.AUGMENT.write().apply(recipe).getAsJsonArray().get(0);
  }

  private static Named layer(JsonElement element, Spot spot) {
    return LayerJson.read(element, spot, 0);
  }

  private static Schedule schedule(JsonElement element, Spot spot) {
    return ScheduleJson.SCHEDULES.read(element, spot, REST);
  }

  private static UpdateOptions update(JsonElement element, Spot spot) {
    return UpdateJson.UPDATE.read(element, spot, REST);
  }

  private static String resource(String name) {
    String path = "frozen/" + name + ".txt";
    try (InputStream in = FrozenFamiliesTest.class.getResourceAsStream("/" + path)) {
      assertTrue(in != null, "There must be a file of entries: " + path);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> given(String kind) {
    return resource(kind).lines().filter(line -> line.matches("[{\"\\[].*")).toList();
  }

  static Set<String> kinds() {
    return KINDS.keySet();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyEntryIsReadAndWrittenAsEver(String kind) {
    StringBuilder now = new StringBuilder();
    given(kind).forEach(line -> now.append(entry(KINDS.get(kind), Json.parse(line, "frozen"))));
    assertEquals(resource(kind), now.toString());
  }

  private static <V> String entry(Codec.Element<V> element, JsonElement given) {
    StringBuilder entry = new StringBuilder(line(given)).append('\n');
    try {
      V value = element.read(given, SPOT);
      String written = line(element.write(value));
      if (!written.equals(line(given))) {
        entry.append("-> ").append(written).append('\n');
      }
      // Names in Java may change.
      String bare = value.toString().replaceAll("\\w+=", "").replaceAll("\\w+\\[", "[");
      entry.append("== ").append(bare).append('\n');
    } catch (FormatException e) {
      entry.append("!! ").append(e.getMessage()).append('\n');
    }
    return entry.toString();
  }

  /** In one line, whatever its length. */
  private static String line(JsonElement element) {
    return switch (element) {
      case JsonObject object ->
          object.entrySet().stream()
              .map(field -> "\"" + field.getKey() + "\": " + line(field.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case JsonArray array ->
          array.asList().stream()
              .map(FrozenFamiliesTest::line)
              .collect(Collectors.joining(", ", "[", "]"));
      default -> element.toString();
    };
  }

  /** One file of all, in the order of the list. */
  @Test
  void presetsAreWrittenAsEver() {
    assertEquals(
        resource("presets"),
        Presets.all().stream().map(ModelJson::text).collect(Collectors.joining()));
    for (ModelSpec spec : Presets.all()) {
      assertEquals(spec, ModelJson.parse(ModelJson.text(spec), spec.name()));
    }
  }
}
