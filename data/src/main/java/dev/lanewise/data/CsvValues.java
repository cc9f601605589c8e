package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.CsvOptions.Values;
import dev.lanewise.data.CsvRow.Advice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of a CSV file's images: bytes as long as they fit, floats otherwise. Both grow with
 * what has been read.
 */
final class CsvValues {

  private static final Advice KINDS =
      new Advice("--csv-values levels is for numbers from 0 to 255 with decimals, numbers for any");

  private final Shape shape;
  private Values kind;
  private byte @Nullable [] bytes = {};
  private float[] reals = {};
  private int count;
  private double largest;
  private boolean points;
  private boolean asked = true;

  /** Values of images of a shape. */
  CsvValues(Shape shape, Values kind) {
    this.shape = shape;
    this.kind = kind;
    if (kind == Values.AUTO) {
      asked = false;
    } else if (kind != Values.BYTES) {
      bytes = null;
    }
  }

  /** Takes the values of a line, all fields but the label. */
  void take(CsvRow row, int label) {
    grow(row);
    int at = count * shape.elements();
    for (int column = 0; column < row.fields(); column++) {
      if (column != label) {
        take(row, column, at++);
      }
    }
    count++;
  }

  private void take(CsvRow row, int column, int at) {
    CsvNumber number = row.number(column);
    if (number == null || !Double.isFinite(number.value)) {
      throw row.damaged(column, rule());
    }
    double value = number.value;
    switch (kind) {
      case BYTES -> bytes()[at] = pixel(row, column, value);
      case FRACTIONS -> {
        if (!(value >= 0 && value <= 1)) {
          throw asked
              ? row.damaged(column, rule())
              : row.damaged(column, "a value must be from 0 to 1 as those before it", KINDS);
        }
        reals[at] = (float) value;
      }
      case LEVELS -> {
        if (!(value >= 0 && value <= 255)) {
          throw row.damaged(column, rule());
        }
        reals[at] = (float) (value / 255);
      }
      case NUMBERS -> {
        if (!Float.isFinite((float) value)) {
          throw row.damaged(column, rule());
        }
        reals[at] = (float) value;
      }
      case AUTO -> automatic(row, column, at, number);
    }
  }

  private void automatic(CsvRow row, int column, int at, CsvNumber number) {
    double value = number.value;
    points |= !number.plain;
    if (value == Math.rint(value)) {
      bytes()[at] = pixel(row, column, value);
      largest = Math.max(largest, value);
      return;
    }
    if (largest > 1) {
      throw row.damaged(column, "a pixel must be a whole number from 0 to 255", KINDS);
    }
    if (value < 0 || value > 1) {
      throw row.damaged(column, "a value with decimals must be from 0 to 1", KINDS);
    }
    toFractions(at);
    reals[at] = (float) value;
  }

  /** What has been read as bytes, 0 and 1 only, becomes floats. */
  private void toFractions(int read) {
    byte[] old = bytes();
    reals = new float[old.length];
    for (int i = 0; i < read; i++) {
      reals[i] = old[i];
    }
    bytes = null;
    kind = Values.FRACTIONS;
  }

  private byte pixel(CsvRow row, int column, double value) {
    if (!(value >= 0 && value <= 255 && value == Math.rint(value))) {
      throw value < 0 || value > 255
          ? row.damaged(
              column,
              "a pixel must be a whole number from 0 to 255",
              new Advice("--csv-values numbers is for numbers of any size"))
          : row.damaged(column, "a pixel must be a whole number from 0 to 255", KINDS);
    }
    return (byte) (int) value;
  }

  private String rule() {
    return switch (kind) {
      case AUTO, BYTES -> "a pixel must be a whole number from 0 to 255";
      case FRACTIONS -> "a value must be a number from 0 to 1";
      case LEVELS -> "a value must be a number from 0 to 255";
      case NUMBERS -> "a value must be a finite number";
    };
  }

  private byte[] bytes() {
    byte[] array = bytes;
    if (array == null) {
      throw new IllegalStateException("Values that are floats have no bytes");
    }
    return array;
  }

  private void grow(CsvRow row) {
    int elements = shape.elements();
    int room = (bytes == null ? reals.length : bytes.length) / elements;
    if (count < room) {
      return;
    }
    int most = (Integer.MAX_VALUE - 64) / elements;
    if (count == most) {
      throw row.damaged("a file may have at most %s samples of %s".formatted(most, shape));
    }
    int next = (int) Math.min(most, Math.max(Math.max(1, 4096 / elements), count * 3L / 2 + 1));
    if (bytes == null) {
      reals = Arrays.copyOf(reals, next * elements);
    } else {
      bytes = Arrays.copyOf(bytes, next * elements);
    }
  }

  /** Decides what whole numbers were. */
  void finish(CsvRow last) {
    if (kind != Values.AUTO) {
      return;
    }
    if (largest == 1 && points) {
      toFractions(count * shape.elements());
    } else if (largest == 1) {
      throw last.damaged(
          "the largest pixel of a file must be above 1, to be plain. Received: only 0 and 1 in all"
              + " lines. --csv-values says what they are: bytes (of 0 to 255) or fractions (0 to"
              + " 1)");
    } else {
      kind = Values.BYTES;
    }
  }

  /** What the values are. */
  Values kind() {
    return kind;
  }

  /** The images. */
  ImageSet images(String name, CsvLabels labels) {
    int length = count * shape.elements();
    return bytes == null
        ? ImageSet.ofFractions(
            name, shape, Arrays.copyOf(reals, length), labels.labels(), labels.names())
        : ImageSet.of(name, shape, Arrays.copyOf(bytes(), length), labels.labels(), labels.names());
  }

  /** The values as they were written, if they are floats. */
  float[] reals() {
    return Arrays.copyOf(reals, count * shape.elements());
  }
}
