package dev.lanewise.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The images that a user's words mean: files, folders with all images below them, patterns such as
 * {@code photos/*.jpg}, and {@code -} for a list of these, or one image, on standard input.
 */
final class PredictInputs implements AutoCloseable {

  /** The word for standard input. */
  static final String STANDARD_INPUT = "-";

  /** Most bytes of standard input: an image, or some million names. */
  private static final int MOST_BYTES = 1 << 28;

  private final Session session;
  private final List<Input> inputs = new ArrayList<>();
  private final SortedMap<String, Integer> ignored = new TreeMap<>();
  private Optional<Path> spooled = Optional.empty();

  /**
   * An image, or a word that leads to none.
   *
   * @param name what the user calls it
   * @param file the file
   * @param fault why there is none; empty if there is
   */
  record Input(String name, Path file, Optional<CliException> fault) {}

  PredictInputs(Session session) {
    this.session = session;
  }

  /** All images in the order of the words, those of a folder or a pattern by their paths. */
  List<Input> of(List<String> words) {
    if (words.stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw CliException.usage("Standard input (-) can be read once. Received: it is named twice");
    }
    words.forEach(
        word -> {
          if (word.equals(STANDARD_INPUT)) {
            addStandardInput();
          } else {
            add(word, true);
          }
        });
    Encodings.check(inputs.stream().map(Input::name).toList(), session);
    return List.copyOf(inputs);
  }

  /** How many files were left out of folders and patterns because of their endings. */
  SortedMap<String, Integer> ignored() {
    return Collections.unmodifiableSortedMap(ignored);
  }

  /** Says which files were left out, if any. */
  Optional<String> remark() {
    int files = ignored.values().stream().mapToInt(Integer::intValue).sum();
    return files == 0
        ? Optional.empty()
        : Optional.of(
            "left out %s: %s"
                .formatted(
                    files == 1
                        ? "1 file that is no image by its ending"
                        : Text.count(files) + " files that are no images by their endings",
                    ignored.entrySet().stream()
                        .map(e -> e.getKey() + " " + Text.count(e.getValue()))
                        .collect(Collectors.joining(", "))));
  }

  private void add(String word, boolean patterns) {
    Path path;
    try {
      path = path(word);
    } catch (InvalidPathException e) {
      fault(word, ExitCode.NO_INPUT, Encodings.message(e, session));
      return;
    }
    if (Files.isDirectory(path)) {
      addFolder(word, path);
    } else if (patterns && !Files.exists(path) && ImagePattern.isPattern(word)) {
      addMatches(word);
    } else {
      inputs.add(new Input(word, path, Optional.empty()));
    }
  }

  private Path path(String word) {
    Path path = session.resolve(Path.of(word));
    boolean ofHome = word.startsWith("~/") && !Files.exists(path);
    return ofHome ? session.home().resolve(word.substring(2)) : path;
  }

  private void addFolder(String word, Path folder) {
    String start = word.endsWith("/") ? word : word + "/";
    int before = inputs.size();
    List<Path> found =
        ImageWalk.below(
            folder, ignored, (below, e) -> unreadable(start + folder.relativize(below), e));
    for (Path file : found) {
      inputs.add(new Input(start + folder.relativize(file), file, Optional.empty()));
    }
    if (inputs.size() == before) {
      fault(
          word,
          ExitCode.DATA,
          "%s: a folder must have an image in it. Received: none".formatted(word));
    }
  }

  private void unreadable(String word, IOException e) {
    fault(
        word, ExitCode.IO, "%s: the folder can't be read: %s".formatted(word, ImageWalk.reason(e)));
  }

  private void addMatches(String word) {
    try {
      String start = word.startsWith("~/") ? "~/" : "";
      Path base = start.isEmpty() ? session.directory() : session.home();
      List<String> found = new ImagePattern(word.substring(start.length()), ignored).matches(base);
      for (String name : found) {
        inputs.add(new Input(start + name, base.resolve(name), Optional.empty()));
      }
      if (found.isEmpty()) {
        fault(word, ExitCode.NO_INPUT, word + ": no image matches the pattern");
      }
    } catch (IOException e) {
      unreadable(word, e);
    } catch (IllegalArgumentException e) {
      fault(word, ExitCode.NO_INPUT, word + ": no such file, nor a pattern");
    }
  }

  private void fault(String word, int code, String message) {
    inputs.add(new Input(word, session.directory(), Optional.of(new CliException(code, message))));
  }

  private void addStandardInput() {
    byte[] bytes;
    try {
      bytes = session.in().readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.IO, "Standard input can't be read: " + ImageWalk.reason(e), e);
    }
    if (bytes.length > MOST_BYTES) {
      throw new CliException(
          ExitCode.DATA,
          "Standard input may have at most %s bytes. Received: more".formatted(MOST_BYTES));
    }
    if (bytes.length == 0) {
      throw new CliException(
          ExitCode.DATA,
          "Standard input must have an image, or names of files, one a line. Received: nothing");
    }
    if (ImageWalk.beginsAsImage(bytes)) {
      spool(bytes);
    } else {
      names(bytes).forEach(name -> add(name, false));
    }
  }

  /** Names that are divided by NUL, as {@code find -print0} does, or else by line ends. */
  private static List<String> names(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new CliException(
          ExitCode.DATA,
          "Standard input must have an image, or names of files in UTF-8, one a line. Received:"
              + " something else",
          e);
    }
    // Some editors begin a text with a mark.
    text = text.startsWith("\ufeff") ? text.substring(1) : text;
    String divider = text.indexOf('\0') >= 0 ? "\0" : "\r?\n";
    List<String> names = Arrays.stream(text.split(divider)).filter(n -> !n.isBlank()).toList();
    if (names.isEmpty()) {
      throw new CliException(
          ExitCode.DATA,
          "Standard input must have an image, or names of files, one a line. Received: empty"
              + " lines");
    }
    return names;
  }

  private void spool(byte[] image) {
    try {
      Path file = Files.createTempFile("lanewise-", ".image");
      spooled = Optional.of(file);
      Files.write(file, image);
      inputs.add(new Input(STANDARD_INPUT, file, Optional.empty()));
    } catch (IOException e) {
      throw new CliException(
          ExitCode.IO, "The image of standard input can't be kept: " + ImageWalk.reason(e), e);
    }
  }

  /** Deletes what was kept of standard input. */
  @Override
  public void close() {
    spooled.ifPresent(
        file -> {
          try {
            Files.deleteIfExists(file);
          } catch (IOException e) {
            session.warn("a temporary file is left: " + file);
          }
        });
  }
}
