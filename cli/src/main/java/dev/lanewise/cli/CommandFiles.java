package dev.lanewise.cli;

import dev.lanewise.data.ImageFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a command reads and what it writes. {@link #check} sees to it that no output replaces what
 * is read, nor another output: by file, not by name, so links and other spellings do not matter.
 */
final class CommandFiles {

  /** Endings of what this program writes, which may lie beside images. */
  private static final Set<String> OWN_ENDINGS = Set.of("safetensors", "csv", "jsonl", "json");

  /**
   * A file or directory.
   *
   * @param what what the user calls it, such as {@code --out m.safetensors}
   * @param path where it is
   */
  private record Named(String what, Path path) {}

  private final Session session;
  private final List<Named> inputs = new ArrayList<>();
  private final List<Named> outputs = new ArrayList<>();
  private final List<Named> logs = new ArrayList<>();

  CommandFiles(Session session) {
    this.session = session;
  }

  /**
   * A file that is read, or a directory of which all files are.
   *
   * @param option what names it, such as {@code --model}
   * @param name what the user wrote; what is no file, such as a preset, is passed over
   */
  CommandFiles input(String option, String name) {
    existing(name).ifPresent(path -> inputs.add(new Named(option + " " + name, path)));
    return this;
  }

  /** A file that is read, or a directory of which all files are. */
  CommandFiles input(String option, Path path) {
    inputs.add(new Named(option, path));
    return this;
  }

  /** Data of the user's own: a path, or one after a word and a colon, as {@code csv:PATH}. */
  CommandFiles data(String option, String name) {
    String path = name.substring(NamedData.isOwn(name) ? name.indexOf(':') + 1 : 0);
    existing(path).ifPresent(file -> inputs.add(new Named(option + " " + name, file)));
    return this;
  }

  /** A file that is read, unless it is the one that is to be written again. */
  CommandFiles inputUnless(String option, @Nullable String name, Path written) {
    if (name != null
        && existing(name).filter(file -> isSame(file, session.resolve(written))).isEmpty()) {
      input(option, name);
    }
    return this;
  }

  /** A file that is made or replaced as a whole. */
  CommandFiles output(String option, Path file) {
    outputs.add(new Named(option + " " + file, session.resolve(file)));
    return this;
  }

  /** A file that is written bit by bit: a device or a pipe will do. */
  CommandFiles log(String option, Path file) {
    logs.add(new Named(option + " " + file, session.resolve(file)));
    return this;
  }

  private Optional<Path> existing(String name) {
    try {
      String text = name.startsWith("~/") ? session.home() + name.substring(1) : name;
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(session.resolve(Path.of(text))).filter(Files::exists);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /**
   * Checks all outputs. Nothing is written.
   *
   * @throws CliException if one is an input or another output, with {@link ExitCode#USAGE}; if one
   *     can't be written, with {@link ExitCode#CANT_CREATE}
   */
  void check() {
    List<Named> written = new ArrayList<>(outputs);
    logs.stream().filter(log -> !OutputFile.isDevice(log.path())).forEach(written::add);
    for (Named output : written) {
      for (Named input : inputs) {
        if (reads(input.path(), output.path())) {
          throw CliException.usage(
              "An output must not replace what is read. Received: %s, which is of %s"
                  .formatted(output.what(), input.what()));
        }
      }
    }
    for (int i = 0; i < written.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (isSame(written.get(i).path(), written.get(j).path())) {
          throw CliException.usage(
              "Each output must have a file of its own. Received: %s and %s"
                  .formatted(written.get(j).what(), written.get(i).what()));
        }
      }
    }
    outputs.forEach(output -> OutputFile.check(output.path()));
    logs.forEach(log -> OutputFile.checkLog(log.path()));
  }

  private static boolean reads(Path input, Path output) {
    if (!Files.isDirectory(input)) {
      return isSame(input, output);
    }
    if (!Files.exists(output)) {
      return ImageFiles.isImage(output) && key(output).startsWith(key(input));
    }
    try (Stream<Path> files = Files.walk(input, FileVisitOption.FOLLOW_LINKS)) {
      // What this program has written may be written again; nobody reads it as an image.
      return files.anyMatch(
          file ->
              !OWN_ENDINGS.contains(ending(file))
                  && Files.isRegularFile(file)
                  && isSame(file, output));
    } catch (IOException | UncheckedIOException _) {
      // A directory that can't be walked through: whoever reads it says so.
      return key(output).startsWith(key(input));
    }
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static boolean isSame(Path a, Path b) {
    try {
      if (Files.exists(a) && Files.exists(b)) {
        return Files.isSameFile(a, b);
      }
    } catch (IOException _) {
      // Their names are left to go by.
    }
    return key(a).equals(key(b));
  }

  /** The one path of a file, or of one that is to be made in a directory. */
  private static Path key(Path file) {
    Path whole = file.toAbsolutePath();
    try {
      return whole.toRealPath();
    } catch (IOException _) {
      Path parent = whole.getParent();
      Path name = whole.getFileName();
      if (parent == null || name == null) {
        return whole;
      }
      Path directory = key(parent);
      return directory.resolve(ignoresCase(directory) ? folded(name.toString()) : name.toString());
    }
  }

  private static String folded(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  /** Whether a directory is there by its name in other letters too. */
  private static boolean ignoresCase(Path directory) {
    String name = String.valueOf(directory.getFileName());
    String other = name.toUpperCase(Locale.ROOT);
    if (other.equals(name)) {
      other = name.toLowerCase(Locale.ROOT);
    }
    if (other.equals(name)) {
      Path parent = directory.getParent();
      return parent != null && ignoresCase(parent);
    }
    try {
      Path respelled = directory.resolveSibling(other);
      return Files.exists(respelled) && Files.isSameFile(respelled, directory);
    } catch (IOException _) {
      return false;
    }
  }
}
