package dev.lanewise.cli;

import java.io.PrintWriter;

/** A line every ten seconds, for logs; work that is done sooner prints nothing. */
final class LineMeter implements Reporter.Meter {

  private static final long INTERVAL_NANOS = 10_000_000_000L;

  private final PrintWriter err;
  private final String task;
  private final String unit;
  private final long max;
  private final long start = System.nanoTime();
  private long last = start;

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
      err.println(line(done, (now - start) / 1e9));
    }
  }

  /** How much is done, how fast, and how long the rest will take. */
  private String line(long done, double seconds) {
    double rate = done / seconds;
    String rest =
        done > 0 && done < max ? Text.format(", %s left", duration((max - done) / rate)) : "";
    return Text.format("%s: %,d of %,d %s, %,.0f %s/s%s", task, done, max, unit, rate, unit, rest);
  }

  private static String duration(double seconds) {
    long minutes = Math.round(seconds / 60);
    return seconds < 100
        ? Text.format("%.0f s", seconds)
        : minutes < 100
            ? Text.format("%d min", minutes)
            : Text.format("%d h %d min", minutes / 60, minutes % 60);
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
