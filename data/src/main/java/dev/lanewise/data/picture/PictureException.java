package dev.lanewise.data.picture;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A picture that can't be read; the message is one line that says why. */
public final class PictureException extends IOException {

  private static final long serialVersionUID = 1L;

  PictureException(String message) {
    this(message, null);
  }

  PictureException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The file stops before the picture does. */
  static PictureException cut() {
    return new PictureException("the file ends before the picture does");
  }

  /** The file breaks a rule of its format. */
  static PictureException damaged(String what) {
    return new PictureException("the file is damaged: " + what);
  }

  /** The file is whole, but of a kind that isn't read. */
  static PictureException unsupported(String what) {
    return new PictureException(what + " is not read. Save the picture as an ordinary PNG or JPEG");
  }
}
