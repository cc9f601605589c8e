package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.CsvRow.Advice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how a file is laid out, from its first line and the one after it.
 *
 * @param header whether the first line names the columns
 * @param label the column of labels, counted from 0
 * @param told whether an option, a header or a column of text says that this is the column; if not,
 *     it is only usual
 */
record CsvLayout(boolean header, int label, boolean told) {

  /** Words for a label, without capitals and anything that is no letter or digit. */
  private static final Set<String> WORDS =
      Set.of(
          "label",
          "labels",
          "class",
          "classes",
          "target",
          "targets",
          "y",
          "category",
          "digit",
          "labelid",
          "labelname",
          "classid",
          "classname",
          "classlabel");

  private static final String SEPARATORS = ",;\t|";

  private static final Advice WHICH =
      new Advice("--csv-label says which column it is: first, last, its number or its name");

  /** The separator of a file, by its first line: the one that makes the right number of fields. */
  static char separator(CsvRow first, int fields, CsvOptions options) {
    if (options.separator() != CsvOptions.AUTO_SEPARATOR) {
      return options.separator();
    }
    char most = ',';
    List<Character> fitting = new ArrayList<>();
    for (char c : SEPARATORS.toCharArray()) {
      int count = first.count(c);
      most = count > first.count(most) ? c : most;
      if (count + 1 == fields) {
        fitting.add(c);
      }
    }
    if (fitting.size() > 1) {
      throw first.damaged(
          "the separator must be one that is plain. Received: %s, each of which makes %s fields."
                  .formatted(
                      fitting.stream().map(CsvLayout::name).collect(Collectors.joining(", ")),
                      fields)
              + " --csv-separator says which");
    }
    return fitting.isEmpty() ? most : fitting.getFirst();
  }

  private static String name(char separator) {
    return switch (separator) {
      case ',' -> "commas";
      case ';' -> "semicolons";
      case '\t' -> "tabs";
      default -> "vertical bars";
    };
  }

  /** Fails if a line hasn't as many fields as a label and the values of a shape. */
  static void checkFields(CsvRow row, Shape shape, boolean first) {
    int expected = shape.elements() + 1;
    int received = row.fields();
    if (received == expected) {
      return;
    }
    String detail =
        "expected %s fields, a label and the values of %s. Received: %s"
            .formatted(expected, shape, received);
    if (row.isEmpty(received - 1) && received == expected + 1) {
      detail += ", of which the last is empty: a separator ends the line";
    } else if (first) {
      detail += hint(row, shape);
    }
    throw row.damaged(detail);
  }

  /** What may be the matter with a first line of another length. */
  private static String hint(CsvRow row, Shape shape) {
    int received = row.fields();
    int values = received - 1;
    int side = (int) Math.round(Math.sqrt((double) values / shape.channels()));
    if (received == 1) {
      return ". Fields are divided by commas, semicolons, tabs or vertical bars; --csv-separator"
          + " names another separator";
    }
    if (received == shape.elements() + 2
        && (row.isEmpty(0) || List.of("id", "index", "unnamed0").contains(word(row.text(0))))) {
      return ", of which the first is an index: leave that column out";
    }
    if (values > 1 && (long) side * side * shape.channels() == values) {
      return ", as of images of %1$sx%2$sx%2$s: --input %1$sx%2$sx%2$s or a model of that input"
          .formatted(shape.channels(), side);
    }
    return ", divided by " + name(row.separator());
  }

  /**
   * The layout of a file.
   *
   * @param first its first line
   * @param second the line after it; null if there is none
   */
  static CsvLayout of(CsvRow first, @Nullable CsvRow second, CsvOptions options) {
    boolean header =
        switch (options.header()) {
          case YES -> true;
          case NO -> false;
          case AUTO -> isHeader(first);
        };
    if (header && second == null) {
      throw first.damaged("expected at least one line of values after the header. Received: none");
    }
    int last = first.fields() - 1;
    CsvOptions.Label label = options.label();
    return switch (label.place()) {
      case FIRST -> new CsvLayout(header, checked(first, header, 0), true);
      case LAST -> new CsvLayout(header, checked(first, header, last), true);
      case NUMBER -> {
        if (label.number() > last + 1) {
          throw first.damaged(
              "the column of labels must be 1 to %s. Received: %s"
                  .formatted(last + 1, label.number()));
        }
        yield new CsvLayout(header, label.number() - 1, true);
      }
      case NAME -> new CsvLayout(true, named(first, header, label.name()), true);
      case AUTO -> header ? headed(first, second) : unheaded(first);
    };
  }

