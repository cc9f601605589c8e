package dev.lanewise.data;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Data that cannot be had. The message is one line that a user can act on: which file, where in it,
 * what was expected and what was received. Control characters of names and of what was received are
 * shown as {@code \x1b}, marks that turn the direction of writing as <code>&#92;u202e</code>.
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What kept the data away. */
  public enum Kind {
    /** No data set of that name, or an option that a data set doesn't have. */
    USAGE,
    /** A file that isn't there. */
    NOT_FOUND,
    /** A file that is there but isn't what it should be. */
    DAMAGED,
    /** No mirror delivered the file. */
    NETWORK,
    /** The disk refused to read or to write. */
    DISK
  }

  private final Kind kind;

  /** An error with one line of text. */
  public DataException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** An error with one line of text and what caused it. */
  public DataException(Kind kind, String message, @Nullable Throwable cause) {
    super(Shown.text(message), cause);
    this.kind = kind;
  }

  /** What kept the data away; a command line can choose its exit code by it. */
  public Kind kind() {
    return kind;
  }

  static DataException damaged(Object where, String detail) {
    return new DataException(Kind.DAMAGED, where + ": " + detail);
  }

  /** What an exception says, in one line, for use inside a message. */
  static String reason(Throwable e) {
    String text = e.getMessage();
    if (e instanceof FileSystemException f) {
      text = f.getReason() != null ? f.getReason() : kindOf(f);
    }
    return text == null || text.isBlank()
        ? e.getClass().getSimpleName()
        : text.lines().findFirst().orElseThrow().strip();
  }

  private static String kindOf(FileSystemException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case FileAlreadyExistsException _ -> "a file of that name is in the way";
      default -> e.getClass().getSimpleName();
    };
  }
}
