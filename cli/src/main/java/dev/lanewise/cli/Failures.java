package dev.lanewise.cli;

import dev.lanewise.data.DataException;
import dev.lanewise.formats.FormatException;
import dev.lanewise.formats.Suggestions;
import dev.lanewise.layers.SingleValueException;
import dev.lanewise.layers.train.NonFiniteLossException;
import dev.lanewise.layers.train.NothingCountsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on stderr and an exit code. */
final class Failures {

  private static final Pattern UNKNOWN_HELP = Pattern.compile("Unknown subcommand '(.*)'\\.?");

  private static final Pattern NO_NUMBER =
      Pattern.compile(
          "Invalid value for option '([^']*)'.*: '(.*)' is not an? (int|long|float|double)");

  private final Session session;

  Failures(Session session) {
    this.session = session;
  }

  /** Arguments that can't be understood. */
  int parameters(ParameterException e) {
    if (e.getCause() instanceof CliException cause) {
      return report(cause, e.getCommandLine());
    }
    say(parameterMessage(e));
    return ExitCode.USAGE;
  }

  private static String parameterMessage(ParameterException e) {
    CommandLine line = e.getCommandLine();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().getFirst();
      if (word.startsWith("-")) {
        String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        return "Unknown option %s. %s".formatted(option, hint(option, options(line)));
      }
      List<String> commands = List.copyOf(line.getSubcommands().keySet());
      return commands.isEmpty()
          ? "Unexpected argument: %s. See: %s --help"
              .formatted(word, line.getCommandSpec().qualifiedName())
          : "Unknown command %s. %s".formatted(word, Suggestions.hint(word, commands));
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

  private static List<String> options(CommandLine line) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : line.getCommandSpec().options()) {
      names.addAll(List.of(option.names()));
    }
    return names;
  }

  /** A list of all options would be long: their help has it. */
  private static String hint(String option, List<String> options) {
    return Suggestions.nearest(option, options)
        .map(name -> "Did you mean " + name + "?")
        .orElse("Expected one of: " + String.join(", ", options));
  }

  /** Whatever a command threw. */
  int report(Throwable e, @Nullable CommandLine line) {
    int code =
        switch (e) {
          case CliException own -> say(own.code(), own.getMessage());
          case DataException data -> say(code(data.kind()), data.getMessage());
          case FormatException format -> say(ExitCode.DATA, format.getMessage());
          case NonFiniteLossException loss -> say(ExitCode.DIVERGED, loss.getMessage());
          case SingleValueException batch -> say(ExitCode.DATA, batch.getMessage());
          case NothingCountsException samples -> say(ExitCode.DATA, samples.getMessage());
          case OutOfMemoryError _ -> say(ExitCode.MEMORY, memoryMessage());
          case CancellationException _ -> say(ExitCode.INTERRUPTED, "Interrupted.");
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

  private static int code(DataException.Kind kind) {
    return switch (kind) {
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

  /** One line, whatever a file's name or content has put into the message. */
  private void say(String message) {
    session.err().println("lanewise: " + message.strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
