package dev.lanewise.peers;

import dev.lanewise.bench.compare.Figure;
import dev.lanewise.bench.compare.Net;
import dev.lanewise.bench.compare.Subjects;
import dev.lanewise.bench.compare.Unit;
import dev.lanewise.bench.compare.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Measures processes from their start on: first step, first epoch, memory. */
final class WholeProcesses {

  private static final int THREADS = 2;

  /** Steps after which no engine asks for more memory. */
  private static final int MEMORY_STEPS = 4;

  private final Processes processes;
  private final Consumer<String> progress;

  private record Life(double firstStep, double lastStep, double bytes) {}

  WholeProcesses(Processes processes, Consumer<String> progress) {
    this.processes = processes;
    this.progress = progress;
  }

  /**
   * Figures of contestants that train, one process of each a round. After the first round only the
   * best setting of each engine goes on.
   */
  List<Figure> measure(List<Contestant> contestants, int rounds) {
    Workload epoch = new Workload.Train(Net.T2, 128);
    Workload large = new Workload.Train(Net.T4BN, 128);
    Map<Entrant, List<Life>> epochs = new LinkedHashMap<>();
    Map<Entrant, List<Life>> memory = new LinkedHashMap<>();
    for (Contestant contestant : contestants) {
      if (contestant.does(epoch)) {
        Entrant entrant = new Entrant(contestant, THREADS);
        run(entrant, epoch, Subjects.EPOCH_STEPS, epochs);
        run(entrant, large, MEMORY_STEPS, memory);
      }
    }
    epochs.keySet().retainAll(best(epochs));
    for (int round = 1; round < rounds; round++) {
      for (Entrant entrant : List.copyOf(epochs.keySet())) {
        run(entrant, epoch, Subjects.EPOCH_STEPS, epochs);
      }
    }
    List<Figure> figures = new ArrayList<>();
    epochs.forEach(
        (entrant, lives) -> {
          List<Double> first = lives.stream().map(Life::firstStep).toList();
          List<Double> last = lives.stream().map(Life::lastStep).toList();
          figures.add(Rounds.figure(entrant, Subjects.FIRST_STEP, Unit.SECONDS, first));
          figures.add(Rounds.figure(entrant, Subjects.FIRST_EPOCH, Unit.SECONDS, last));
        });
    memory.forEach(
        (entrant, lives) -> {
          List<Double> mebibytes = lives.stream().map(life -> life.bytes() / (1 << 20)).toList();
          figures.add(Rounds.figure(entrant, Subjects.MEMORY, Unit.MEBIBYTES, mebibytes));
        });
    return figures;
  }

  private static Set<Entrant> best(Map<Entrant, List<Life>> epochs) {
    Map<String, Entrant> best = new LinkedHashMap<>();
    epochs.forEach(
        (entrant, lives) ->
            best.merge(
                entrant.contestant().engine(),
                entrant,
                (one, other) ->
                    epochs.get(one).getFirst().lastStep() <= lives.getFirst().lastStep()
                        ? one
                        : other));
    return Set.copyOf(best.values());
  }

  private void run(Entrant entrant, Workload workload, int steps, Map<Entrant, List<Life>> lives) {
    try {
      Life life = live(entrant, workload, steps);
      lives.computeIfAbsent(entrant, e -> new ArrayList<>()).add(life);
      progress.accept(
          String.format(
              Locale.ROOT,
              "  %s, %s: first step %.2f s, step %d %.2f s, %.0f MiB",
              workload.name(),
              entrant,
              life.firstStep(),
              steps,
              life.lastStep(),
              life.bytes() / (1 << 20)));
    } catch (PeerException e) {
      progress.accept("  " + e.getMessage());
    }
  }

  private Life live(Entrant entrant, Workload workload, int steps) {
    long start = System.nanoTime();
    Process process =
        processes.start(entrant, Whole.class, List.of(workload.name(), Integer.toString(steps)));
    try (BufferedReader answers = process.inputReader()) {
      answer(entrant, answers);
      double first = (System.nanoTime() - start) / 1e9;
      double bytes = answer(entrant, answers);
      double last = (System.nanoTime() - start) / 1e9;
      process.waitFor();
      return new Life(first, last, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while measuring.", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static double answer(Entrant entrant, BufferedReader answers) throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(Child.MARK)) {
        return Double.parseDouble(line.substring(Child.MARK.length()));
      }
    }
    throw new PeerException(entrant + " ended before its time");
  }
}
