package dev.lanewise.data;

/**
 * How a CSV file is written. What is {@code AUTO} is found in the file itself where that leaves no
 * doubt; a file that leaves doubts is refused, with the option that says it.
 *
 * @param header whether the first line names the columns
 * @param label which column holds the label
 * @param separator what stands between fields, or {@link #AUTO_SEPARATOR}
 * @param values what the numbers of an image are
 * @param labels what labels are
 * @param limits how long lines and fields may be
 */
public record CsvOptions(
    Header header, Label label, char separator, Values values, Labels labels, DataLimits limits) {

  /** A comma, semicolon, tab or vertical bar, whichever the first line has. */
  public static final char AUTO_SEPARATOR = 0;

  /** Whether the first line names the columns. */
  public enum Header {
    /** It does. */
    YES,
    /** It doesn't. */
    NO,
    /**
     * It does if each of its fields is a name: with a letter, and no number. Also if one field is a
     * word for a label and the others count from 0 or from 1.
     */
    AUTO
  }

  /** What the numbers of an image are. */
  public enum Values {
    /** Whole numbers from 0 to 255, kept as bytes. */
    BYTES,
    /** Numbers from 0 to 1, which stand for a byte divided by 255. */
    FRACTIONS,
    /** Numbers from 0 to 255 that need not be whole. */
    LEVELS,
    /** Any finite numbers, which stand in the place of a byte divided by 255. */
    NUMBERS,
    /**
     * Bytes, if all are whole; fractions, if some have a decimal point and all are from 0 to 1.
     * Whole numbers of which the largest is 1 could be either and are refused.
     */
    AUTO
  }

  /** What labels are. */
  public enum Labels {
    /** Whole numbers from 0. */
    NUMBERS,
    /** Names of classes; numbers are names too. */
    NAMES,
    /** Numbers, or names that begin with a letter, as the first label is. */
    AUTO
  }

  /** How a column is told. */
  public enum Place {
    /** Before the values. */
    FIRST,
    /** After the values. */
    LAST,
    /** By its number. */
    NUMBER,
    /** By its name in the header. */
    NAME,
    /**
     * The column whose header is a word for a label (label, class, target, y); without a header the
     * only column of text, at either end; or else the first.
     */
    AUTO
  }

  /**
   * Which column holds the label.
   *
   * @param place how the column is told
   * @param number the column, counted from 1; 0 unless it is told by its number
   * @param name the column's name; empty unless it is told by its name
   */
  public record Label(Place place, int number, String name) {

    /** As the file says it. */
    public static final Label AUTO = new Label(Place.AUTO, 0, "");

    /** Before the values. */
    public static final Label FIRST = new Label(Place.FIRST, 0, "");

    /** After the values. */
    public static final Label LAST = new Label(Place.LAST, 0, "");

    /**
     * Checks the number and the name.
     *
     * @throws DataException if a number is below 1 or a name is empty
     */
    public Label {
      if (place == Place.NUMBER && number < 1 || place == Place.NAME && name.isBlank()) {
        throw new DataException(
            DataException.Kind.USAGE,
            "The column of labels must be counted from 1, or have a name. Received: "
                + (place == Place.NUMBER ? "" + number : "no name"));
      }
    }

    /** The column of a number, counted from 1. */
    public static Label numbered(int number) {
      return new Label(Place.NUMBER, number, "");
    }

    /** The column of a name in the header. */
    public static Label named(String name) {
      return new Label(Place.NAME, 0, name);
    }
  }

  /**
   * Checks the separator.
   *
   * @throws DataException if it is a quotation mark or may be part of a number
   */
  public CsvOptions {
    if (separator == '"'
        || separator == ' '
        || "+-.\r\n".indexOf(separator) >= 0
        || separator >= 0x7f
        || Character.isLetterOrDigit(separator)) {
      throw new DataException(
          DataException.Kind.USAGE,
          "A separator must be a character such as ',', ';' or a tab. Received: " + separator);
    }
  }

  /** All as the file says it. */
  public static CsvOptions defaults() {
    return new CsvOptions(
        Header.AUTO, Label.AUTO, AUTO_SEPARATOR, Values.AUTO, Labels.AUTO, DataLimits.defaults());
  }

  /** The same with another answer about the header. */
  public CsvOptions withHeader(Header newHeader) {
    return new CsvOptions(newHeader, label, separator, values, labels, limits);
  }

  /** The same with the label elsewhere. */
  public CsvOptions withLabel(Label newLabel) {
    return new CsvOptions(header, newLabel, separator, values, labels, limits);
  }

  /** The same with another separator. */
  public CsvOptions withSeparator(char newSeparator) {
    return new CsvOptions(header, label, newSeparator, values, labels, limits);
  }

  /** The same with other numbers. */
  public CsvOptions withValues(Values newValues) {
    return new CsvOptions(header, label, separator, newValues, labels, limits);
  }

  /** The same with other labels. */
  public CsvOptions withLabels(Labels newLabels) {
    return new CsvOptions(header, label, separator, values, newLabels, limits);
  }

  /** The same with other limits. */
  public CsvOptions withLimits(DataLimits newLimits) {
    return new CsvOptions(header, label, separator, values, labels, newLimits);
  }
}
