package dev.lanewise.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON objects, built member by member. */
final class JsonMembers {

  private static final Gson COMPACT =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private static final Gson PRETTY =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  private final JsonObject object = new JsonObject();

  /** Adds a text; null gives JSON's null. */
  JsonMembers put(String name, @Nullable String value) {
    object.add(name, value == null ? JsonNull.INSTANCE : new JsonPrimitive(value));
    return this;
  }

  /** Adds a whole number. */
  JsonMembers put(String name, long value) {
    object.addProperty(name, value);
    return this;
  }

  /** Adds a number; JSON has neither infinities nor NaN, these become null. */
  JsonMembers put(String name, double value) {
    object.add(name, number(value));
    return this;
  }

  /** Adds true or false. */
  JsonMembers put(String name, boolean value) {
    object.addProperty(name, value);
    return this;
  }

  /** Adds an object or array. */
  JsonMembers put(String name, JsonElement value) {
    object.add(name, value);
    return this;
  }

  /** Adds an array with an element for each item. */
  <T> JsonMembers put(String name, List<T> items, Function<T, JsonElement> element) {
    return put(name, array(items, element));
  }

  /** What was built. */
  JsonObject build() {
    return object;
  }

  /** An array with an element for each item. */
  static <T> JsonArray array(List<T> items, Function<T, JsonElement> element) {
    JsonArray array = new JsonArray();
    items.forEach(item -> array.add(element.apply(item)));
    return array;
  }

  /** A number, or null if it is not finite. */
  static JsonElement number(double value) {
    return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
  }

  /** Records and lists of them, member by member. */
  static JsonElement tree(Object value) {
    return COMPACT.toJsonTree(value);
  }

  /** As lines of text. */
  static String pretty(JsonElement element) {
    return printable(PRETTY.toJson(element));
  }

  /** As one line of text. */
  static String line(JsonElement element) {
    return printable(COMPACT.toJson(element));
  }

  /**
   * The same JSON with no control character: those of ASCII are escaped already, others stand in
   * strings only, where they may be.
   */
  static String printable(String json) {
    StringBuilder escaped = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c != '\n' && Printable.isControl(c)) {
        escaped.append(Text.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
