package dev.lanewise.cli;

import java.io.PrintWriter;

/**
 * Stands before a stream that people read, so that no control character of a name or a file gets to
 * it; see {@link Printable}. All that a command prints goes through one.
 */
final class PlainWriter extends PrintWriter {

  private final PrintWriter raw;

  PlainWriter(PrintWriter raw) {
    super(raw, true);
    this.raw = raw;
  }

  /** The stream behind a writer, for what may move the cursor: a progress bar. */
  static PrintWriter raw(PrintWriter writer) {
    return writer instanceof PlainWriter plain ? plain.raw : writer;
  }

  @Override
  public void write(int c) {
    write(String.valueOf((char) c));
  }

  @Override
  public void write(char[] buffer, int offset, int length) {
    write(new String(buffer, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) {
    String shown = Printable.text(text.substring(offset, offset + length));
    super.write(shown, 0, shown.length());
  }
}
