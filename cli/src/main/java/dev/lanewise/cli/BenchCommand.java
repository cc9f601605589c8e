package dev.lanewise.cli;

import dev.lanewise.bench.Fingerprint;
import dev.lanewise.bench.Section;
import dev.lanewise.formats.Suggestions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench}: everything in little time; its subcommands measure one thing each. */
@Command(
    name = "bench",
    description = {
      "Measures how fast this machine is, part by part: peak, bandwidth, kernel, gemm, conv, pool,"
          + " elementwise, loss, optimizer, train, layers, predict. Without a subcommand: all of"
          + " them, which takes a minute or two.",
      ""
    },
    sortOptions = false)
final class BenchCommand extends BenchBase {

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Measure these parts: PART or PART,PART,... Default: all.")
  private List<String> only = new ArrayList<>();

  private BenchCommand(Session session) {
    super(session);
  }

  static CommandLine commandLine(Session session) {
    return new CommandLine(new BenchCommand(session))
        .addSubcommand(new Peak(session))
        .addSubcommand(new Gemm(session))
        .addSubcommand(new Conv(session))
        .addSubcommand(new BenchTrainCommand(session))
        .addSubcommand(new BenchPredictCommand(session))
        .addSubcommand(new BenchCompareCommand(session));
  }

  @Override
  Set<Section> sections() {
    if (only.isEmpty()) {
      return EnumSet.allOf(Section.class);
    }
    Set<Section> sections = EnumSet.noneOf(Section.class);
    for (String name : only) {
      sections.add(
          Section.named(name)
              .orElseThrow(
                  () ->
                      CliException.usage(
                          "--only has no part %s. %s"
                              .formatted(name, Suggestions.hint(name, Section.names())))));
    }
    return sections;
  }

  @Override
  double usualSeconds() {
    return 0.15;
  }

  @Override
  void begin(BenchTables tables, Fingerprint machine) {
    tables.machine(machine);
  }

  /** {@code bench peak}. */
  @Command(
      name = "peak",
      description = {"Measures the peak of fused multiply-adds on one thread and on all.", ""},
      sortOptions = false)
  private static final class Peak extends BenchBase {
    Peak(Session session) {
      super(session);
    }

    @Override
    Set<Section> sections() {
      return EnumSet.of(Section.PEAK);
    }
  }

  /** {@code bench gemm}. */
  @Command(
      name = "gemm",
      description = {"Measures matrix products, on one thread.", ""},
      sortOptions = false)
  private static final class Gemm extends BenchBase {
    Gemm(Session session) {
      super(session);
    }

    @Override
    Set<Section> sections() {
      return EnumSet.of(Section.GEMM);
    }
  }

  /** {@code bench conv}. */
  @Command(
      name = "conv",
      description = {"Measures the three passes of convolutions.", ""},
      sortOptions = false)
  private static final class Conv extends BenchBase {
    Conv(Session session) {
      super(session);
    }

    @Override
    Set<Section> sections() {
      return EnumSet.of(Section.CONV);
    }
  }
}
