package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * Reads CSV files (RFC 4180, but no line breaks inside of quotes) of one sample a line: a label and
 * as many values as the shape has, in the order channel, row, column. Empty lines, blanks around
 * fields and a byte order mark are ignored; lines are counted from 1 in messages, columns of fields
 * too. What can't be right is refused with its place; memory grows with what has been read, within
 * the {@link DataLimits} of the options.
 */
public final class CsvFile {

  /** What is larger is no label, where it must be guessed. */
  private static final int MOST_LABELS = 1 << 16;

  private CsvFile() {}

  /**
   * Images. Labels are numbers from 0, or the names of the classes.
   *
   * @param file a text file in UTF-8
   * @param shape the shape of an image
   * @param classNames names of the classes
   * @param options how the file is written
   * @throws DataException if the file isn't there or can't be read, or a line isn't what it should
   *     be, or the file leaves doubts that an option must settle
   */
  public static ImageSet images(
      Path file, Shape shape, List<String> classNames, CsvOptions options) {
    return read(file, shape, classNames.size(), classNames, options).images();
  }

  /**
   * Images, and how they were read.
   *
   * @param file a text file in UTF-8
   * @param shape the shape of an image
   * @param classes number of classes, for labels that are numbers: they must be below it
   * @param classNames names of the classes, as other images have them; if there are none, numbers,
   *     or the names in the file: sorted, numbers by their size
   * @param options how the file is written
   * @throws DataException if the file isn't there or can't be read, or a line isn't what it should
   *     be, or the file leaves doubts that an option must settle
   */
  public static CsvImages read(
      Path file, Shape shape, int classes, List<String> classNames, CsvOptions options) {
    CsvValues values = new CsvValues(shape, options.values());
    Content content = content(file, shape, new Names(classes, classNames), options, values);
    CsvLayout layout = content.layout();
    int column = layout.label();
    CsvOptions found =
        options
            .withSeparator(content.separator())
            .withLabel(
                column == 0
                    ? CsvOptions.Label.FIRST
                    : column == shape.elements()
                        ? CsvOptions.Label.LAST
                        : CsvOptions.Label.numbered(column + 1))
            .withValues(values.kind())
            .withLabels(content.labels().kind());
    return new CsvImages(
        values.images(String.valueOf(file.getFileName()), content.labels()), found);
  }

  /**
   * Samples, whose values are any finite numbers, as the network is to see them.
   *
   * @param file a text file in UTF-8
   * @param shape the shape of a sample
   * @param classes number of classes
   * @param options how the file is written; what it says of values doesn't count
   * @throws DataException if the file isn't there or can't be read, or a line isn't what it should
   *     be, or the file leaves doubts that an option must settle
   */
  public static ArraySamples values(Path file, Shape shape, int classes, CsvOptions options) {
    CsvValues values = new CsvValues(shape, CsvOptions.Values.NUMBERS);
    Content content = content(file, shape, new Names(classes, List.of()), options, values);
    return ArraySamples.of(
        shape, values.reals(), content.labels().labels(), content.labels().names().size());
  }

  private record Names(int classes, List<String> names) {}

  private record Content(CsvLayout layout, char separator, CsvLabels labels) {}

  private static Content content(
      Path file, Shape shape, Names names, CsvOptions options, CsvValues values) {
    try (CsvLines lines = CsvLines.open(file)) {
      CsvRow row = new CsvRow(file.toString(), options.limits());
      CsvRow second = new CsvRow(file.toString(), options.limits());
      if (!lines.next(row)) {
        throw none(file);
      }
      // Some programs put a number sign before the names of columns.
      boolean comment = row.isComment();
      row.dropCommentSign();
      char separator = CsvLayout.separator(row, shape.elements() + 1, options);
      row.split(separator);
      if (comment && row.fields() != shape.elements() + 1) {
        throw comment(row);
      }
      CsvLayout.checkFields(row, shape, true);
      boolean more = lines.next(second);
      if (more) {
        second.split(separator);
      }
      CsvLayout layout = CsvLayout.of(row, more ? second : null, options);
      if (comment && !layout.header()) {
        throw comment(row);
      }
      CsvLabels labels =
          new CsvLabels(names.classes(), names.names(), options.labels(), layout.told());
      Ends ends = new Ends();
      if (!layout.header()) {
        take(row, layout, labels, values);
        ends.take(row);
      }
      for (; more; more = lines.next(second)) {
        if (second.isComment()) {
          throw comment(second);
        }
        second.split(separator);
        CsvLayout.checkFields(second, shape, false);
        take(second, layout, labels, values);
        ends.take(second);
      }
      if (labels.count() == 0) {
        throw none(file);
      }
      values.finish(labels.count() == 1 && !layout.header() ? row : second);
      if (!layout.told() && ends.areDense() && !labels.areDense()) {
        throw row.damaged(
            "the column of labels must be plain. Received: a first column with gaps between its"
                + " numbers, and a last that has all from 0. --csv-label says which it is: first or"
                + " last");
      }
      return new Content(layout, separator, labels);
    } catch (IOException e) {
      throw IdxReader.unreadable(file, e);
    }
  }

  private static DataException comment(CsvRow row) {
    return row.damaged("a line must be a label and values. Received: a comment, #");
  }

  private static DataException none(Path file) {
    return DataException.damaged(file, "expected at least one line of values. Received: none");
  }

  private static void take(CsvRow row, CsvLayout layout, CsvLabels labels, CsvValues values) {
    labels.take(row, layout.label());
    values.take(row, layout.label());
  }

  /** The last fields of lines, which may be labels. */
  private static final class Ends {
    private final BitSet seen = new BitSet();
    private boolean whole = true;

    void take(CsvRow row) {
      CsvNumber number = row.number(row.fields() - 1);
      whole &= number != null && number.plain && number.value < MOST_LABELS;
      if (whole && number != null) {
        seen.set((int) number.value);
      }
    }

    boolean areDense() {
      return whole && CsvLabels.isDense(seen);
    }
  }
}
