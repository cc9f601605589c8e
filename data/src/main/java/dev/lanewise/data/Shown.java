package dev.lanewise.data;

/**
 * Text from files as messages show it: on one line, and without anything that a terminal obeys. A
 * name in an archive or a field of a file may hold escape sequences, line breaks, or marks that
 * turn the direction of writing, so that a message would say something else than it does.
 */
final class Shown {

  private static final int MOST = 300;

  private Shown() {}

  /**
   * The same text with control characters as {@code \x1b}, and with marks of direction, line
   * separators and halves of surrogate pairs as <code>&#92;u202e</code>.
   */
  static String text(String raw) {
    if (raw.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length() + 16);
    raw.codePoints()
        .forEach(
            c -> {
              if (c < ' ' || c >= 0x7f && c < 0xa0) {
                text.append("\\x%02x".formatted(c));
              } else if (isMisleading(c)) {
                text.append("\\u%04x".formatted(c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }

  /** At most 300 characters of a reader's message, which may quote as much as the file has. */
  static String brief(String message) {
    return message.length() <= MOST ? message : message.substring(0, MOST).stripTrailing() + " ...";
  }

  /** Whether a text has anything that {@link #text} would show in another way. */
  static boolean isPlain(String raw) {
    return raw.codePoints().noneMatch(c -> Character.isISOControl(c) || isMisleading(c));
  }

  private static boolean isMisleading(int c) {
    return switch (c) {
      case 0x061c, 0x200e, 0x200f, 0x2028, 0x2029, 0xfeff -> true;
      default ->
          c >= 0x202a && c <= 0x202e
              || c >= 0x2066 && c <= 0x2069
              || Character.getType(c) == Character.SURROGATE;
    };
  }
}
