package dev.lanewise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bench}: everything in little time; its subcommands measure one thing each. */
@Command(
    name = "bench",
    description = {
      "Measures how fast this machine is: the peak of fused multiply-adds, matrix products,"
          + " convolutions, training steps. Without a subcommand: all of them.",
      ""
    },
    sortOptions = false)
final class BenchCommand extends BenchBase {

  private BenchCommand(Session session) {
    super(session, Part.ALL);
  }

  static CommandLine commandLine(Session session) {
    return new CommandLine(new BenchCommand(session))
        .addSubcommand(new Peak(session))
        .addSubcommand(new Gemm(session))
        .addSubcommand(new Conv(session))
        .addSubcommand(new BenchTrainCommand(session));
  }

  /** {@code bench peak}. */
  @Command(
      name = "peak",
      description = {"Measures the peak of fused multiply-adds on one thread and on all.", ""},
      sortOptions = false)
  private static final class Peak extends BenchBase {
    Peak(Session session) {
      super(session, Part.PEAK);
    }
  }

  /** {@code bench gemm}. */
  @Command(
      name = "gemm",
      description = {"Measures matrix products, on one thread.", ""},
      sortOptions = false)
  private static final class Gemm extends BenchBase {
    Gemm(Session session) {
      super(session, Part.GEMM);
    }
  }

  /** {@code bench conv}. */
  @Command(
      name = "conv",
      description = {"Measures the three passes of convolutions.", ""},
      sortOptions = false)
  private static final class Conv extends BenchBase {
    Conv(Session session) {
      super(session, Part.CONV);
    }
  }
}
