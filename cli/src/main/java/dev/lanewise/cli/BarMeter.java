package dev.lanewise.cli;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar in the terminal's last line. */
final class BarMeter implements Reporter.Meter {

  private final Screen screen;
  private final ProgressBar bar;

  BarMeter(PrintWriter err, String task, String unit, long max) {
    // The bar moves the cursor.
    screen = new Screen(PlainWriter.raw(err));
    bar =
        new ProgressBarBuilder()
            .setTaskName(Printable.name(task))
            .setUnit(" " + unit, 1)
            .setInitialMax(max)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .setConsumer(screen)
            .showSpeed(new DecimalFormat("#.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .build();
  }

  @Override
  public void at(long done) {
    bar.stepTo(done);
  }

  @Override
  public void clear() {
    screen.clear();
  }

  @Override
  public void close() {
    bar.close();
  }

  /** The bar's line; a thread of the library's own draws it. */
  private static final class Screen implements ProgressBarConsumer {

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private boolean drawn;

    Screen(PrintWriter err) {
      this.err = err;
    }

    @Override
    public int getMaxRenderedLength() {
      return 79;
    }

    @Override
    public synchronized void accept(String text) {
      err.print("\r" + text);
      err.flush();
      drawn = true;
    }

    @Override
    public synchronized void clear() {
      if (drawn) {
        err.print(ERASE_LINE);
        err.flush();
        drawn = false;
      }
    }

    @Override
    public void close() {
      clear();
    }
  }
}
