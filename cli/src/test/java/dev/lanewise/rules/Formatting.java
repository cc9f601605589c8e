package dev.lanewise.rules;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** google-java-format, as its command line formats: imports in order, long strings wrapped. */
final class Formatting {

  private final Formatter formatter = new Formatter();

  /**
   * The files that are not as the formatter would have them, each with its reason if it cannot be
   * formatted at all.
   */
  List<String> check(List<Path> files) {
    return files.parallelStream().map(this::complaint).flatMap(Optional::stream).toList();
  }

  /** Rewrites the files that need it; returns those it could not mend, with the reason. */
  List<String> fix(List<Path> files) {
    return files.parallelStream()
        .filter(file -> complaint(file).isPresent())
        .map(this::mend)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<String> complaint(Path file) {
    try {
      String text = Files.readString(file);
      return text.equals(formatted(text)) ? Optional.empty() : Optional.of(file.toString());
    } catch (FormatterException e) {
      return Optional.of(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String> mend(Path file) {
    try {
      Files.writeString(file, formatted(Files.readString(file)));
      return Optional.empty();
    } catch (FormatterException e) {
      return Optional.of(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String formatted(String text) throws FormatterException {
    return formatter.formatSourceAndFixImports(text);
  }
}
