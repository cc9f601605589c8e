package dev.lanewise.data;

import dev.lanewise.data.CsvOptions.Labels;
import dev.lanewise.data.CsvRow.Advice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The labels of a CSV file: numbers of classes, or names of them. */
final class CsvLabels {

  /** More classes than this are a column of something else. */
  private static final int MOST_CLASSES = 1 << 16;

  private static final Advice NAMES =
      new Advice("--csv-labels names makes a class of each label that occurs");

  private final int classes;
  private final List<String> names;
  private final Map<String, Integer> known = new LinkedHashMap<>();
  private final boolean told;
  private Labels kind;
  private int[] labels = new int[64];
  private int count;
  private long firstLine;
  private String firstText = "";

  /**
   * Labels to be read.
   *
   * @param classes number of classes, for labels that are numbers
   * @param names names of the classes; empty if the file decides them
   * @param kind what labels are
   * @param told whether it is certain which column they are in
   */
  CsvLabels(int classes, List<String> names, Labels kind, boolean told) {
    this.classes = classes;
    this.names = names;
    this.told = told;
    // Numbers may be names; they must not be taken for the places of other numbers.
    boolean renumbered =
        !names.equals(numbered(names.size())) && names.stream().anyMatch(CsvLabels::isWhole);
    this.kind = kind == Labels.AUTO && renumbered ? Labels.NAMES : kind;
    for (int i = 0; i < names.size(); i++) {
      known.putIfAbsent(names.get(i), i);
    }
  }

  static List<String> numbered(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  private static boolean isWhole(String text) {
    return text.matches("[0-9]{1,9}");
  }

  /** Takes the label of a line. */
  void take(CsvRow row, int column) {
    boolean automatic = kind == Labels.AUTO || firstLine > 0;
    if (kind == Labels.AUTO) {
      firstLine = row.line();
      firstText = row.text(column);
      kind = row.isWord(column) ? Labels.NAMES : Labels.NUMBERS;
    }
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, (int) Math.min(Integer.MAX_VALUE - 64L, count * 3L / 2));
    }
    labels[count++] = kind == Labels.NAMES ? name(row, column, automatic) : number(row, column);
  }

  private int name(CsvRow row, int column, boolean automatic) {
    String text = row.text(column);
    if (text.isEmpty() || !Shown.isPlain(text)) {
      throw row.damaged(column, "a label must be a name, without control characters");
    }
    if (automatic && !row.isWord(column)) {
      if (count == 2) {
        throw DataException.damaged(
            row.place(column).replace("line " + row.line() + ",", "line " + firstLine + ","),
            "a label must be a number as that of the line after it. Received: %s. %s"
                .formatted(CsvRow.shortened(firstText), NAMES.text()));
      }
      throw row.damaged(column, "a label must be a name as those before it", NAMES);
    }
    Integer label = known.get(text);
    if (label != null) {
      return label;
    }
    if (!names.isEmpty()) {
      throw row.damaged(column, "a label must be one of " + listed());
    }
    if (known.size() == MOST_CLASSES) {
      throw row.damaged(column, "a file may have at most %s classes".formatted(MOST_CLASSES));
    }
    int next = known.size();
    known.put(text, next);
    return next;
  }

  private String listed() {
    String some = String.join(", ", names.subList(0, Math.min(12, names.size())));
    return names.size() > 12 ? "%s, ... (%s names)".formatted(some, names.size()) : some;
  }

  private int number(CsvRow row, int column) {
    CsvNumber number = row.number(column);
    boolean whole = number != null && number.value == Math.rint(number.value);
    if (number == null || !whole || number.value < 0 || number.value >= classes) {
      String rule = "a label must be a whole number from 0 to " + (classes - 1);
      throw number == null || !whole || number.value < 0
          ? row.damaged(column, rule)
          : row.damaged(
              column,
              rule,
              told
                  ? new Advice("If labels begin at 1, or there are more classes, " + NAMES.text())
                  : new Advice(
                      "If the label is elsewhere, --csv-label says where; " + NAMES.text()));
    }
    if (!number.plain && !told) {
      throw row.damaged(
          column,
          "a label must be a whole number without a point",
          new Advice("--csv-label says where the label is: first, last, or the column's number"));
    }
    return (int) number.value;
  }

  /** Whether there are several labels, and each from 0 to the largest occurs. */
  boolean areDense() {
    BitSet seen = new BitSet();
    IntStream.range(0, count).forEach(i -> seen.set(labels[i]));
    return isDense(seen);
  }

  /** Whether several numbers, from 0 on without a gap, have been seen. */
  static boolean isDense(BitSet seen) {
    return seen.cardinality() > 1 && seen.cardinality() == seen.length();
  }

  int count() {
    return count;
  }

  /** What the labels are. */
  Labels kind() {
    return kind;
  }

  /** The names of the classes. */
  List<String> names() {
    if (!names.isEmpty()) {
      return names;
    }
    return kind == Labels.NAMES ? sorted() : numbered(classes);
  }

  /** Numbers by their size, names by code unit. */
  private List<String> sorted() {
    List<String> sorted = new ArrayList<>(known.keySet());
    boolean numbers = sorted.stream().allMatch(CsvLabels::isWhole);
    Comparator<String> bySize = Comparator.comparing(Integer::valueOf);
    sorted.sort(numbers ? bySize.thenComparing(s -> s) : Comparator.naturalOrder());
    return sorted;
  }

  /** A label per line, by the order of {@link #names}. */
  int[] labels() {
    int[] found = Arrays.copyOf(labels, count);
    if (kind == Labels.NAMES && names.isEmpty()) {
      List<String> sorted = sorted();
      int[] places = new int[sorted.size()];
      for (int i = 0; i < places.length; i++) {
        places[known.getOrDefault(sorted.get(i), 0)] = i;
      }
      Arrays.setAll(found, i -> places[found[i]]);
    }
    return found;
  }
}
