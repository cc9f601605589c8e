package dev.lanewise.cli;

/**
 * Fields of comma-separated values, RFC 4180: quoted where they have to be. A row is always one
 * line: control characters are shown by their numbers, see {@link Printable}. A field that a
 * spreadsheet would compute, because it begins with {@code =}, {@code +}, {@code -} or {@code @},
 * is made harmless.
 */
final class Csv {

  private Csv() {}

  /** A text; where a spreadsheet would compute it, an apostrophe comes first. */
  static String text(String text) {
    return quoted(isFormula(text) ? "'" + text : text);
  }

  /** A file; where a spreadsheet would compute it, {@code ./} comes first: the same file. */
  static String file(String name) {
    return quoted(isFormula(name) && name.length() > 1 ? "./" + name : name);
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty() && "=+-@\t\r\uff1d\uff0b\uff0d\uff20".indexOf(text.charAt(0)) >= 0;
  }

  private static String quoted(String text) {
    String shown = Printable.name(text);
    boolean plain =
        shown.indexOf(',') < 0
            && shown.indexOf('"') < 0
            && shown.indexOf(';') < 0
            && shown.equals(shown.strip());
    return plain ? shown : '"' + shown.replace("\"", "\"\"") + '"';
  }
}
