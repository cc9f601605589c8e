package dev.lanewise.cli;

import dev.lanewise.formats.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/** Whether a file can be written, asked before hours of training rather than after. */
final class OutputFile {

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
}
