package dev.lanewise.cli;

import dev.lanewise.data.DataException;
import dev.lanewise.formats.FormatException;
import dev.lanewise.formats.Suggestions;
import dev.lanewise.layers.norm.SingleValueException;
import dev.lanewise.layers.train.NonFiniteLossException;
import dev.lanewise.layers.train.NothingCountsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on stderr and an exit code. */
final class Failures {

  private static final Pattern UNKNOWN_HELP = Pattern.compile("Unknown subcommand '(.*)'\\.?");

  private static final Pattern NO_NUMBER =
      Pattern.compile(
          "Invalid value for option '([^']*)'.*: '(.*)' is not an? (int|long|float|double)");

  private static final Pattern NO_VALUE =
      Pattern.compile("Missing required parameter for option '([^']*)' \\((.*)\\)");

  private static final Pattern OPTION_AS_VALUE =
      Pattern.compile("Expected parameter for option '([^']*)' but found '(.*)'");

  /** Characters that a reader can be asked to read. */
  private static final int LONGEST = 500;

  private final Session session;

  Failures(Session session) {
    this.session = session;
  }

  /**
   * Arguments that can't be understood.
   *
   * @param e what is wrong with them
   * @param all all arguments
   */
  int parameters(ParameterException e, String... all) {
    if (e.getCause() instanceof CliException cause) {
      return report(cause, e.getCommandLine());
    }
    if (e.getCause() instanceof InvalidPathException path) {
      return say(ExitCode.USAGE, Encodings.message(path, session));
    }
    say(parameterMessage(e, List.of(all)));
    return ExitCode.USAGE;
  }

  private static String parameterMessage(ParameterException e, List<String> all) {
    CommandLine line = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return OptionHints.unknown(unmatched.getUnmatched().getFirst(), line, all);
    }
    Matcher missing = NO_VALUE.matcher(firstLine(e));
    if (missing.matches()) {
      return "%s needs a value (%s). Received: none".formatted(missing.group(1), missing.group(2));
    }
    Matcher other = OPTION_AS_VALUE.matcher(firstLine(e));
    if (other.matches()) {
      return "%s needs a value. Received: the option %s".formatted(other.group(1), other.group(2));
    }
    Matcher number = NO_NUMBER.matcher(firstLine(e));
    if (number.matches()) {
      return "%s must be a %s. Received: %s"
          .formatted(number.group(1), kind(number.group(3), number.group(2)), number.group(2));
    }
    Matcher help = UNKNOWN_HELP.matcher(firstLine(e));
    if (help.matches()) {
      CommandLine parent = line.getParent() == null ? line : line.getParent();
      return "Unknown command %s. %s"
          .formatted(
              help.group(1),
              Suggestions.hint(help.group(1), List.copyOf(parent.getSubcommands().keySet())));
    }
    return firstLine(e);
  }

  /** What is expected where a number of a Java type is; its range only where that is the matter. */
  private static String kind(String type, String received) {
    boolean ofDigits = received.matches("[+-]?\\d+");
    return switch (type) {
      case "int" -> "whole number" + (ofDigits ? " of 32 bits" : "");
      case "long" -> "whole number" + (ofDigits ? " of 64 bits" : "");
      default -> "number";
    };
  }

  /** Whatever a command threw. */
  int report(Throwable e, @Nullable CommandLine line) {
    int code =
        switch (e) {
          case CliException own -> say(own.code(), own.getMessage());
          case DataException data -> say(code(data), data.getMessage());
          case FormatException format -> say(ExitCode.DATA, format.getMessage());
          case NonFiniteLossException loss -> say(ExitCode.DIVERGED, loss.getMessage());
          case SingleValueException batch -> say(ExitCode.DATA, batch.getMessage());
          case NothingCountsException samples -> say(ExitCode.DATA, samples.getMessage());
          case OutOfMemoryError _ -> say(ExitCode.MEMORY, memoryMessage());
          case CancellationException _ -> say(ExitCode.INTERRUPTED, "Interrupted.");
          case InvalidPathException path ->
              say(ExitCode.NO_INPUT, Encodings.message(path, session));
          case IOException io -> say(ExitCode.IO, reason(io));
          case UncheckedIOException io -> say(ExitCode.IO, reason(io.getCause()));
          default ->
              say(
                  ExitCode.INTERNAL,
                  "internal error: %s. To see where it came from: LANEWISE_TRACE=1 lanewise ..."
                      .formatted(reason(e)));
        };
    if (wantsTrace(line)) {
      e.printStackTrace(session.err());
    }
    return code;
  }

  private boolean wantsTrace(@Nullable CommandLine line) {
    if (line != null && line.getCommand() instanceof BaseCommand command && command.trace()) {
      return true;
    }
    String variable = session.variable("LANEWISE_TRACE");
    return !variable.isEmpty() && !variable.equals("0");
  }

  /** How the program ends if there is no data. */
  static int code(DataException e) {
    return switch (e.kind()) {
      case USAGE -> ExitCode.USAGE;
      case NOT_FOUND -> ExitCode.NO_INPUT;
      case DAMAGED -> ExitCode.DATA;
      case NETWORK -> ExitCode.UNAVAILABLE;
      case DISK -> ExitCode.IO;
    };
  }

  private static String memoryMessage() {
    return String.format(
        Locale.ROOT,
        "Out of memory: the heap of %,d MB is full. A larger heap (LANEWISE_OPTS=-Xmx8g), a smaller"
            + " --batch or fewer --threads may help.",
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  private static String reason(Throwable e) {
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : e.getClass().getSimpleName() + ": " + firstLine(e);
  }

  private int say(int code, @Nullable String message) {
    say(message == null ? "no reason given" : message);
    return code;
  }

  private void say(String message) {
    session.err().println("lanewise: " + line(message, session));
  }

  /** A message as one line that can be read, whatever a file's name or content has put into it. */
  static String line(String message, Session session) {
    String line = message.strip().replaceAll("\\s*[\\r\\n]\\s*", " ");
    return Printable.shortened(Printable.name(line), LONGEST) + Encodings.hint(line, session);
  }
}
