package dev.lanewise.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a file can be written, asked before hours of training rather than after. */
final class OutputFile {

  private OutputFile() {}

  /**
   * Checks that a file can be made or replaced, by making a file beside it and removing that.
   *
   * @throws CliException if not, with {@link ExitCode#CANT_CREATE}
   */
  static void check(Path file) {
    if (Files.isDirectory(file)) {
      throw refused(file, "it must be a file. Received: a directory");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw refused(file, "it must be a regular file. Received: a device or pipe");
    }
    Path directory = file.toAbsolutePath().normalize().getParent();
    if (directory == null || !Files.exists(directory)) {
      throw refused(file, "its directory must exist. Received: " + directory);
    }
    if (!Files.isDirectory(directory)) {
      throw refused(file, "what should be its directory is a file. Received: " + directory);
    }
    try {
      Files.delete(Files.createTempFile(directory, ".lanewise-", ".tmp"));
    } catch (IOException e) {
      String reason =
          e instanceof FileSystemException f && f.getReason() != null
              ? f.getReason()
              : e.getClass().getSimpleName();
      throw new CliException(
          ExitCode.CANT_CREATE,
          "Cannot write %s: its directory must be writable. Received: %s (%s)"
              .formatted(file, directory, reason),
          e);
    }
  }

  private static CliException refused(Path file, String reason) {
    return new CliException(ExitCode.CANT_CREATE, "Cannot write %s: %s".formatted(file, reason));
  }
}
