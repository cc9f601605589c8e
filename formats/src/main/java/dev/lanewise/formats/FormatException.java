package dev.lanewise.formats;

/**
 * A file's content is not what it should be. The message is one line: where, the rule, what was
 * expected and what was received.
 */
public final class FormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public FormatException(String message) {
    super(message);
  }

  /** With a message for the user, and what led to it. */
  public FormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
