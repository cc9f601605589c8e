package dev.lanewise.cli;

import java.util.Locale;

/**
 * Text that a terminal and a log can be shown. Names come from files of strangers: a control
 * character in one could move the cursor, set a title or forge a line, a bidirectional override
 * could make a name look like another. They are shown by their numbers, {@code \x1b} or {@code
 * \}{@code u202e}.
 */
final class Printable {

  private static final String ELLIPSIS = " ...";

  private Printable() {}

  /** Text of several lines: all but line ends and tabs is shown by number. */
  static String text(String text) {
    return shown(text, true);
  }

  /** A name, which has one line only: line ends and tabs are shown by number, too. */
  static String name(String name) {
    return shown(name, false);
  }

  private static String shown(String text, boolean lines) {
    int first = 0;
    while (first < text.length() && !isHidden(text.charAt(first), lines)) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.substring(0, first));
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isHidden(c, lines)) {
        shown.append(number(c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  private static boolean isHidden(char c, boolean lines) {
    return isControl(c) && !(lines && (c == '\n' || c == '\t'));
  }

  private static String number(char c) {
    return String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c);
  }

  /**
   * Whether a character commands rather than shows: ASCII's and Latin-1's control characters, marks
   * and overrides of direction, the line and paragraph separators.
   */
  static boolean isControl(char c) {
    return c < ' '
        || c >= 0x7f && c < 0xa0
        || c == 0x061c
        || c == 0x200e
        || c == 0x200f
        || c >= 0x2028 && c <= 0x202e
        || c >= 0x2066 && c <= 0x2069;
  }

  /**
   * The beginning of a text, if it is long.
   *
   * @param text one line
   * @param most characters that a reader can be asked to read
   */
  static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end).stripTrailing()
        + ELLIPSIS
        + Text.format(" (shortened from %,d characters)", text.length());
  }
}
