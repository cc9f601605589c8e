package dev.lanewise.cli;

import dev.lanewise.formats.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where predictions go, and how they are written. */
final class PredictOutput {

  @Option(
      names = "--csv",
      description =
          "Write comma-separated values with a header: input, then class, name and probability of"
              + " each of the --top classes.")
  private boolean csv;

  @Option(names = "--jsonl", description = "Write JSON lines: an object for each image.")
  private boolean jsonl;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Write to this file: comma-separated values if it ends with .csv, JSON lines if with"
              + " .jsonl or .ndjson. It appears when all is done. Default: standard output.")
  private @Nullable Path out;

  /** A way of writing predictions. */
  private enum Format {
    TEXT,
    CSV,
    JSON_LINES
  }

  /**
   * Checks what can be checked before the first image is read.
   *
   * @param model the model's file
   * @param json whether an object is printed at the end
   */
  void check(Session session, String model, boolean json) {
    Format format = format();
    if (json && out == null && format != Format.TEXT) {
      throw CliException.usage(
          "--json and %s both write to standard output: one of them needs --out. Received: both"
              .formatted(csv ? "--csv" : "--jsonl"));
    }
    if (out != null) {
      new CommandFiles(session).input("MODEL", model).output("--out", out).check();
    }
  }

  private Format format() {
    if (csv && jsonl) {
      throw CliException.usage("Either --csv or --jsonl can be given. Received: both");
    }
    if (csv || jsonl) {
      return csv ? Format.CSV : Format.JSON_LINES;
    }
    if (out == null) {
      return Format.TEXT;
    }
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return Format.CSV;
    }
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return Format.JSON_LINES;
    }
    throw CliException.usage(
        "--out must end with .csv, .jsonl or .ndjson, or come with --csv or --jsonl. Received: "
            + out);
  }

  /**
   * Checks that no input is what predictions are written to.
   *
   * @throws CliException if one is
   */
  void spare(Session session, List<PredictInputs.Input> inputs) {
    // A file that is not there yet is none of many thousand inputs.
    if (out != null && Files.exists(session.resolve(out))) {
      CommandFiles files = new CommandFiles(session).output("--out", out);
      inputs.forEach(input -> files.input(input.name(), input.file()));
      files.check();
    }
  }

  /** The file that is written, if there is one. */
  Optional<Path> file() {
    return Optional.ofNullable(out);
  }

  /**
   * Does the work, whose predictions are written as they come.
   *
   * @param session the surroundings
   * @param reporter what prints to standard output
   * @param meaning what the numbers are
   * @param header the first line of comma-separated values
   * @param work gets what takes each prediction
   */
  void write(
      Session session,
      Reporter reporter,
      Meaning meaning,
      String header,
      Consumer<Consumer<Prediction>> work) {
    Format format = format();
    if (out == null) {
      if (format == Format.CSV) {
        reporter.line(header);
      }
      work.accept(prediction -> reporter.line(line(format, meaning, prediction)));
      return;
    }
    try {
      AtomicFile.write(
          session.resolve(out),
          stream -> {
            Writer writer =
                new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
            if (format == Format.CSV) {
              writeLine(writer, header);
            }
            work.accept(prediction -> writeLine(writer, line(format, meaning, prediction)));
            writer.flush();
          });
    } catch (IOException e) {
      throw new CliException(ExitCode.IO, String.valueOf(e.getMessage()), e);
    } catch (UncheckedIOException e) {
      throw new CliException(
          ExitCode.IO, "Cannot write %s: %s".formatted(out, e.getCause().getMessage()), e);
    }
  }

  private static String line(Format format, Meaning meaning, Prediction prediction) {
    return switch (format) {
      case TEXT -> prediction.text(meaning);
      case CSV -> prediction.csv();
      case JSON_LINES -> JsonMembers.line(prediction.json(meaning));
    };
  }

  private static void writeLine(Writer writer, String line) {
    try {
      writer.write(line);
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
