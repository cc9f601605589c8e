package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Reads CSV files (RFC 4180, but no line breaks inside of quotes) of one sample a line: a label and
 * as many values as the shape has, in the order channel, row, column. Labels are whole numbers from
 * 0. Empty lines, blanks around fields and a byte order mark are ignored; lines are counted from 1
 * in messages, columns of fields too.
 */
public final class CsvFile {

  private CsvFile() {}

  /**
   * Images, whose values are whole numbers from 0 to 255.
   *
   * @param file a text file in UTF-8
   * @param shape the shape of an image
   * @param classNames names of the classes
   * @param options how the file is written
   * @throws DataException if the file isn't there or can't be read, or a line isn't what it should
   *     be
   */
  public static ImageSet images(
      Path file, Shape shape, List<String> classNames, CsvOptions options) {
    Lines lines = new Lines(file, shape, classNames.size(), options, true);
    lines.read();
    return ImageSet.of(
        String.valueOf(file.getFileName()),
        shape,
        Arrays.copyOf(lines.bytes, lines.count * shape.elements()),
        Arrays.copyOf(lines.labels, lines.count),
        classNames);
  }

  /**
   * Samples, whose values are any finite numbers.
   *
   * @param file a text file in UTF-8
   * @param shape the shape of a sample
   * @param classes number of classes
   * @param options how the file is written
   * @throws DataException if the file isn't there or can't be read, or a line isn't what it should
   *     be
   */
  public static ArraySamples values(Path file, Shape shape, int classes, CsvOptions options) {
    Lines lines = new Lines(file, shape, classes, options, false);
    lines.read();
    return ArraySamples.of(
        shape,
        Arrays.copyOf(lines.floats, lines.count * shape.elements()),
        Arrays.copyOf(lines.labels, lines.count),
        classes);
  }

  /** What has been read of one file. */
  private static final class Lines {
    final Path file;
    final Shape shape;
    final int classes;
    final CsvOptions options;
    final boolean whole;
    int[] labels = new int[0];
    byte[] bytes = {};
    float[] floats = {};
    int count;
    String line = "";
    long number;

    Lines(Path file, Shape shape, int classes, CsvOptions options, boolean whole) {
      this.file = file;
      this.shape = shape;
      this.classes = classes;
      this.options = options;
      this.whole = whole;
    }

    void read() {
      if (!Files.isRegularFile(file)) {
        throw new DataException(
            DataException.Kind.NOT_FOUND,
            file + (Files.exists(file) ? ": must be a file" : ": no such file"));
      }
      try (BufferedReader in = Files.newBufferedReader(file)) {
        boolean first = true;
        for (String next = in.readLine(); next != null; next = in.readLine()) {
          number++;
          line = number == 1 && next.startsWith("\uFEFF") ? next.substring(1) : next;
          if (line.isBlank()) {
            continue;
          }
          if (!(first && isHeader())) {
            take();
          }
          first = false;
        }
      } catch (CharacterCodingException e) {
        throw new DataException(
            DataException.Kind.DAMAGED, file + ": must be text in UTF-8. Received: other bytes", e);
      } catch (IOException e) {
        throw IdxReader.unreadable(file, e);
      }
      if (count == 0) {
        throw DataException.damaged(file, "expected at least one line of values. Received: none");
      }
    }

    private boolean isHeader() {
      return switch (options.header()) {
        case YES -> true;
        case NO -> false;
        case AUTO -> {
          for (int from = 0; from <= line.length(); from = end(from) + 1) {
            if (!isNumber(field(from, end(from)))) {
              yield true;
            }
          }
          yield false;
        }
      };
    }

    private static boolean isNumber(String field) {
      try {
        return Double.isFinite(Double.parseDouble(field));
      } catch (NumberFormatException _) {
        return false;
      }
    }

    /** Where the field that begins at {@code from} ends. */
    private int end(int from) {
      int end = line.indexOf(options.separator(), from);
      return end < 0 ? line.length() : end;
    }

    private String field(int from, int end) {
      String field = line.substring(from, end).strip();
      boolean quoted = field.length() > 1 && field.startsWith("\"") && field.endsWith("\"");
      return quoted ? field.substring(1, field.length() - 1).strip() : field;
    }

    private void take() {
      int elements = shape.elements();
      int fields = 1;
      for (int i = 0; i < line.length(); i++) {
        fields += line.charAt(i) == options.separator() ? 1 : 0;
      }
      if (fields != elements + 1) {
        throw damaged(
            "expected %d fields, a label and the values of %s. Received: %d"
                .formatted(elements + 1, shape, fields));
      }
      grow();
      int labelColumn = options.label() == CsvOptions.Label.FIRST ? 0 : elements;
      int at = count * elements;
      for (int column = 0, from = 0; column < fields; column++) {
        int end = end(from);
        if (column == labelColumn) {
          labels[count] = label(from, end, column);
        } else if (whole) {
          bytes[at++] = (byte) pixel(from, end, column);
        } else {
          floats[at++] = value(from, end, column);
        }
        from = end + 1;
      }
      count++;
    }

    private void grow() {
      if (count < labels.length) {
        return;
      }
      int most = (Integer.MAX_VALUE - 64) / shape.elements();
      if (count == most) {
        throw damaged("a file may have at most %d samples of %s".formatted(most, shape));
      }
      int room = (int) Math.min(most, Math.max(64, count * 3L / 2));
      labels = Arrays.copyOf(labels, room);
      if (whole) {
        bytes = Arrays.copyOf(bytes, room * shape.elements());
      } else {
        floats = Arrays.copyOf(floats, room * shape.elements());
      }
    }

    private int label(int from, int end, int column) {
      int label = digits(from, end);
      if (label < 0 || label >= classes) {
        throw damaged(
            column, "a label must be a whole number from 0 to " + (classes - 1), field(from, end));
      }
      return label;
    }

    private int pixel(int from, int end, int column) {
      int pixel = digits(from, end);
      if (pixel < 0 || pixel > 255) {
        throw damaged(column, "a pixel must be a whole number from 0 to 255", field(from, end));
      }
      return pixel;
    }

    private float value(int from, int end, int column) {
      String field = field(from, end);
      try {
        float value = Float.parseFloat(field);
        if (Float.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException _) {
        // As what is not finite.
      }
      throw damaged(column, "a value must be a finite number", field);
    }

    /** The number that the digits of a field make; -1 if there is anything else. */
    private int digits(int from, int end) {
      int value = 0;
      int i = from;
      for (; i < end && value <= 100_000_000; i++) {
        int digit = line.charAt(i) - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        value = 10 * value + digit;
      }
      return i == end && i > from ? value : slowDigits(field(from, end));
    }

    /** The same for fields with blanks or quotation marks. */
    private static int slowDigits(String field) {
      return field.matches("[0-9]{1,9}") ? Integer.parseInt(field) : -1;
    }

    private DataException damaged(String detail) {
      return DataException.damaged(file + ", line " + number, detail);
    }

    private DataException damaged(int column, String rule, String received) {
      String shown = received.length() > 40 ? received.substring(0, 40) + "..." : received;
      return DataException.damaged(
          "%s, line %d, column %d".formatted(file, number, column + 1),
          rule + ". Received: " + (shown.isEmpty() ? "nothing" : shown));
    }
  }
}
