package dev.lanewise.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * No digit and no capital may depend on the locale that a program runs in: {@code
 * "%d".formatted(1)} writes an Arabic digit in Egypt, {@code "I".toLowerCase()} a dotless i in
 * Turkey. Whole numbers are formatted by {@code %s}, others with {@code Locale.ROOT}.
 */
final class LocaleRules {

  private static final Pattern FORMATTED = Pattern.compile("\\.formatted\\(");

  /** What a locale has a say in. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<!%)(?:%%)*%(?:\\d+\\$)?([-#+ 0,(]*)\\d*((?:\\.\\d+)?)([deEfgGtT])");

  private static final Pattern CALL =
      Pattern.compile(
          "\\bString\\.format\\((?!\\s*Locale\\.ROOT)|\\.printf\\((?!\\s*Locale\\.ROOT)"
              + "|\\.to(?:Lower|Upper)Case\\(\\)|\\bnew Scanner\\(|\\bnew Formatter\\(\\)"
              + "|\\b(?:Number|Decimal)Format\\.get\\w*Instance\\(\\)"
              + "|\\bnew DecimalFormat\\(\"[^\"]*\"\\)");

  /** Where a text has what depends on the locale, and whether {@code %s} would do. */
  private record Place(int at, String what, boolean isWhole) {}

  private LocaleRules() {}

  /** What depends on the locale, a line for each place. */
  static List<String> found(List<Path> sources) {
    List<String> found = new ArrayList<>();
    for (Path source : sources) {
      String text = text(source);
      for (Place place : places(text)) {
        long line = text.substring(0, place.at()).lines().count();
        found.add(source + ":" + Math.max(1, line) + ": depends on the locale: " + place.what());
      }
    }
    return found;
  }

  /** Puts {@code %s} in the place of {@code %d} where nothing else is to be done. */
  static void mend(List<Path> sources) {
    for (Path source : sources) {
      String text = text(source);
      StringBuilder mended = new StringBuilder(text);
      for (Place place : places(text)) {
        if (place.isWhole()) {
          mended.setCharAt(place.at() + place.what().length() - 1, 's');
        }
      }
      if (!mended.toString().equals(text)) {
        write(source, mended.toString());
      }
    }
  }

  private static List<Place> places(String text) {
    List<Place> places = new ArrayList<>();
    Matcher call = CALL.matcher(text);
    while (call.find()) {
      places.add(new Place(call.start(), call.group(), false));
    }
    Matcher formatted = FORMATTED.matcher(text);
    while (formatted.find()) {
      Matcher number =
          NUMBER.matcher(text).region(literals(text, formatted.start()), formatted.start());
      while (number.find()) {
        boolean isWhole =
            number.group(3).equals("d")
                && number.group(1).replace("-", "").isEmpty()
                && number.group(2).isEmpty();
        places.add(new Place(number.start(), number.group(), isWhole));
      }
    }
    return places;
  }

  /**
   * Where the text literals begin that end, with nothing but {@code +} between them, at a place.
   */
  private static int literals(String text, int end) {
    int begin = end;
    while (true) {
      int last = begin;
      while (last > 0 && " \n\t+()".indexOf(text.charAt(last - 1)) >= 0) {
        last--;
      }
      if (last == 0 || text.charAt(last - 1) != '"') {
        return begin;
      }
      String quotes = text.startsWith("\"\"\"", last - 3) ? "\"\"\"" : "\"";
      int open = last - quotes.length();
      do {
        open = text.lastIndexOf(quotes, open - 1);
      } while (open > 0 && isEscaped(text, open));
      begin = open;
    }
  }

  private static boolean isEscaped(String text, int at) {
    int backslashes = 0;
    while (at > backslashes && text.charAt(at - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
