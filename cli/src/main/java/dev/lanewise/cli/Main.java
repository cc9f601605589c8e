package dev.lanewise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program {@code lanewise}. */
@Command(
    name = "lanewise",
    description = "Trains and runs convolutional neural networks on CPUs.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = 64,
    exitCodeOnExecutionException = 70)
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by picocli, or by a test. */
  public Main() {}

  /**
   * Runs the program and exits with its code: 0 if all went well, 64 if the arguments are wrong, 70
   * if the program failed.
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
