package dev.lanewise.cli;

import dev.lanewise.data.CsvImages;
import dev.lanewise.data.CsvOptions;
import dev.lanewise.data.CsvOptions.Header;
import dev.lanewise.data.CsvOptions.Label;
import dev.lanewise.data.CsvOptions.Labels;
import dev.lanewise.data.CsvOptions.Place;
import dev.lanewise.data.CsvOptions.Values;
import dev.lanewise.formats.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a CSV file is read, in words. A data set's name may have them before its colon, as {@code
 * csv,label=last,separator=semicolon:x.csv}: a model and a checkpoint keep in this way how their
 * file was read, so that it is read so again.
 */
final class CsvKeys {

  private static final String KIND = "csv";

  /** What a name in a model means that says nothing else. */
  static final CsvOptions PLAIN =
      CsvOptions.defaults()
          .withLabel(Label.FIRST)
          .withSeparator(',')
          .withValues(Values.BYTES)
          .withLabels(Labels.NUMBERS);

  private static final Map<String, Character> SEPARATORS = separators();

  private CsvKeys() {}

  private static Map<String, Character> separators() {
    Map<String, Character> words = new LinkedHashMap<>();
    words.put("auto", CsvOptions.AUTO_SEPARATOR);
    words.put("comma", ',');
    words.put("semicolon", ';');
    words.put("tab", '\t');
    words.put("bar", '|');
    words.put("colon", ':');
    return words;
  }

  /** Whether a data set's name means a CSV file. */
  static boolean isCsv(String name) {
    return name.startsWith(KIND + ":") || name.startsWith(KIND + ",") && name.contains(":");
  }

  /** What the name of a CSV file says, over what is known otherwise. */
  static CsvOptions read(String name, CsvOptions otherwise) {
    CsvOptions options = otherwise;
    String[] parts = name.substring(0, name.indexOf(':')).split(",", -1);
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", 2);
      String key = pair[0];
      String word = pair.length == 2 ? pair[1] : "";
      List<String> keys = List.of("header", "label", "separator", "values", "labels");
      String what = "%s of %s".formatted(key, name);
      options =
          switch (key) {
            case "header" -> options.withHeader(header(what, word));
            case "label" -> options.withLabel(label(what, word));
            case "separator" -> options.withSeparator(separator(what, word));
            case "values" -> options.withValues(values(what, word));
            case "labels" -> options.withLabels(labels(what, word));
            default ->
                throw CliException.usage(
                    "Data of CSV must say header, label, separator, values or labels before the"
                        + " colon. Received: %s. %s".formatted(name, Suggestions.hint(key, keys)));
          };
    }
    return options;
  }

  /** The name of a CSV file with how it was read. */
  static String write(String name, CsvOptions found) {
    StringBuilder text = new StringBuilder(KIND);
    if (found.header() != Header.AUTO) {
      text.append(",header=").append(word(found.header()));
    }
    if (!found.label().equals(PLAIN.label())) {
      text.append(",label=").append(word(found.label()));
    }
    if (found.separator() != PLAIN.separator()) {
      text.append(",separator=").append(word(found.separator()));
    }
    if (found.values() != PLAIN.values()) {
      text.append(",values=").append(word(found.values()));
    }
    if (found.labels() != PLAIN.labels()) {
      text.append(",labels=").append(word(found.labels()));
    }
    return text + name.substring(name.indexOf(':'));
  }

  /** What was found in a file, for people: the separator, where labels are, what values are. */
  static String describe(CsvImages read) {
    CsvOptions found = read.options();
    List<String> parts = new ArrayList<>();
    parts.add("separator " + word(found.separator()));
    parts.add(
        found.label().place() == Place.NUMBER
            ? "label in column " + found.label().number()
            : "label " + word(found.label()));
    parts.add(
        switch (found.values()) {
          case BYTES, AUTO -> "values 0 to 255";
          case FRACTIONS -> "values 0 to 1, as bytes divided by 255";
          case LEVELS -> "values 0 to 255 with decimals";
          case NUMBERS -> "values of any size, in the place of bytes divided by 255";
        });
    if (found.labels() == Labels.NAMES) {
      List<String> names = read.images().classNames();
      String some = String.join(", ", names.subList(0, Math.min(8, names.size())));
      parts.add("classes " + some + (names.size() > 8 ? ", ..." : ""));
    }
    return String.join("; ", parts);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String word(Label label) {
    return switch (label.place()) {
      case NUMBER -> Integer.toString(label.number());
      case NAME -> label.name();
      case FIRST, LAST, AUTO -> word(label.place());
    };
  }

  private static String word(char separator) {
    return SEPARATORS.entrySet().stream()
        .filter(entry -> entry.getValue() == separator)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(Character.toString(separator));
  }

  static Header header(String what, String word) {
    return constant(what, Header.class, word);
  }

  static Values values(String what, String word) {
    return constant(what, Values.class, word);
  }

  static Labels labels(String what, String word) {
    return constant(what, Labels.class, word);
  }

  static Label label(String what, String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "auto" -> Label.AUTO;
      case "first" -> Label.FIRST;
      case "last" -> Label.LAST;
      default -> {
        if (word.isBlank() || word.matches("-[0-9]+|0+|[0-9]{10,}")) {
          throw CliException.usage(
              "%s must be first, last, auto, a column's number from 1 or its name. Received: %s"
                  .formatted(what, word.isBlank() ? "nothing" : word));
        }
        yield word.matches("[0-9]+") ? Label.numbered(Integer.parseInt(word)) : Label.named(word);
      }
    };
  }

  static char separator(String what, String word) {
    Character known = SEPARATORS.get(word.toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    if (word.equals("\\t")) {
      return '\t';
    }
    if (word.length() != 1) {
      throw CliException.usage(
          "%s must be one character or one of %s. Received: %s"
              .formatted(
                  what, String.join(", ", SEPARATORS.keySet()), word.isEmpty() ? "nothing" : word));
    }
    return word.charAt(0);
  }

  private static <E extends Enum<E>> E constant(String what, Class<E> kind, String word) {
    List<String> words = Arrays.stream(kind.getEnumConstants()).map(CsvKeys::word).toList();
    int at = words.indexOf(word.toLowerCase(Locale.ROOT));
    if (at < 0) {
      throw CliException.usage(
          "%s must be %s. Received: %s. %s"
              .formatted(what, String.join(", ", words), word, Suggestions.hint(word, words)));
    }
    return kind.getEnumConstants()[at];
  }
}
