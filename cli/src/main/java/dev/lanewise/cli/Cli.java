package dev.lanewise.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The top command and the table of commands. */
@Command(
    name = "lanewise",
    description = "Trains and runs convolutional neural networks on CPUs.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Results go to stdout, progress and errors to stderr. Each command has a --help of its own.",
      "Variables: LANEWISE_DATA names a directory of data sets, LANEWISE_OPTS holds options for",
      "the JVM (such as -Xmx8g), LANEWISE_TRACE=1 shows where an error came from."
    })
final class Cli implements Runnable {

  @Spec private CommandSpec spec;

  private Cli(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * Runs the program.
   *
   * @param given its surroundings
   * @param args the arguments, the command first
   * @return the exit code, see {@link ExitCode}
   */
  static int run(Session given, String... args) {
    Session session = given.plain();
    Failures failures = new Failures(session);
    int code;
    try {
      CommandLine line = commandLine(session);
      line.setOut(given.out());
      line.setErr(given.err());
      OptionHints.refuseSingleDashes(line, args);
      line.setParameterExceptionHandler((e, all) -> failures.parameters(e, all));
      line.setExecutionExceptionHandler((e, command, result) -> failures.report(e, command));
      line.setExecutionStrategy(Cli::execute);
      code = line.execute(args);
    } catch (Throwable t) {
      // Picocli passes on errors such as OutOfMemoryError.
      code = failures.report(t, null);
    }
    session.err().flush();
    if (session.out().checkError() && code == ExitCode.OK) {
      session.err().println("lanewise: Standard output could not be written to.");
      return ExitCode.IO;
    }
    return code;
  }

  /** Picocli forgives unknown words beside --help, so that a mistyped command shows another's. */
  private static int execute(ParseResult result) {
    for (ParseResult r = result; r != null; r = r.hasSubcommand() ? r.subcommand() : null) {
      if (!r.unmatched().isEmpty()) {
        throw new UnmatchedArgumentException(r.commandSpec().commandLine(), r.unmatched());
      }
    }
    refuseOptionsBeforeSubcommand(result);
    return new RunLast().execute(result);
  }

  /** They would belong to a command that does not run, and have no effect. */
  private static void refuseOptionsBeforeSubcommand(ParseResult result) {
    for (ParseResult level = result; level.hasSubcommand(); level = level.subcommand()) {
      if (!level.matchedOptions().isEmpty()) {
        throw new ParameterException(
            level.subcommand().commandSpec().commandLine(),
            "Options must follow the last command. Received %s before %s"
                .formatted(
                    level.matchedOptions().getFirst().longestName(),
                    level.subcommand().commandSpec().name()));
      }
    }
  }

  private static CommandLine commandLine(Session session) {
    CommandLine line =
        new CommandLine(new Cli(CommandSpec.create()))
            .addSubcommand(new TrainCommand(session))
            .addSubcommand(new LrFindCommand(session))
            .addSubcommand(new EvalCommand(session))
            .addSubcommand(new PredictCommand(session))
            .addSubcommand(new SummaryCommand(session))
            .addSubcommand(DataCommand.commandLine(session))
            .addSubcommand(new DoctorCommand(session))
            .addSubcommand(BenchCommand.commandLine(session))
            .addSubcommand(new HelpCommand());
    line.setOverwrittenOptionsAllowed(true);
    line.setResourceBundle(new HelpWords());
    // A file may be called @7.png.
    line.setExpandAtFiles(false);
    // Exit codes and their list are not inherited from command to command.
    describe(line, ExitCode.described());
    return line;
  }

  private static void describe(CommandLine line, Map<String, String> codes) {
    // The value of --only may be the name of a subcommand.
    line.getCommandSpec().parser().allowSubcommandsAsOptionParameters(true);
    line.getCommandSpec()
        .exitCodeOnInvalidInput(ExitCode.USAGE)
        .exitCodeOnExecutionException(ExitCode.INTERNAL)
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(codes)
        .width(100)
        .autoWidth(false);
    line.getSubcommands().values().forEach(sub -> describe(sub, codes));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
