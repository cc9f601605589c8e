package dev.lanewise.cli;

import org.jspecify.annotations.Nullable;

/** An error that ends a command: one line for the user, and the exit code. */
final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** See {@link ExitCode}. */
  private final int code;

  CliException(int code, String message) {
    this(code, message, null);
  }

  CliException(int code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** A wrong argument. */
  static CliException usage(String message) {
    return new CliException(ExitCode.USAGE, message);
  }

  /** One of {@link ExitCode}. */
  int code() {
    return code;
  }
}
