package dev.lanewise.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The program {@code lanewise}: the one place that knows the process it runs in. */
public final class Main {

  private Main() {}

  /** Runs the program and exits with its code; {@code --help} lists the codes. */
  public static void main(String[] args) {
    // Digits, capitals and lists are the same for all: scripts read them.
    Locale.setDefault(Locale.ROOT);
    Session session =
        new Session(
            new FileInputStream(FileDescriptor.in),
            writer(FileDescriptor.out, charset(1, System.out.charset())),
            writer(FileDescriptor.err, charset(2, System.err.charset())),
            System.getenv(),
            Path.of(System.getProperty("user.home", ".")),
            Path.of(""),
            watched(),
            new ShutdownInterrupts());
    System.exit(Cli.run(session, args));
  }

  /** Not System.out: a PrintStream hides from its writers that the disk is full. */
  private static PrintWriter writer(FileDescriptor descriptor, Charset charset) {
    OutputStream stream = new BufferedOutputStream(new FileOutputStream(descriptor));
    return new PrintWriter(new OutputStreamWriter(stream, charset), true);
  }

  /**
   * A terminal has the characters of its locale; a file or a pipe gets UTF-8, whatever the locale,
   * and so does a terminal of ASCII alone: what is read again must not depend on it.
   */
  private static Charset charset(int descriptor, Charset locale) {
    return isTerminal(descriptor) && !locale.equals(StandardCharsets.US_ASCII)
        ? locale
        : StandardCharsets.UTF_8;
  }

  /** Whether somebody watches stderr. */
  private static boolean watched() {
    return !"dumb".equals(System.getenv("TERM")) && isTerminal(2);
  }

  /** Whether a stream is a terminal; Java itself knows about stdin and stdout together only. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      Console console = System.console();
      return console != null && console.isTerminal();
    }
  }
}
