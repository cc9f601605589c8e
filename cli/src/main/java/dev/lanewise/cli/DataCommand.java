package dev.lanewise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code data}: holds the commands about data sets. */
@Command(name = "data", description = "Lists, describes and downloads data sets.")
final class DataCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  private DataCommand() {}

  static CommandLine commandLine(Session session) {
    return new CommandLine(new DataCommand())
        .addSubcommand(new DataListCommand(session))
        .addSubcommand(new DataInfoCommand(session))
        .addSubcommand(new DataFetchCommand(session));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
