package dev.lanewise.cli;

import dev.lanewise.data.DataSet;
import dev.lanewise.data.ImageFit;
import dev.lanewise.formats.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How somebody names data of his own: a folder of images or a text file.
 *
 * @param kind which of the two
 * @param fit how images become those of the model's size; empty if the name does not say so
 * @param place the path, as it was written
 * @param csv what a text file's name begins with, see {@link CsvKeys}; of folders nothing
 */
record OwnName(Kind kind, Optional<ImageFit> fit, String place, String csv) {

  /** What a name leads to. */
  enum Kind {
    /** A folder with one directory a class. */
    FOLDER("folder:"),
    /** A text file with a sample a line. */
    CSV("csv:");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /** What a name of the kind begins with. */
    String prefix() {
      return prefix;
    }
  }

  /** What fits are called in names; of two words for one fit, the first is written. */
  private static final Map<String, ImageFit> FITS = fits();

  private static final List<String> TEXTS = List.of(".csv", ".tsv", ".txt");

  private static Map<String, ImageFit> fits() {
    Map<String, ImageFit> fits = new LinkedHashMap<>();
    fits.put("folder-cover:", ImageFit.COVER);
    fits.put("folder-crop:", ImageFit.COVER);
    fits.put("folder-pad:", ImageFit.PAD);
    fits.put("folder-exact:", ImageFit.EXACT);
    fits.put("folder-stretch:", ImageFit.STRETCH);
    return Collections.unmodifiableMap(fits);
  }

  /** Whether a name says by its beginning that it is one's own data, as names in files do. */
  static boolean isPrefixed(String text) {
    return CsvKeys.isCsv(text) || folder(text).isPresent();
  }

  private static Optional<String> folder(String text) {
    return Stream.concat(Stream.of(Kind.FOLDER.prefix()), FITS.keySet().stream())
        .filter(text::startsWith)
        .findFirst();
  }

  /** A name that {@link #isPrefixed} as a file keeps it. */
  static OwnName parse(String text) {
    int end = text.indexOf(':') + 1;
    return CsvKeys.isCsv(text)
        ? new OwnName(Kind.CSV, Optional.empty(), text.substring(end), text.substring(0, end))
        : folder(Optional.ofNullable(FITS.get(folder(text).orElseThrow())), text.substring(end));
  }

  private static OwnName folder(Optional<ImageFit> fit, String place) {
    return new OwnName(Kind.FOLDER, fit, place, "");
  }

  /**
   * What a user means by a name: data that {@link #isPrefixed}, or a folder or a text file that is
   * there. Names of known sets go before paths.
   *
   * @return empty if it can only be the name of a known set
   * @throws CliException if it is a path that leads to nothing that can be read as data
   */
  static Optional<OwnName> find(Session session, String text) {
    if (isPrefixed(text)) {
      return Optional.of(parse(text).checked(session, text));
    }
    if (isKnown(text)) {
      return Optional.empty();
    }
    refuseUrl(text, text);
    if (text.isEmpty()) {
      throw CliException.usage(
          "Data must be the name of a set, a folder of images or a text file. Received: an empty"
              + " name");
    }
    Path path = resolve(session, text, text);
    String ending = text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean isText = TEXTS.contains("." + ending);
    if (Files.isDirectory(path)) {
      return Optional.of(folder(Optional.empty(), text).checked(session, text));
    }
    if (isText && Files.exists(path)) {
      return Optional.of(parse(Kind.CSV.prefix() + text).checked(session, text));
    }
    if (Files.exists(path)) {
      throw new CliException(
          ExitCode.DATA,
          "Data must be a folder of images or a text file (%s). Received: %s, a file of another kind."
                  .formatted(String.join(", ", TEXTS), text)
              + " If it is text all the same: csv:"
              + text);
    }
    if (isText || text.contains("/") || text.contains("\\") || text.startsWith("~")) {
      throw new CliException(
          ExitCode.NO_INPUT, path + ": no such " + (isText ? "file" : "file or directory"));
    }
    return Optional.empty();
  }

  /** Whether a known set has this name. */
  static boolean isKnown(String text) {
    return Arrays.stream(DataSet.values()).anyMatch(set -> set.id().equals(text));
  }

  /** The end of a message about a name that is neither known nor leads anywhere. */
  static String hint(Session session, String text) {
    List<String> names = Arrays.stream(DataSet.values()).map(DataSet::id).toList();
    return Suggestions.nearest(text, names).isPresent()
        ? Suggestions.hint(text, names)
        : "%s, or a folder or text file of your own (there is none here: %s)"
            .formatted(Suggestions.hint(text, names), session.resolve(Path.of(text)));
  }

  /**
   * A word to those who name a known set beside which a folder of that name lies.
   *
   * @return empty if there is nothing to say
   */
  static Optional<String> twofold(Session session, String text) {
    Path path = session.resolve(Path.of(text));
    if (!isKnown(text) || !Files.isDirectory(path)) {
      return Optional.empty();
    }
    // The files of a known set lie in a directory of its name, but none of classes.
    try (Stream<Path> entries = Files.list(path)) {
      return entries.anyMatch(Files::isDirectory)
          ? Optional.of(
              "--data %s is the data set of that name; the folder of that name is --data ./%s"
                  .formatted(text, text))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private OwnName checked(Session session, String text) {
    refuseUrl(place, text);
    if (place.isEmpty()) {
      throw CliException.usage(
          "Images of your own must name a folder or a file. Received: " + text);
    }
    String plain = place;
    while (plain.length() > 1 && plain.endsWith("/")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    if (plain.equals("~") || plain.startsWith("~/")) {
      plain = session.home() + plain.substring(1);
    }
    resolve(session, plain, text);
    return new OwnName(kind, fit, plain, csv);
  }

  private static void refuseUrl(String place, String text) {
    String lower = place.toLowerCase(Locale.ROOT);
    if (lower.startsWith("file:")) {
      throw CliException.usage(
          "Data must be a path, not a URL. Expected: %s. Received: %s"
              .formatted(place.substring("file:".length()).replaceFirst("^//+", "/"), text));
    }
    if (lower.matches("[a-z][a-z0-9+.-]+://.*")) {
      throw CliException.usage("Data must be a path on this machine, not a URL. Received: " + text);
    }
  }

  private static Path resolve(Session session, String place, String text) {
    String full = place.startsWith("~/") ? session.home() + place.substring(1) : place;
    try {
      return session.resolve(Path.of(full));
    } catch (InvalidPathException _) {
      throw CliException.usage(
          "Images of your own must name a folder or a file. Received: " + text);
    }
  }

  /** The folder or the file. */
  Path path(Session session) {
    return resolve(session, place, id()).toAbsolutePath().normalize();
  }

  /** The same at another place. */
  OwnName at(String newPlace) {
    return new OwnName(kind, fit, newPlace, csv);
  }

  /** The same with another fit. */
  OwnName withFit(ImageFit newFit) {
    return new OwnName(kind, Optional.of(newFit), place, csv);
  }

  /** How files and messages name it. */
  String id() {
    if (kind == Kind.CSV) {
      return csv + place;
    }
    String prefix =
        fit.filter(it -> it != ImageFit.STRETCH)
            .flatMap(
                wanted ->
                    FITS.entrySet().stream()
                        .filter(entry -> entry.getValue() == wanted)
                        .map(Map.Entry::getKey)
                        .findFirst())
            .orElse(Kind.FOLDER.prefix());
    return prefix + place;
  }
}
