package dev.lanewise.data;

/**
 * How a CSV file is written.
 *
 * @param header whether the first line names the columns
 * @param label where in a line the label is
 * @param separator what stands between fields
 */
public record CsvOptions(Header header, Label label, char separator) {

  /** Whether the first line names the columns. */
  public enum Header {
    /** It does. */
    YES,
    /** It doesn't. */
    NO,
    /** It does if a field of it isn't a number. */
    AUTO
  }

  /** Where in a line the label is. */
  public enum Label {
    /** Before the values. */
    FIRST,
    /** After the values. */
    LAST
  }

  /**
   * Checks the separator.
   *
   * @throws DataException if it is a quotation mark or may be part of a number
   */
  public CsvOptions {
    if (separator == '"'
        || separator == ' '
        || "+-.".indexOf(separator) >= 0
        || Character.isLetterOrDigit(separator)) {
      throw new DataException(
          DataException.Kind.USAGE,
          "A separator must be a character such as ',', ';' or a tab. Received: " + separator);
    }
  }

  /** A header if there is one, the label first, commas. */
  public static CsvOptions defaults() {
    return new CsvOptions(Header.AUTO, Label.FIRST, ',');
  }

  /** The same with another answer about the header. */
  public CsvOptions withHeader(Header newHeader) {
    return new CsvOptions(newHeader, label, separator);
  }

  /** The same with the label elsewhere. */
  public CsvOptions withLabel(Label newLabel) {
    return new CsvOptions(header, newLabel, separator);
  }

  /** The same with another separator. */
  public CsvOptions withSeparator(char newSeparator) {
    return new CsvOptions(header, label, newSeparator);
  }
}
