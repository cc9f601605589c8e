package dev.lanewise.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Prints lines, and between them how far a long piece of work has come: as a bar if somebody
 * watches stderr on a terminal, otherwise as a line now and then.
 */
final class Reporter implements AutoCloseable {

  private final PrintWriter results;
  private final PrintWriter err;
  private final boolean terminal;
  private final boolean quiet;
  private @Nullable Meter meter;

  /** Shows how far a piece of work has come. */
  interface Meter extends AutoCloseable {

    /** So much is done. Called often. */
    void at(long done);

    /** Takes the meter away from the screen until the next change. */
    void clear();

    @Override
    void close();
  }

  Reporter(PrintWriter results, Session session) {
    this.results = results;
    this.err = session.err();
    this.terminal = session.terminal();
    this.quiet = session.isHushed();
  }

  /** Prints a result. */
  void line(String text) {
    clear();
    results.println(text);
  }

  /** Prints where a result would be what is none, unless the user wants quiet. */
  void info(String text) {
    if (!quiet) {
      line(text);
    }
  }

  /** Takes a bar away from the screen, before somebody else prints. */
  void pause() {
    clear();
  }

  /** Prints a note to stderr. */
  void note(String text) {
    clear();
    err.println(text);
  }

  private void clear() {
    Meter current = meter;
    if (current != null) {
      current.clear();
    }
  }

  /** Begins a piece of work. */
  void begin(String task, String unit, long max) {
    close();
    meter = terminal ? new BarMeter(err, task, unit, max) : new LineMeter(err, task, unit, max);
  }

  /** So much of it is done. */
  void at(long done) {
    Meter current = meter;
    if (current != null) {
      current.at(done);
    }
  }

  /** Ends the piece of work, if there is one. */
  @Override
  public void close() {
    Meter current = meter;
    if (current != null) {
      current.close();
      meter = null;
    }
  }
}
