package dev.lanewise.cli;

import dev.lanewise.formats.AtomicFile;
import dev.lanewise.layers.train.TrainListener.EpochResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file with a line for each epoch. What could not be written is written with a later epoch, after
 * the lines that are whole.
 */
final class EpochLog implements AutoCloseable {

  private final Path file;
  private final String header;
  private final Function<EpochResult, String> line;
  private final Unwritten unwritten;
  private @Nullable Writer writer;

  /** Lines that are in the file as wholes. */
  private int lines;

  /** Bytes of the file with these lines. */
  private long length;

  /**
   * A log that is empty as yet.
   *
   * @param file the file
   * @param header what it begins with, line end included
   * @param line the line of an epoch, without its end
   * @param unwritten is told of failures
   */
  EpochLog(Path file, String header, Function<EpochResult, String> line, Unwritten unwritten) {
    this.file = file;
    this.header = header;
    this.line = line;
    this.unwritten = unwritten;
  }

  /** Writes the lines that the file lacks. */
  void write(List<EpochResult> results) {
    boolean written =
        unwritten.attempt(
            file,
            () -> {
              try {
                append(results);
              } catch (IOException e) {
                throw AtomicFile.failure(file, e);
              }
            });
    if (!written) {
      close();
    }
  }

  private void append(List<EpochResult> results) throws IOException {
    Writer out = writer;
    if (out == null) {
      out = open();
      writer = out;
    }
    while (lines < results.size()) {
      out.write(line.apply(results.get(lines)) + "\n");
      out.flush();
      lines++;
      length = OutputFile.isDevice(file) ? 0 : Files.size(file);
    }
  }

  private Writer open() throws IOException {
    if (length > 0) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(length);
      }
      return Files.newBufferedWriter(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }
    Writer out = OutputFile.open(file);
    out.write(header);
    out.flush();
    length = OutputFile.isDevice(file) ? 0 : Files.size(file);
    return out;
  }

  @Override
  public void close() {
    Writer out = writer;
    writer = null;
    if (out != null) {
      try {
        out.close();
      } catch (IOException _) {
        // Every line was flushed when it was written; that it failed was told then.
      }
    }
  }
}
