package dev.lanewise.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/** The program {@code lanewise}: the one place that knows the process it runs in. */
public final class Main {

  private Main() {}

  /** Runs the program and exits with its code; {@code --help} lists the codes. */
  public static void main(String[] args) {
    Session session =
        new Session(
            writer(FileDescriptor.out, System.out.charset()),
            writer(FileDescriptor.err, System.err.charset()),
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

  /** Whether stderr is a terminal; Java itself knows about stdin and stdout together only. */
  private static boolean watched() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      Console console = System.console();
      return console != null && console.isTerminal();
    }
  }
}
