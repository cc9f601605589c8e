package dev.lanewise.formats;

import java.util.Locale;

/**
 * A file's content is not what it should be. The message is one line: where, the rule, what was
 * expected and what was received. What a file has put into it is neither long nor able to do
 * anything to a terminal.
 */
public final class FormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Characters of a message, beside a long name of a file. */
  private static final int LONGEST = 400;

  private static final int START = 250;

  /** With a message for the user. */
  public FormatException(String message) {
    super(readable(message));
  }

  /** With a message for the user, and what led to it. */
  public FormatException(String message, Throwable cause) {
    super(readable(message), cause);
  }

  /** Whole but for its middle, if it is long. */
  private static String readable(String message) {
    String line = printable(message);
    return line.length() <= LONGEST
        ? line
        : line.substring(0, START)
            + " ... "
            + line.substring(line.length() - (LONGEST - START - " ... ".length()));
  }

  /** Without control characters, and those that change the order of the text around them. */
  static String printable(String text) {
    int first = 0;
    while (first < text.length() && isPlain(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.substring(0, first));
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        line.append(c);
      } else if (Character.isWhitespace(c)) {
        line.append(' ');
      } else {
        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return line.toString();
  }

  private static boolean isPlain(char c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