  private static boolean isHeader(CsvRow row) {
    int names = 0;
    int words = 0;
    for (int i = 0; i < row.fields(); i++) {
      names += row.isName(i) ? 1 : 0;
      words += isWord(row, i) ? 1 : 0;
    }
    return names == row.fields() || names == 1 && words == 1 && isCounted(row);
  }

  /** Whether all fields but one count, from 0 or from 1. */
  private static boolean isCounted(CsvRow row) {
    int next = -1;
    for (int i = 0; i < row.fields(); i++) {
      CsvNumber number = row.number(i);
      if (number == null) {
        continue;
      }
      boolean begins = next < 0 && (number.value == 0 || number.value == 1);
      if (!number.plain || !begins && number.value != next) {
        return false;
      }
      next = (int) number.value + 1;
    }
    return row.fields() > 2;
  }

  private static boolean isWord(CsvRow row, int column) {
    return !row.isNumber(column) && WORDS.contains(word(row.text(column)));
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static List<Integer> words(CsvRow header) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < header.fields(); i++) {
      if (isWord(header, i)) {
        columns.add(i);
      }
    }
    return columns;
  }

  /** The column that an option says, unless the header says another. */
  private static int checked(CsvRow first, boolean header, int column) {
    List<Integer> words = header ? words(first) : List.of();
    if (words.size() == 1 && words.getFirst() != column) {
      throw first.damaged(
          words.getFirst(),
          "the label must be in column %s, as was said, but the header has it here"
              .formatted(column + 1),
          new Advice("--csv-label with the column's number says that the header is wrong"));
    }
    return column;
  }

  private static int named(CsvRow first, boolean header, String name) {
    if (!header) {
      throw first.damaged(
          "a column can be named only where the first line names the columns. Received: "
              + name
              + ", and a first line of values");
    }
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < first.fields(); i++) {
      if (first.text(i).equals(name.strip())) {
        columns.add(i);
      }
    }
    if (columns.size() == 1) {
      return columns.getFirst();
    }
    throw columns.isEmpty()
        ? first.damaged(
            "the header must have a column %s. Received: %s".formatted(name, sample(first)))
        : first.damaged(
            columns.get(1), "only one column of the header may be called as that of the labels");
  }

  private static String sample(CsvRow first) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Math.min(3, first.fields()); i++) {
      names.add(CsvRow.shortened(first.text(i)));
    }
    return String.join(", ", names)
        + (first.fields() > 4 ? ", ..." : "")
        + (first.fields() > 3 ? ", " + CsvRow.shortened(first.text(first.fields() - 1)) : "");
  }

  private static CsvLayout headed(CsvRow first, @Nullable CsvRow second) {
    List<Integer> words = words(first);
    if (words.size() == 1) {
      return new CsvLayout(true, words.getFirst(), true);
    }
    if (words.size() > 1) {
      throw first.damaged(
          words.get(1), "only one column of the header may be called as one of labels", WHICH);
    }
    int last = first.fields() - 1;
    if (second != null && second.fields() > last && !hasName(first)) {
      // A header by an option, without names: the lines below tell as much as without it.
      CsvLayout below = unheaded(second);
      return new CsvLayout(true, below.label(), below.told());
    }
    int text = second == null || second.fields() != first.fields() ? -1 : onlyWord(second);
    if (text >= 0) {
      return new CsvLayout(true, text, true);
    }
    int odd = onlyUnnumbered(first);
    if (odd == 0 || odd == last) {
      return new CsvLayout(true, odd, true);
    }
    throw first.damaged(
        "the header must have a column label, class, target or y. Received: %s. %s"
            .formatted(sample(first), WHICH.text()));
  }

  private static boolean hasName(CsvRow header) {
    for (int i = 0; i < header.fields(); i++) {
      if (header.isName(i)) {
        return true;
      }
    }
    return false;
  }

  /** The only column whose name has no number, where those of all others have one; or -1. */
  private static int onlyUnnumbered(CsvRow header) {
    int odd = -1;
    for (int i = 0; i < header.fields(); i++) {
      if (header.text(i).chars().noneMatch(c -> c >= '0' && c <= '9')) {
        if (odd >= 0) {
          return -1;
        }
        odd = i;
      }
    }
    return header.fields() > 2 ? odd : -1;
  }

  private static CsvLayout unheaded(CsvRow first) {
    int text = onlyWord(first);
    boolean atEnd = text == 0 || text == first.fields() - 1;
    return atEnd ? new CsvLayout(false, text, true) : new CsvLayout(false, 0, false);
  }

  /** The only field that is no number, if it is a word; or -1. */
  private static int onlyWord(CsvRow row) {
    int word = -1;
    for (int i = 0; i < row.fields(); i++) {
      if (!row.isNumber(i)) {
        if (word >= 0 || !row.isWord(i)) {
          return -1;
        }
        word = i;
      }
    }
    return word;
  }
}
