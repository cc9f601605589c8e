package dev.lanewise.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * What to say where the locale's characters do not suffice for the name of a file: in a container
 * without a locale the JVM can name files by ASCII only. The launcher sees to it; those who start
 * the program by {@code java} are told.
 */
final class Encodings {

  /** What the JVM has in a name in place of bytes that it can't read. */
  private static final char REPLACEMENT = '\ufffd';

  private Encodings() {}

  /** Why a name can be no path. */
  static String message(InvalidPathException e, Session session) {
    String name = e.getInput();
    return isAscii(name) || isUnicode()
        ? "A file needs a name that this system can have. Received: " + name
        : "The locale has no characters for the name of a file. "
            + remedy(session)
            + ". Received: "
            + name;
  }

  /** The end of a message about a file whose name could not be read; else nothing. */
  static String hint(String message, Session session) {
    return message.indexOf(REPLACEMENT) < 0 || message.contains("LC_ALL=") || isUnicode()
        ? ""
        : " (the locale has no characters for the name. " + remedy(session) + ")";
  }

  /**
   * Checks names of files or of classes, which come from files.
   *
   * @throws CliException if the JVM could not read one of them
   */
  static void check(Collection<String> names, Session session) {
    for (String name : names) {
      if (name.indexOf(REPLACEMENT) >= 0 && !isUnicode()) {
        throw new CliException(
            ExitCode.NO_INPUT,
            "The locale has no characters for the name of a file. %s. Received: %s"
                .formatted(remedy(session), name));
      }
    }
  }

  private static String remedy(Session session) {
    return "Expected: one of UTF-8, such as LC_ALL=C.UTF-8. The locale is: " + locale(session);
  }

  /** The variable that decides, as POSIX has it, and what characters the JVM took from it. */
  private static String locale(Session session) {
    for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      String value = session.variable(name);
      if (!value.isEmpty()) {
        return name + "=" + value + " (" + characters() + ")";
      }
    }
    return "none (" + characters() + ")";
  }

  private static String characters() {
    return System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name());
  }

  private static boolean isUnicode() {
    return characters().toUpperCase(Locale.ROOT).startsWith("UTF")
        || !Charset.isSupported(characters());
  }

  private static boolean isAscii(String name) {
    return name.chars().allMatch(c -> c < 0x80);
  }
}
