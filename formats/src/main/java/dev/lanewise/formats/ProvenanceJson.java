package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lanewise.formats.Provenance.Machine;
import dev.lanewise.layers.train.Evaluation;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Provenance as JSON. */
final class ProvenanceJson {

  private static final List<String> KEYS =
      List.of(
          "dataset", "classes", "pixels", "seed", "recipe", "epochs", "test", "machine", "created",
          "changes", "details");

  private ProvenanceJson() {}

  static Provenance parse(String text, Spot spot) {
    Fields fields = Fields.of(Json.parse(text, spot.file() + ": " + spot.path()), spot, KEYS);
    return new Provenance(
        fields.text("dataset"),
        fields.texts("classes"),
        pixels(fields.get("pixels"), spot.at("pixels")),
        fields.wholeLong("seed"),
        RecipeJson.read(fields.get("recipe"), spot.at("recipe")),
        fields.whole("epochs"),
        fields.find("test").map(element -> evaluation(element, spot.at("test"))),
        machine(fields.get("machine"), spot.at("machine")),
        fields.has("created") ? Optional.of(fields.text("created")) : Optional.empty(),
        fields.has("changes") ? fields.texts("changes") : List.of(),
        fields
            .find("details")
            .map(element -> details(element, spot.at("details")))
            .orElseGet(TreeMap::new));
  }

  private static SortedMap<String, String> details(JsonElement element, Spot spot) {
    if (!(element instanceof JsonObject object)) {
      throw spot.bad("must be an object. Received: " + Fields.describe(element));
    }
    Fields fields = Fields.of(element, spot, object.keySet());
    SortedMap<String, String> details = new TreeMap<>();
    object.keySet().forEach(key -> details.put(key, fields.text(key)));
    return details;
  }

  private static Pixels pixels(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, List.of("scale", "shift"));
    return fields.make(() -> new Pixels(floats(fields, "scale"), floats(fields, "shift")));
  }

  private static List<Float> floats(Fields fields, String key) {
    JsonArray array = fields.array(key);
    return fields.list(
        key,
        index -> {
          JsonElement element = array.get(index);
          // Straight from the digits: by way of a double it could be rounded twice.
          return Fields.isNumber(element)
              ? Float.parseFloat(element.getAsString())
              : (float) real(element, key + "[" + index + "]", fields);
        });
  }

  static Evaluation evaluation(JsonElement element, Spot spot) {
    Fields fields = Fields.of(element, spot, List.of("loss", "accuracy", "images", "invalid"));
    return new Evaluation(
        real(fields, "loss"),
        real(fields, "accuracy"),
        fields.whole("images"),
        fields.whole("invalid", 0));
  }

  private static Machine machine(JsonElement element, Spot spot) {
    Fields fields =
        Fields.of(element, spot, List.of("lanewise", "java", "system", "simd", "threads"));
    return new Machine(
        fields.text("lanewise"),
        fields.text("java"),
        fields.text("system"),
        fields.text("simd", ""),
        fields.whole("threads", 0));
  }

  /** A field that is a number of any kind. */
  static double real(Fields fields, String key) {
    return real(fields.get(key), key, fields);
  }

  /** A number, or one of the three that JSON lacks as a text: a diverged training is saved, too. */
  private static double real(JsonElement element, String what, Fields fields) {
    if (Fields.isNumber(element)) {
      return Double.parseDouble(element.getAsString());
    }
    if (Fields.isText(element)) {
      switch (element.getAsString()) {
        case "NaN":
          return Double.NaN;
        case "Infinity":
          return Double.POSITIVE_INFINITY;
        case "-Infinity":
          return Double.NEGATIVE_INFINITY;
        default:
          break;
      }
    }
    throw fields.wrong(what, "a number", element);
  }

  static JsonElement real(double value) {
    return Double.isFinite(value) ? Json.number(value) : new JsonPrimitive(Double.toString(value));
  }

  static String text(Provenance provenance) {
    JsonObject object = new JsonObject();
    object.addProperty("dataset", provenance.dataset());
    object.add("classes", texts(provenance.classes()));
    JsonObject pixels = new JsonObject();
    pixels.add("scale", floats(provenance.pixels().scale()));
    pixels.add("shift", floats(provenance.pixels().shift()));
    object.add("pixels", pixels);
    object.addProperty("seed", provenance.seed());
    object.add("recipe", RecipeJson.write(provenance.recipe()));
    object.addProperty("epochs", provenance.epochs());
    provenance.test().ifPresent(result -> object.add("test", write(result)));
    JsonObject machine = new JsonObject();
    machine.addProperty("lanewise", provenance.machine().lanewise());
    machine.addProperty("java", provenance.machine().java());
    machine.addProperty("system", provenance.machine().system());
    if (!provenance.machine().simd().isEmpty()) {
      machine.addProperty("simd", provenance.machine().simd());
    }
    if (provenance.machine().threads() != 0) {
      machine.addProperty("threads", provenance.machine().threads());
    }
    object.add("machine", machine);
    provenance.created().ifPresent(created -> object.addProperty("created", created));
    if (!provenance.changes().isEmpty()) {
      object.add("changes", texts(provenance.changes()));
    }
    if (!provenance.details().isEmpty()) {
      JsonObject details = new JsonObject();
      provenance.details().forEach(details::addProperty);
      object.add("details", details);
    }
    return Json.print(object);
  }

  private static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  static JsonObject write(Evaluation result) {
    JsonObject object = new JsonObject();
    object.add("loss", real(result.loss()));
    object.add("accuracy", real(result.accuracy()));
    object.addProperty("images", result.images());
    if (result.invalid() > 0) {
      object.addProperty("invalid", result.invalid());
    }
    return object;
  }

  private static JsonArray floats(List<Float> values) {
    JsonArray array = new JsonArray();
    for (float value : values) {
      array.add(Float.isFinite(value) ? Json.number(value) : real(value));
    }
    return array;
  }
}
