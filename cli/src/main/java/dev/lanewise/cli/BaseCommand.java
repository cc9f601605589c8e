package dev.lanewise.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What all commands have. */
abstract class BaseCommand implements Callable<Integer> {

  private final Session session;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = "--json",
      description =
          "Print the result as one JSON object in the last line of stdout; all other text goes to"
              + " stderr.")
  private boolean json;

  @Option(
      names = "--trace",
      description = "Show where in the program an error came from. Also: LANEWISE_TRACE=1.")
  private boolean trace;

  @Option(
      names = "--quiet",
      description = "Print results, warnings and errors only: no progress, no lines that inform.")
  private boolean quiet;

  BaseCommand(Session session) {
    this.session = session;
  }

  /** The surroundings. */
  final Session session() {
    return quiet ? session.hushed() : session;
  }

  /** Whether a JSON object is wanted. */
  final boolean json() {
    return json;
  }

  /** Whether a stack trace is wanted. */
  final boolean trace() {
    return trace;
  }

  /** Where text for people goes. */
  final PrintWriter text() {
    return json ? session().err() : session.out();
  }

  /** Prints the JSON object if it is wanted. */
  final void result(JsonObject object) {
    if (json) {
      session.out().println(JsonMembers.line(object));
    }
  }

  /** Checks that a number is large enough. */
  static void atLeast(String option, long least, long value) {
    if (value < least) {
      throw CliException.usage(
          "%s must be at least %s. Received: %s".formatted(option, least, value));
    }
  }

  /** Checks that a number lies in a range, ends included. */
  static void between(String option, long least, long most, long value) {
    if (value < least || value > most) {
      throw CliException.usage(
          "%s must be between %s and %s. Received: %s".formatted(option, least, most, value));
    }
  }
}
