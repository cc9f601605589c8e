package dev.lanewise.formats;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON text to trees and back, strictly: no comments, no key twice. */
final class Json {

  private static final int WIDTH = 100;

  /** Of a text in a message. */
  private static final int LONGEST = 60;

  /** Values that any text may have. */
  private static final int MOST = 200_000;

  private static final int DEEPEST = 32;

  private static final Pattern LOCATION =
      Pattern.compile("(?s)(.*?) at line (\\d+) column (\\d+).*");

  private Json() {}

  static JsonReader reader(Reader text) {
    JsonReader reader = new JsonReader(text);
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(DEEPEST);
    return reader;
  }

  /**
   * The tree of a text.
   *
   * @throws FormatException if the text is not JSON; the message has line and column
   */
  static JsonElement parse(String text, String where) {
    JsonReader reader = reader(new StringReader(text));
    try {
      JsonElement element = element(reader, where, new Budget(MOST + text.length() / 16));
      // In strict mode this throws if more than white space follows.
      reader.peek();
      return element;
    } catch (IOException e) {
      throw syntax(where, e);
    }
  }

  /** How many values a text may still have: a tree takes more memory than its text. */
  private static final class Budget {
    private final int most;
    private int used;

    Budget(int most) {
      this.most = most;
    }

    void take(String where) {
      used++;
      if (used > most) {
        throw new FormatException(
            "%s: a text of this length may have at most %s values. Received: more"
                .formatted(where, most));
      }
    }
  }

  private static JsonElement element(JsonReader reader, String where, Budget budget)
      throws IOException {
    JsonToken token = reader.peek();
    budget.take(where);
    switch (token) {
      case BEGIN_OBJECT -> {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
          String key = reader.nextName();
          if (object.has(key)) {
            throw new FormatException(
                "%s: each key must occur once. Received twice: %s"
                    .formatted(where, shorten(reader.getPath().substring(2))));
          }
          object.add(key, element(reader, where, budget));
        }
        reader.endObject();
        return object;
      }
      case BEGIN_ARRAY -> {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
          array.add(element(reader, where, budget));
        }
        reader.endArray();
        return array;
      }
      case STRING -> {
        return new JsonPrimitive(reader.nextString());
      }
      case NUMBER -> {
        return new JsonPrimitive(new Literal(reader.nextString()));
      }
      case BOOLEAN -> {
        return new JsonPrimitive(reader.nextBoolean());
      }
      default -> {
        reader.nextNull();
        return JsonNull.INSTANCE;
      }
    }
  }

  /** What the JSON library found wrong, in one line, without its advice to programmers. */
  static FormatException syntax(String where, IOException e) {
    String message = String.valueOf(e.getMessage());
    Matcher matcher = LOCATION.matcher(message);
    if (!matcher.matches()) {
      return new FormatException(
          "%s: the text must be JSON. Received: %s".formatted(where, plain(message)), e);
    }
    return new FormatException(
        "%s: the text must be JSON. Received at line %s, column %s: %s"
            .formatted(where, matcher.group(2), matcher.group(3), plain(matcher.group(1))),
        e);
  }

  private static String plain(String complaint) {
    boolean advice = complaint.contains("Strictness") || complaint.contains("JsonReader");
    return advice
        ? "what JSON does not allow there, such as a comment, a name without quotes, a control"
            + " character, NaN or a surplus comma"
        : shorten(complaint);
  }

  /** A number as short as it can be without changing its value. */
  static JsonPrimitive number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("A number must be finite. Received: " + value);
    }
    return decimal(Double.toString(value));
  }

  /** The same for a float, with a float's few digits. */
  static JsonPrimitive number(float value) {
    if (!Float.isFinite(value)) {
      throw new IllegalArgumentException("A number must be finite. Received: " + value);
    }
    return decimal(Float.toString(value));
  }

  private static JsonPrimitive decimal(String digits) {
    BigDecimal decimal = new BigDecimal(digits);
    // A BigDecimal has no sign of zero.
    String zero = digits.startsWith("-") ? "-0.0" : "0";
    return new JsonPrimitive(
        new Literal(decimal.signum() == 0 ? zero : decimal.stripTrailingZeros().toString()));
  }

  /** What stands in one line stays in one line; the rest is indented by two spaces. */
  static String print(JsonElement element) {
    StringBuilder text = new StringBuilder();
    print(element, 0, 0, text);
    return text.append('\n').toString();
  }

  private static void print(JsonElement element, int indent, int column, StringBuilder text) {
    String line = line(element);
    boolean nested = element instanceof JsonObject || element instanceof JsonArray;
    if (!nested || (indent > 0 && column + line.length() < WIDTH)) {
      text.append(line);
      return;
    }
    String margin = "\n" + "  ".repeat(indent + 1);
    String separator = "";
    if (element instanceof JsonObject object) {
      text.append('{');
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        String key = new JsonPrimitive(entry.getKey()) + ": ";
        text.append(separator).append(margin).append(key);
        print(entry.getValue(), indent + 1, 2 * indent + 2 + key.length(), text);
        separator = ",";
      }
    } else {
      text.append('[');
      for (JsonElement item : (JsonArray) element) {
        text.append(separator).append(margin);
        print(item, indent + 1, 2 * indent + 2, text);
        separator = ",";
      }
    }
    text.append("\n").append("  ".repeat(indent)).append(element instanceof JsonObject ? '}' : ']');
  }

  private static String line(JsonElement element) {
    StringBuilder text = new StringBuilder();
    switch (element) {
      case JsonObject object -> {
        text.append('{');
        Iterator<Map.Entry<String, JsonElement>> entries = object.entrySet().iterator();
        while (entries.hasNext()) {
          Map.Entry<String, JsonElement> entry = entries.next();
          text.append(new JsonPrimitive(entry.getKey())).append(": ");
          text.append(line(entry.getValue())).append(entries.hasNext() ? ", " : "");
        }
        text.append('}');
      }
      case JsonArray array -> {
        text.append('[');
        for (int i = 0; i < array.size(); i++) {
          text.append(i == 0 ? "" : ", ").append(line(array.get(i)));
        }
        text.append(']');
      }
      default -> text.append(element);
    }
    return text.toString();
  }

  /** For messages: in quotes, and short. */
  static String quote(String text) {
    return new JsonPrimitive(shorten(text)).toString();
  }

  /** For messages: one line, and short. */
  static String shorten(String text) {
    String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    return FormatException.printable(start);
  }

  /** For messages: what a token is. */
  static String nameOf(JsonToken token) {
    return switch (token) {
      case BEGIN_OBJECT -> "an object";
      case BEGIN_ARRAY -> "a list";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> token.name().toLowerCase(Locale.ROOT);
    };
  }
}
