package dev.lanewise.cli;

import dev.lanewise.data.CsvOptions;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a CSV file is written, as far as the user says it. */
final class CsvArguments {

  @Option(
      names = "--csv-header",
      paramLabel = "yes|no|auto",
      description =
          "Whether the first line of a CSV file names the columns. Default: auto, it does if each"
              + " of its fields is a name and none a number.")
  private @Nullable String header;

  @Option(
      names = "--csv-label",
      paramLabel = "COLUMN",
      description =
          "The column of labels: first, last, its number from 1 or its name. Default: auto, the"
              + " column whose header is label, class, target or y; without a header the first, or"
              + " the only one of text.")
  private @Nullable String label;

  @Option(
      names = "--csv-separator",
      paramLabel = "CHAR",
      description =
          "What stands between fields: comma, semicolon, tab, bar or any other character. Default:"
              + " auto, by the first line.")
  private @Nullable String separator;

  @Option(
      names = "--csv-values",
      paramLabel = "KIND",
      description =
          "What the pixels of a CSV file are: bytes (whole, 0 to 255), levels (0 to 255 with"
              + " decimals), fractions (0 to 1, for a byte divided by 255) or numbers (any, in the"
              + " place of a byte divided by 255). Default: auto, bytes or fractions by the file.")
  private @Nullable String values;

  @Option(
      names = "--csv-labels",
      paramLabel = "KIND",
      description =
          "What the labels of a CSV file are: numbers (of classes, from 0) or names (a class for"
              + " each that occurs, sorted). Default: auto, by the first label.")
  private @Nullable String labels;

  /** What the user says, over what is known otherwise. */
  CsvOptions over(CsvOptions otherwise) {
    CsvOptions options = otherwise;
    if (header != null) {
      options = options.withHeader(CsvKeys.header("--csv-header", header));
    }
    if (label != null) {
      options = options.withLabel(CsvKeys.label("--csv-label", label));
    }
    if (separator != null) {
      options = options.withSeparator(CsvKeys.separator("--csv-separator", separator));
    }
    if (values != null) {
      options = options.withValues(CsvKeys.values("--csv-values", values));
    }
    if (labels != null) {
      options = options.withLabels(CsvKeys.labels("--csv-labels", labels));
    }
    return options;
  }

  /** Fails if the user says how a CSV file is written, and there is none. */
  void checkFor(String data) {
    boolean given = Stream.of(header, label, separator, values, labels).anyMatch(Objects::nonNull);
    if (given && !CsvKeys.isCsv(data)) {
      throw CliException.usage(
          "Options of CSV files are for --data csv:PATH. Received: --data " + data);
    }
  }
}
