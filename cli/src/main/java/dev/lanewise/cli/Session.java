package dev.lanewise.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/**
 * What one run of the program has of the world around it. Tests give it other worlds.
 *
 * @param in standard input
 * @param out standard output: results
 * @param err standard error: progress and errors
 * @param environment the environment's variables
 * @param home the user's home directory
 * @param directory what relative paths are relative to
 * @param terminal whether somebody watches standard error on a terminal
 * @param interrupts tells a command that the user wants it to stop
 */
record Session(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    Map<String, String> environment,
    Path home,
    Path directory,
    boolean terminal,
    Interrupts interrupts) {

  /** A request to stop, such as Ctrl-C. */
  interface Interrupts {

    /**
     * Has {@code stop} called when the user wants the program to stop. Until the result is closed,
     * the JVM does not end before the command has.
     */
    Watch watch(Runnable stop);
  }

  /** Ends a watch. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** The same, with streams that no control character gets through. */
  Session plain() {
    return with(new PlainWriter(out), new PlainWriter(err), terminal);
  }

  /** The same, but that only warnings get to standard error. */
  Session hushed() {
    return isHushed() ? this : with(out, new HushedWriter(err), false);
  }

  /** Whether the user wants results and errors only. */
  boolean isHushed() {
    return err instanceof HushedWriter;
  }

  private Session with(PrintWriter newOut, PrintWriter newErr, boolean watched) {
    return new Session(in, newOut, newErr, environment, home, directory, watched, interrupts);
  }

  /** Says something that a user may want to know, unless {@code --quiet} is given. */
  void note(String text) {
    err.println("lanewise: " + text);
  }

  /** Says something that a user ought to know, whatever is given. */
  void warn(String text) {
    (err instanceof HushedWriter hushed ? hushed.loud() : err).println("lanewise: " + text);
  }

  /** The file that a user's path means. */
  Path resolve(Path path) {
    return directory.resolve(path);
  }

  /** The value of a variable, or "" if it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }
}
