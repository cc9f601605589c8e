package dev.lanewise.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** A line every ten seconds, for logs; work that is done sooner prints nothing. */
final class LineMeter implements Reporter.Meter {

  private static final long INTERVAL_NANOS = 10_000_000_000L;

  private final PrintWriter err;
  private final String task;
  private final String unit;
  private final long max;
  private long last = System.nanoTime();

  LineMeter(PrintWriter err, String task, String unit, long max) {
    this.err = err;
    this.task = task;
    this.unit = unit;
    this.max = max;
  }

  @Override
  public void at(long done) {
    long now = System.nanoTime();
    if (now - last >= INTERVAL_NANOS) {
      last = now;
      err.println(String.format(Locale.ROOT, "%s: %,d of %,d %s", task, done, max, unit));
    }
  }

  @Override
  public void clear() {
    // Its lines stay.
    err.flush();
  }

  @Override
  public void close() {
    err.flush();
  }
}
