package dev.lanewise.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Paths of data in saved models. They are absolute, where the user wrote them so, or relative to
 * the directory of the file that they are in. Files of older versions have them relative to the
 * directory that the program was in, which is the second place to look.
 */
final class SavedPlace {

  private SavedPlace() {}

  /** How a file is to name a data set. */
  static String stored(NamedData data, Path file) {
    return data.own().source().map(source -> stored(source, file)).orElse(data.id());
  }

  private static String stored(OwnImages.Source source, Path file) {
    if (source.absolute()) {
      return source.name().id();
    }
    Path from = real(directory(file));
    Path parent = source.place().getParent();
    Path name = source.place().getFileName();
    Path to = parent == null || name == null ? source.place() : real(parent).resolve(name);
    try {
      String relative = from.relativize(to).toString().replace(File.separatorChar, '/');
      return source.name().at(relative.isEmpty() ? "." : relative).id();
    } catch (IllegalArgumentException _) {
      // On another drive.
      return source.name().at(to.toString()).id();
    }
  }

  /**
   * Where the data lies that a file names.
   *
   * @param name the name in the file
   * @param file the file, as the user wrote it
   * @throws CliException if it isn't there
   */
  static OwnImages.Source find(Session session, String name, String file) {
    OwnName own = OwnName.parse(name);
    Path written = Path.of(own.place());
    if (written.isAbsolute()) {
      return new OwnImages.Source(own, existing(written, name, file), true);
    }
    Path here = session.resolve(written).toAbsolutePath().normalize();
    Path beside = real(directory(session.resolve(Path.of(file)))).resolve(written).normalize();
    boolean same = same(here, beside);
    if (Files.exists(beside)) {
      if (!same && Files.exists(here)) {
        say(
            session,
            "%s of %s is %s, beside the model; in the current directory there is another, %s"
                .formatted(name, file, beside, here));
      }
      return same
          ? new OwnImages.Source(own, here, false)
          : new OwnImages.Source(own.at(beside.toString()), beside, false);
    }
    if (!same && Files.exists(here)) {
      say(
          session,
          "%s of %s is not beside the model; taken from the current directory: %s"
              .formatted(name, file, here));
      return new OwnImages.Source(own, here, false);
    }
    throw missing(
        name,
        file,
        same
            ? "relative to the model's directory it is " + beside
            : "relative to the model's directory it is %s, relative to the current directory %s"
                .formatted(beside, here));
  }

  /** The same without a word; empty if it isn't there or is no data of the user's own. */
  static Optional<Path> quietly(Session session, String name, String file) {
    if (!OwnName.isPrefixed(name)) {
      return Optional.empty();
    }
    Path written = Path.of(OwnName.parse(name).place());
    Path beside = real(directory(session.resolve(Path.of(file)))).resolve(written).normalize();
    Path here = session.resolve(written).toAbsolutePath().normalize();
    return Stream.of(beside, here).filter(Files::exists).findFirst();
  }

  private static Path existing(Path path, String name, String file) {
    if (!Files.exists(path)) {
      throw missing(name, file, "its path is absolute");
    }
    return path;
  }

  private static CliException missing(String name, String file, String where) {
    return new CliException(
        ExitCode.NO_INPUT,
        "The images that %s was trained on were not found: %s; %s. If they are elsewhere now: --data"
                .formatted(file, name, where)
            + " PATH");
  }

  private static void say(Session session, String line) {
    session.warn(line);
  }

  private static Path directory(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return Optional.ofNullable(absolute.getParent()).orElse(absolute);
  }

  /** Whether two paths lead to one file. */
  static boolean same(Path a, Path b) {
    return a.equals(b) || real(a).equals(real(b));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      return path.toAbsolutePath().normalize();
    }
  }
}
