package dev.lanewise.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line of a CSV file, cut into fields. Fields are counted from 0. */
final class CsvRow {

  /** What stands for a value that isn't there. */
  private static final Set<String> MISSING =
      Set.of("nan", "na", "n/a", "null", "none", "inf", "infinity", "nil");

  private static final byte QUOTE = '"';

  private final CsvNumber number = new CsvNumber();
  private final String file;
  private final DataLimits limits;
  private byte[] bytes = new byte[256];
  private int length;
  private long line;
  private int[] starts = new int[64];
  private int fields;
  private char separator;

  CsvRow(String file, DataLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /** Begins a line. */
  void begin(long lineNumber) {
    line = lineNumber;
    length = 0;
    fields = 0;
  }

  /** Adds bytes to the line. */
  void append(byte[] from, int start, int end) {
    int needed = length + end - start;
    if (needed > limits.lineBytes()) {
      throw damaged(
          "a line may have at most %s bytes. Received: more".formatted(limits.lineBytes()));
    }
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.max(needed, Math.min(limits.lineBytes(), 2L * bytes.length)));
    }
    System.arraycopy(from, start, bytes, length, end - start);
    length = needed;
  }

  /** Whether there are only blanks. */
  boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (!isBlank(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  long line() {
    return line;
  }

  int fields() {
    return fields;
  }

  char separator() {
    return separator;
  }

  /** Whether the first character is a number sign. */
  boolean isComment() {
    int i = 0;
    while (i < length && isBlank(bytes[i])) {
      i++;
    }
    return i < length && bytes[i] == '#';
  }

  /** Takes the first character away if it is a number sign. */
  void dropCommentSign() {
    if (isComment()) {
      int i = 0;
      while (bytes[i] != '#') {
        i++;
      }
      bytes[i] = ' ';
    }
  }

  /** Cuts the line at a separator. */
  void split(char at) {
    separator = at;
    fields = 0;
    int i = 0;
    do {
      i = skipField(i, at);
    } while (i <= length);
  }

  /** Notes the field that begins at a place; returns where the next one does. */
  private int skipField(int from, char at) {
    if (fields + 1 >= starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[fields] = from;
    int column = fields++;
    int i = from;
    while (i < length && bytes[i] != at && isBlank(bytes[i])) {
      i++;
    }
    if (i < length && bytes[i] == QUOTE) {
      i = closing(i + 1, column) + 1;
      while (i < length && bytes[i] != at && isBlank(bytes[i])) {
        i++;
      }
      if (i < length && bytes[i] != at) {
        throw damaged(column, "nothing may follow a closing quotation mark", rest(i));
      }
    }
    while (i < length && bytes[i] != at) {
      i++;
    }
    if (i - from > limits.fieldBytes()) {
      throw DataException.damaged(
          place(column),
          "a field may have at most %s bytes. Received: %s"
              .formatted(limits.fieldBytes(), i - from));
    }
    starts[fields] = i + 1;
    return i + 1;
  }

  private int closing(int from, int column) {
    for (int i = from; i < length; i++) {
      if (bytes[i] == QUOTE) {
        if (i + 1 < length && bytes[i + 1] == QUOTE) {
          i++;
        } else {
          return i;
        }
      }
    }
    throw damaged(column, "a quoted field must end on its line", rest(from - 1));
  }

  private String rest(int from) {
    return new String(bytes, from, Math.min(60, length - from), StandardCharsets.UTF_8);
  }

  /** How often a byte occurs outside of quotation marks. */
  int count(char wanted) {
    int count = 0;
    boolean quoted = false;
    for (int i = 0; i < length; i++) {
      quoted ^= bytes[i] == QUOTE;
      count += !quoted && bytes[i] == wanted ? 1 : 0;
    }
    return count;
  }

  /** Reads a field as a number; null if it is none. What is returned is used anew by the next. */
  @Nullable CsvNumber number(int column) {
    return isNumber(column) ? number : null;
  }

  boolean isNumber(int column) {
    // Most fields are a number and nothing else.
    return number.parse(bytes, starts[column], starts[column + 1] - 1)
        || number.parse(bytes, from(column), to(column));
  }

  boolean isEmpty(int column) {
    return from(column) >= to(column);
  }

  /** Whether a field is a name: it has a letter, and is no number and no word for a lack of one. */
  boolean isName(int column) {
    if (isNumber(column)) {
      return false;
    }
    String text = text(column);
    return text.codePoints().anyMatch(Character::isLetter)
        && !MISSING.contains(text.toLowerCase(Locale.ROOT));
  }

  /** Whether a field is a name that begins with a letter. */
  boolean isWord(int column) {
    return isName(column) && Character.isLetter(text(column).codePointAt(0));
  }

  /** A field without quotation marks and blanks around it. */
  String text(int column) {
    String text =
        new String(bytes, from(column), to(column) - from(column), StandardCharsets.UTF_8).strip();
    return text.indexOf('"') < 0 ? text : text.replace("\"\"", "\"");
  }

  /** Where a field's content begins, behind blanks and a quotation mark. */
  private int from(int column) {
    int i = starts[column];
    int end = starts[column + 1] - 1;
    while (i < end && isBlank(bytes[i])) {
      i++;
    }
    if (i < end && bytes[i] == QUOTE) {
      i++;
      while (i < end && isBlank(bytes[i])) {
        i++;
      }
    }
    return i;
  }

  private int to(int column) {
    int start = from(column);
    int i = starts[column + 1] - 1;
    while (i > start && isBlank(bytes[i - 1])) {
      i--;
    }
    if (isQuoted(column) && i > start && bytes[i - 1] == QUOTE) {
      i--;
      while (i > start && isBlank(bytes[i - 1])) {
        i--;
      }
    }
    return Math.max(i, start);
  }

  private boolean isQuoted(int column) {
    int i = starts[column];
    int end = starts[column + 1] - 1;
    while (i < end && isBlank(bytes[i])) {
      i++;
    }
    return i < end && bytes[i] == QUOTE;
  }

  /** The file and the line. */
  String place() {
    return file + ", line " + line;
  }

  /** The file, the line and the column. */
  String place(int column) {
    return "%s, line %s, column %s".formatted(file, line, column + 1);
  }

  /** Fails if the line isn't text. */
  void checkText() {
    boolean plain = true;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == 0) {
        throw damaged(
            "must be text in UTF-8. Received: a zero byte, as of UTF-16 or a damaged file");
      }
      plain &= bytes[i] > 0;
    }
    if (!plain && !isUtf8()) {
      throw damaged("must be text in UTF-8. Received: other bytes");
    }
  }

  private boolean isUtf8() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  DataException damaged(String detail) {
    return DataException.damaged(place(), detail);
  }

  /** What is wrong with a field, in a rule and what was received. */
  DataException damaged(int column, String rule) {
    return damaged(column, rule, text(column));
  }

  /** The same with what the user can do. */
  DataException damaged(int column, String rule, Advice advice) {
    String shown = damaged(column, rule).getMessage();
    return new DataException(DataException.Kind.DAMAGED, shown + ". " + advice.text());
  }

  /** What a user can do about a message, a sentence without its full stop. */
  record Advice(String text) {}

  private DataException damaged(int column, String rule, String received) {
    String shown = shortened(received);
    return DataException.damaged(
        place(column), rule + ". Received: " + (shown.isEmpty() ? "nothing" : shown));
  }

  /** The beginning of a field, for a message. */
  static String shortened(String field) {
    return field.length() > 40 ? field.substring(0, 40) + "..." : field;
  }
}
