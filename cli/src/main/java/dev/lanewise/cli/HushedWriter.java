package dev.lanewise.cli;

import java.io.PrintWriter;
import java.io.Writer;

/** Standard error under {@code --quiet}: takes what informs and shows none of it. */
final class HushedWriter extends PrintWriter {

  private final PrintWriter loud;

  HushedWriter(PrintWriter loud) {
    super(Writer.nullWriter());
    this.loud = loud;
  }

  /** Where warnings go all the same. */
  PrintWriter loud() {
    return loud;
  }
}
