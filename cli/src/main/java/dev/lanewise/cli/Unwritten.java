package dev.lanewise.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outputs that could not be written, as on a full disk. Each is told of at once, but ends
 * nothing: all other outputs are written, and this one is tried again when it is due again.
 */
final class Unwritten {

  private final Session session;
  private final Map<Path, String> reasons = new LinkedHashMap<>();

  /** Writes a file. */
  @FunctionalInterface
  interface Write {

    /**
     * Writes all of it.
     *
     * @throws IOException if it can't be written; the message names the file
     */
    void run() throws IOException;
  }

  Unwritten(Session session) {
    this.session = session;
  }

  /**
   * Writes a file, or notes why not.
   *
   * @return whether it was written
   */
  boolean attempt(Path file, Write write) {
    try {
      write.run();
      reasons.remove(file);
      return true;
    } catch (IOException e) {
      note(file, e);
    } catch (UncheckedIOException e) {
      note(file, e.getCause());
    }
    return false;
  }

  private void note(Path file, IOException e) {
    String reason = String.valueOf(e.getMessage());
    if (reasons.put(file, reason) == null) {
      session.warn(reason + ". The training goes on");
    }
  }

  /** What was not written, or only in part, when it was due last. */
  List<String> files() {
    return reasons.keySet().stream().map(Path::toString).toList();
  }

  /** The last line of a run that has left something out. */
  void report() {
    session.warn("Not written: " + String.join("; ", reasons.values()));
  }
}
