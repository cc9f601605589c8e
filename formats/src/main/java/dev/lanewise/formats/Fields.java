package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The fields of one JSON object, read with checks whose messages name the field. */
final class Fields {

  /** Longer numbers than a double or long needs are mistakes, or attacks on the parser. */
  private static final int LONGEST_NUMBER = 64;

  private final Spot spot;
  private final JsonObject object;
  private final int rest;

  private Fields(Spot spot, JsonObject object, int rest) {
    this.spot = spot;
    this.object = object;
    this.rest = rest;
  }

  /**
   * The fields of an object.
   *
   * @throws FormatException if the element is no object or has a key that is not known
   */
  static Fields of(JsonElement element, Spot spot, Collection<String> known) {
    return of(element, spot, known, Map.of());
  }

  /**
   * The same with other names for some keys.
   *
   * @param aliases the key that each stands for
   */
  static Fields of(
      JsonElement element, Spot spot, Collection<String> known, Map<String, String> aliases) {
    if (!(element instanceof JsonObject given)) {
      throw spot.bad("must be an object. Received: " + describe(element));
    }
    JsonObject object = new JsonObject();
    for (Map.Entry<String, JsonElement> field : given.entrySet()) {
      String key = aliases.getOrDefault(field.getKey(), field.getKey());
      if (!known.contains(key)) {
        throw spot.bad(
            "unknown key: %s. %s".formatted(Json.shorten(key), Suggestions.hint(key, known)));
      }
      if (object.has(key)) {
        throw spot.bad("%s must be given once. Received: %s, too".formatted(key, field.getKey()));
      }
      object.add(key, field.getValue());
    }
    return new Fields(spot, object, 0);
  }

  /** The same with a number of steps that are left for a schedule. */
  Fields withRest(int steps) {
    return new Fields(spot, object, steps);
  }

  /** Steps that are left for a schedule; below 1 if that is not known. */
  int rest() {
    return rest;
  }

  /** One field at the same place. */
  Fields only(String key, JsonElement element) {
    JsonObject one = new JsonObject();
    one.add(key, element);
    return new Fields(spot, one, rest);
  }

  Spot spot() {
    return spot;
  }

  boolean has(String key) {
    return object.has(key);
  }

  /**
   * A field's value.
   *
   * @throws FormatException if it is missing
   */
  JsonElement get(String key) {
    JsonElement element = object.get(key);
    if (element == null) {
      throw spot.bad(
          "%s is missing. Received: %s"
              .formatted(key, Json.shorten(String.join(", ", object.keySet()))));
    }
    return element;
  }

  /** A field's value, if there is one. */
  Optional<JsonElement> find(String key) {
    return Optional.ofNullable(object.get(key));
  }

  int whole(String key) {
    return whole(get(key), key);
  }

  int whole(String key, int otherwise) {
    return has(key) ? whole(key) : otherwise;
  }

  private int whole(JsonElement element, String what) {
    long value = wholeLong(element, what);
    if (value != (int) value) {
      throw spot.bad(
          "%s must be a whole number from -2^31 to 2^31 - 1. Received: %s".formatted(what, value));
    }
    return (int) value;
  }

  /** A whole number of up to 64 bits. */
  long wholeLong(String key) {
    return wholeLong(get(key), key);
  }

  private long wholeLong(JsonElement element, String what) {
    if (isNumber(element) && element.getAsString().length() <= LONGEST_NUMBER) {
      try {
        return new BigDecimal(element.getAsString()).longValueExact();
      } catch (ArithmeticException | NumberFormatException e) {
        throw new FormatException(wrong(what, "a whole number", element).getMessage(), e);
      }
    }
    throw wrong(what, "a whole number", element);
  }

  double number(String key) {
    return number(get(key), key);
  }

  private double number(JsonElement element, String key) {
    if (isNumber(element) && element.getAsString().length() <= LONGEST_NUMBER) {
      double value = Double.parseDouble(element.getAsString());
      if (Double.isFinite(value)) {
        return value;
      }
    }
    throw wrong(key, "a finite number", element);
  }

  boolean flag(String key) {
    if (isFlag(get(key))) {
      return get(key).getAsBoolean();
    }
    throw wrong(key, "true or false", get(key));
  }

  boolean isFlag(String key) {
    return has(key) && isFlag(get(key));
  }

  String text(String key) {
    JsonElement element = get(key);
    if (!isText(element)) {
      throw wrong(key, "a text", element);
    }
    return element.getAsString();
  }

  String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  /** A list of texts. */
  List<String> texts(String key) {
    JsonArray array = array(key);
    return list(
        key,
        index -> {
          JsonElement element = array.get(index);
          if (!isText(element)) {
            throw wrong(key + "[" + index + "]", "a text", element);
          }
          return element.getAsString();
        });
  }

  /** One of an enum's constants, written as {@link #nameOf} does. */
  Enum<?> choice(String key, Class<?> type) {
    String text = text(key);
    List<String> names = new ArrayList<>();
    for (Object each : type.getEnumConstants()) {
      Enum<?> constant = (Enum<?>) each;
      if (nameOf(constant).equals(text)) {
        return constant;
      }
      names.add(nameOf(constant));
    }
    throw spot.bad(
        "unknown %s: %s. %s".formatted(key, Json.shorten(text), Suggestions.hint(text, names)));
  }

  /** A constant's name in lower case with hyphens: {@code mean-of-elements}. */
  static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One whole number or a list of as many as {@code counts} allows. */
  int[] wholes(String key, String rule, int... counts) {
    JsonElement element = get(key);
    if (isNumber(element)) {
      return new int[] {whole(element, key)};
    }
    if (element instanceof JsonArray array) {
      for (int count : counts) {
        if (array.size() == count) {
          return IntStream.range(0, count)
              .map(i -> whole(array.get(i), key + "[" + i + "]"))
              .toArray();
        }
      }
    }
    throw wrong(key, rule, element);
  }

  /**
   * Makes an element of a list.
   *
   * @param <V> its type
   */
  interface Reader<V> {

    V read(JsonElement element, Spot spot, int index);
  }

  /** A list whose elements have places of their own. */
  <V> List<V> elements(String key, Reader<V> reader) {
    JsonArray array = array(key);
    return list(
        key, index -> reader.read(array.get(index), spot.at(key + "[" + index + "]"), index));
  }

  /**
   * A list.
   *
   * @param read makes an element from its index in {@link #array}
   */
  <T> List<T> list(String key, IntFunction<T> read) {
    return IntStream.range(0, array(key).size()).mapToObj(read).toList();
  }

  JsonArray array(String key) {
    if (get(key) instanceof JsonArray array) {
      return array;
    }
    throw wrong(key, "a list", get(key));
  }

  FormatException wrong(String what, String rule, JsonElement received) {
    return spot.bad("%s must be %s. Received: %s".formatted(what, rule, describe(received)));
  }

  /** Makes a description; what its constructor complains of gets this object's place. */
  <T> T make(Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException e) {
      throw spot.bad(e);
    }
  }

  static boolean isText(JsonElement element) {
    return element instanceof JsonPrimitive primitive && primitive.isString();
  }

  static boolean isNumber(JsonElement element) {
    return element instanceof JsonPrimitive primitive && primitive.isNumber();
  }

  private static boolean isFlag(JsonElement element) {
    return element instanceof JsonPrimitive primitive && primitive.isBoolean();
  }

  static String describe(JsonElement element) {
    return Json.shorten(element.toString());
  }
}
