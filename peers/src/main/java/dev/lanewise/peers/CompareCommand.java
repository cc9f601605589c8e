package dev.lanewise.peers;

import dev.lanewise.bench.compare.Comparison;
import dev.lanewise.bench.compare.Figure;
import dev.lanewise.bench.compare.Plan;
import dev.lanewise.bench.compare.Tables;
import dev.lanewise.bench.compare.Unit;
import dev.lanewise.bench.compare.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code peers/compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Measures Lanewise and its rivals side by side, each in a process of its own, in turn, and"
          + " writes the figures as JSON. A whole run takes about 45 minutes; with --page it also"
          + " writes the tables into a page.",
      ""
    })
final class CompareCommand implements Callable<Integer> {

  private static final List<Integer> THREADS = List.of(1, 2);

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "WORD",
      description =
          "Only workloads with one of these words in their name: T2, train, predict, gemm,"
              + " conv:64-64, process, ...")
  private List<String> only = List.of();

  @Option(
      names = "--engines",
      split = ",",
      paramLabel = "NAME",
      description = "Only these: lanewise, libtorch, libtorch_mkl_nchw, tensorflow, onnx, mkl, ...")
  private List<String> engines = List.of();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      description = "Only these numbers of threads, of 1 and 2.")
  private List<Integer> threads = THREADS;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      paramLabel = "N",
      description = "Rounds. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--quick", description = "Short turns: figures to steer by, not to publish.")
  private boolean quick;

  @Option(
      names = "--check",
      description =
          "Measure nothing: every engine does a few steps of small batches, and must compute what"
              + " Lanewise does. Exit code 1 if one does not.")
  private boolean check;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where to write. Default: a name with the time, in peers/results.")
  private @Nullable Path json;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "A page to write the tables into, between its two marks.")
  private @Nullable Path page;

  @Option(names = "--home", hidden = true, description = "The checkout.")
  private Path home = Path.of(".");

  private final PrintStream out = System.err;

  @Override
  public Integer call() throws IOException {
    Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Path file = destination(start);
    Processes processes =
        new Processes(
            Path.of(file + ".log"),
            List.of("@" + home.resolve("cli/src/main/launcher/jvm.options")));
    if (check) {
      return check(new CheckRun(processes, out::println)) ? 0 : 1;
    }
    Rounds measured = new Rounds(processes, out::println);
    Map<Integer, Double> before = peaks(processes);
    List<Figure> figures = new ArrayList<>();
    for (Plan.Item item : Plan.all()) {
      if (wanted(item.workload().name())) {
        out.println(item.workload().name());
        figures.addAll(measured.measure(item.workload(), entrants(item), pace(item.workload())));
      }
    }
    if (wanted("process")) {
      out.println("process");
      figures.addAll(
          new WholeProcesses(processes, out::println).measure(contestants(), quick ? 1 : 3));
    }
    Map<Integer, Double> after = peaks(processes);
    List<Comparison.Peak> peaks =
        before.entrySet().stream()
            .map(
                peak ->
                    new Comparison.Peak(peak.getKey(), peak.getValue(), after.get(peak.getKey())))
            .toList();
    Comparison run =
        new Comparison(
            start.toString(), ThisMachine.machine(), measured.versions(), peaks, figures);
    Files.writeString(file, run.json() + "\n");
    out.println("Written: " + file);
    Path target = page;
    if (target != null) {
      Files.writeString(target, Tables.replace(Files.readString(target), run));
      out.println("Written: " + target);
    }
    return 0;
  }

  private boolean check(CheckRun run) {
    boolean right = true;
    for (Plan.Item item : Plan.all()) {
      if (wanted(item.workload().name())) {
        right &= run.check(item.workload(), entrants(item));
      }
    }
    return right;
  }

  private Path destination(Instant start) throws IOException {
    Path file =
        Optional.ofNullable(json)
            .orElseGet(
                () ->
                    home.resolve("peers/results/" + start.toString().replace(':', '-') + ".json"));
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    return file;
  }

  /** A single kernel is as fast as it gets sooner than a network. */
  private Rounds.Pace pace(Workload workload) {
    boolean kernel = workload.unit() == Unit.GFLOPS;
    if (quick) {
      return new Rounds.Pace(Math.min(rounds, 3), 0.3, 0.3, 0.1);
    }
    return kernel ? new Rounds.Pace(rounds, 0.3, 0.3, 0.1) : new Rounds.Pace(rounds, 0.5, 0.5, 0.2);
  }

  private Map<Integer, Double> peaks(Processes processes) {
    Map<Integer, Double> peaks = new TreeMap<>();
    for (int count : threads) {
      try (Peer peer = processes.peer(new Entrant(Contestant.LANEWISE, count))) {
        double peak = peer.peak();
        out.printf(Locale.ROOT, "FMA peak, %d threads: %.1f GFLOP/s%n", count, peak);
        peaks.put(count, peak);
      }
    }
    return peaks;
  }

  private List<Entrant> entrants(Plan.Item item) {
    return item.threads().stream()
        .filter(threads::contains)
        .flatMap(
            count ->
                contestants().stream()
                    .filter(c -> c.does(item.workload()) && (item.rivals() || c.isOurs()))
                    .map(c -> new Entrant(c, count)))
        .toList();
  }

  private List<Contestant> contestants() {
    return Arrays.stream(Contestant.values())
        .filter(
            c ->
                engines.isEmpty()
                    || engines.stream()
                        .anyMatch(name -> c.name().startsWith(name.toUpperCase(Locale.ROOT))))
        .toList();
  }

  private boolean wanted(String name) {
    return only.isEmpty() || only.stream().anyMatch(name::contains);
  }
}
