package dev.lanewise.formats;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Set;

/**
 * Something that there are several types of: {@code {"type": "normal", "deviation": 0.01}}, or just
 * {@code "zeros"} where nothing else needs to be said.
 *
 * @param type the type
 * @param object all fields, {@code type} among them
 */
record Typed(String type, JsonObject object) {

  /**
   * Finds the type.
   *
   * @param what what messages call it, for example {@code layer}
   * @param known all types
   */
  static Typed of(JsonElement element, Spot spot, String what, Set<String> known) {
    JsonObject object;
    if (element instanceof JsonObject given) {
      object = given;
    } else if (Fields.isText(element)) {
      object = new JsonObject();
      object.add("type", element);
    } else {
      throw spot.bad(
          "a %s must be an object or the name of its type. Received: %s"
              .formatted(what, Fields.describe(element)));
    }
    JsonElement type = object.get("type");
    if (type == null) {
      throw spot.bad("type is missing. Received: %s".formatted(String.join(", ", object.keySet())));
    }
    if (!Fields.isText(type)) {
      throw spot.bad("type must be a text. Received: " + Fields.describe(type));
    }
    String name = type.getAsString();
    if (!known.contains(name)) {
      throw spot.bad(
          "unknown %s type: %s. %s"
              .formatted(
                  what,
                  Json.shorten(name),
                  Suggestions.hint(name, known.stream().sorted().toList())));
    }
    return new Typed(name, object);
  }

  /** A new object of a type. */
  static JsonObject object(String type) {
    JsonObject object = new JsonObject();
    object.addProperty("type", type);
    return object;
  }

  /** As short as it can be: the type alone if there is nothing else. */
  static JsonElement shortest(JsonObject object) {
    return object.size() == 1 ? new JsonPrimitive(object.get("type").getAsString()) : object;
  }
}
