package dev.lanewise.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a file line by line; lines end with a line feed, a carriage return or both, and are counted
 * from 1. Empty lines and a mark of UTF-8 at the start are passed over.
 */
final class CsvLines implements AutoCloseable {

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long line;
  private boolean afterReturn;

  private CsvLines(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  static CsvLines open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          DataException.Kind.NOT_FOUND,
          file + (Files.exists(file) ? ": must be a file" : ": no such file"));
    }
    CsvLines lines = new CsvLines(file, Files.newInputStream(file));
    try {
      lines.fill();
      lines.checkStart();
      return lines;
    } catch (IOException | DataException e) {
      lines.close();
      throw e;
    }
  }

  /** Files that are often taken for text are named. */
  private void checkStart() {
    if (starts(0xef, 0xbb, 0xbf)) {
      at = 3;
    }
    String other =
        starts(0xff, 0xfe) || starts(0xfe, 0xff)
            ? "text in UTF-16; save it as UTF-8"
            : starts(0x1f, 0x8b)
                ? "a file compressed by gzip; unpack it first"
                : starts('P', 'K', 3, 4)
                    ? "a ZIP archive or a workbook; save the table as CSV"
                    : "";
    if (!other.isEmpty()) {
      throw DataException.damaged(file, "must be text in UTF-8. Received: " + other);
    }
  }

  private boolean starts(int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= end || (buffer[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Makes a row of the next line that isn't blank; false at the end. */
  boolean next(CsvRow row) throws IOException {
    while (read(row)) {
      if (!row.isBlank()) {
        row.checkText();
        return true;
      }
    }
    return false;
  }

  private boolean read(CsvRow row) throws IOException {
    if (at == end && !fill()) {
      return false;
    }
    if (afterReturn && buffer[at] == '\n') {
      at++;
      if (at == end && !fill()) {
        return false;
      }
    }
    afterReturn = false;
    row.begin(++line);
    while (true) {
      int start = at;
      while (at < end && buffer[at] != '\n' && buffer[at] != '\r') {
        at++;
      }
      row.append(buffer, start, at);
      if (at < end) {
        afterReturn = buffer[at++] == '\r';
        return true;
      }
      if (!fill()) {
        return true;
      }
    }
  }

  private boolean fill() throws IOException {
    int got = in.read(buffer, 0, buffer.length);
    at = 0;
    end = Math.max(0, got);
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
