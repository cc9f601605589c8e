package dev.lanewise.cli;

import dev.lanewise.formats.AtomicFile;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Whether a file can be written, asked before hours of training rather than after. */
final class OutputFile {

  /** Names of streams that are open already; what they are may be a regular file. */
  private static final List<String> STREAMS =
      List.of("/dev/stdout", "/dev/stderr", "/dev/fd", "/proc");

  private OutputFile() {}

  /**
   * Checks that a file can be made or replaced.
   *
   * @throws CliException if not, with {@link ExitCode#CANT_CREATE}
   */
  static void check(Path file) {
    try {
      AtomicFile.checkWritable(file);
    } catch (IOException e) {
      throw new CliException(ExitCode.CANT_CREATE, String.valueOf(e.getMessage()), e);
    }
  }

  /** The same for a log, which may be a device or a pipe, too. */
  static void checkLog(Path file) {
    if (!isDevice(file)) {
      check(file);
    } else if (!Files.isWritable(file)) {
      throw new CliException(
          ExitCode.CANT_CREATE, "Cannot write %s: it must be writable".formatted(file));
    }
  }

  /** Whether a path leads to a device or a pipe, such as {@code /dev/stdout}. */
  static boolean isDevice(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    return Files.exists(file)
        && !Files.isDirectory(file)
        && (!Files.isRegularFile(file) || STREAMS.stream().anyMatch(whole::startsWith));
  }

  /** Opens a log; a file is emptied first, but what stands behind a device's name is not. */
  static Writer open(Path file) throws IOException {
    return isDevice(file)
        ? Files.newBufferedWriter(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)
        : Files.newBufferedWriter(file);
  }

  /** The path without links of a file that is there, or that is to be made in a directory. */
  static Path real(Path file) {
    Path whole = file.toAbsolutePath();
    try {
      return whole.toRealPath();
    } catch (IOException _) {
      Path parent = whole.getParent();
      Path name = whole.getFileName();
      return parent == null || name == null ? whole : real(parent).resolve(name);
    }
  }
}
