package dev.lanewise.peers;

import dev.lanewise.bench.compare.Comparison;
import dev.lanewise.bench.compare.Figure;
import dev.lanewise.bench.compare.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peers/compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Lanewise and its rivals side by side, each in a process of its own, in turn.",
      "Writes the figures as JSON and, if everything was measured, the table in"
          + " docs/BENCHMARKS.md."
    })
final class Main implements Callable<Integer> {

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = {
        "Measure only what has one of these words in its name, such as T2, gemm, predict,",
        "conv:64-64:32x32:k3s1p1:b128, process."
      })
  private List<String> only = List.of();

  @Option(
      names = "--engines",
      split = ",",
      paramLabel = "NAME",
      description =
          "Contestants whose names begin so. Default: all. Names: ${COMPLETION-CANDIDATES}.")
  private List<Contestant> contestants = List.of(Contestant.values());

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Rounds. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(
      names = "--threads",
      split = ",",
      defaultValue = "1,2",
      paramLabel = "N",
      description = "Numbers of threads. Default: ${DEFAULT-VALUE}.")
  private List<Integer> threads = List.of(1, 2);

  @Option(names = "--quick", description = "Short turns: figures to steer by, not to publish.")
  private boolean quick;

  @Option(names = "--json", paramLabel = "FILE", required = true, description = "Where to write.")
  private Path json = Path.of("comparison.json");

  @Option(
      names = "--jvm-options",
      paramLabel = "FILE",
      required = true,
      description = "Options of every JVM.")
  private Path jvmOptions = Path.of("jvm.options");

  private Main() {}

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Path log = Path.of(json + ".log");
    Files.deleteIfExists(log);
    Processes processes = new Processes(log, List.of("@" + jvmOptions));
    Rounds.Pace pace =
        quick
            ? new Rounds.Pace(Math.min(rounds, 3), 0.3, 0.3, 0.1)
            : new Rounds.Pace(rounds, 0.7, 0.7, 0.25);
    Rounds measured = new Rounds(processes, pace, this::say);
    List<Figure> figures = new ArrayList<>();
    for (Plan.Item item : Plan.all()) {
      for (int count : item.threads()) {
        String name = item.workload().name();
        if (threads.contains(count) && wanted(name)) {
          say("%s, %d thread%s".formatted(name, count, count == 1 ? "" : "s"));
          List<Contestant> able =
              contestants.stream().filter(c -> c.does(item.workload())).toList();
          figures.addAll(measured.measure(item.workload(), count, able));
        }
      }
    }
    Comparison run =
        new Comparison(
            Instant.now().toString(),
            new Comparison.Machine("", 0, "", "", ""),
            measured.versions(),
            List.of(),
            figures);
    Files.writeString(json, run.json() + "\n");
    say("written: " + json);
    return 0;
  }

  private boolean wanted(String name) {
    return only.isEmpty() || only.stream().anyMatch(name::contains);
  }

  private void say(String line) {
    System.err.println(line);
  }
}
