package dev.lanewise.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the program ends, after BSD's {@code sysexits.h}. */
final class ExitCode {

  /** All went well. */
  static final int OK = 0;

  /** An argument is wrong: unknown, missing, out of range. */
  static final int USAGE = 64;

  /** A file isn't what it should be, or model and data do not fit one another. */
  static final int DATA = 65;

  /** A file or a data set isn't there. */
  static final int NO_INPUT = 66;

  /** Something outside can't be had: a JDK, the vector module, a download. */
  static final int UNAVAILABLE = 69;

  /** A fault of the program. */
  static final int INTERNAL = 70;

  /** No memory left. */
  static final int MEMORY = 71;

  /** The output can't be made where it was asked for. */
  static final int CANT_CREATE = 73;

  /** Reading or writing failed on the way. */
  static final int IO = 74;

  /** The loss stopped being finite. */
  static final int DIVERGED = 76;

  /** Interrupted by Ctrl-C (128 + SIGINT). */
  static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** Each code with what it means, for the end of every {@code --help}. */
  static Map<String, String> described() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("  " + OK, "all went well");
    codes.put(" " + USAGE, "an argument is unknown, missing or out of range");
    codes.put(" " + DATA, "a data or model file is damaged, or model and data do not fit");
    codes.put(" " + NO_INPUT, "a file or a data set was not found");
    codes.put(" " + UNAVAILABLE, "no usable JDK, no vector module, or a download failed");
    codes.put(" " + INTERNAL, "the program itself failed");
    codes.put(" " + MEMORY, "out of memory");
    codes.put(" " + CANT_CREATE, "the output cannot be written where it was asked for");
    codes.put(" " + IO, "reading or writing failed on the way, as on a full disk");
    codes.put(" " + DIVERGED, "the loss stopped being finite; nothing was saved");
    codes.put("" + INTERRUPTED, "stopped by Ctrl-C (143: by SIGTERM); train has saved what it had");
    return codes;
  }
}
