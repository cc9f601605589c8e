package dev.lanewise.peers;

import dev.lanewise.bench.compare.Workload;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Checks without measuring: every entrant does a few steps, and must compute what Lanewise does.
 */
final class CheckRun {

  /** Most images of a step. */
  private static final int BATCH = 32;

  private final Processes processes;
  private final Consumer<String> progress;

  CheckRun(Processes processes, Consumer<String> progress) {
    this.processes = processes;
    this.progress = progress;
  }

  /**
   * Checks entrants one after another, Lanewise first.
   *
   * @return whether all are right
   */
  boolean check(Workload workload, List<Entrant> entrants) {
    Workload small = small(workload);
    progress.accept(small.name());
    boolean right = true;
    Evidence reference = new Evidence(new double[0]);
    for (Entrant entrant : entrants) {
      try (Peer peer = processes.peer(entrant)) {
        Evidence evidence = peer.check(small);
        String verdict = "right";
        if (entrant.contestant().isOurs()) {
          reference = evidence;
        } else if (evidence.isComparable(reference)) {
          double distance = evidence.distance(reference);
          boolean near = distance <= 1;
          right &= near;
          verdict =
              String.format(
                  Locale.ROOT,
                  "%s Lanewise's, %.3g of the allowed distance",
                  near ? "near" : "NOT NEAR",
                  distance);
        }
        progress.accept("  %s: %s".formatted(entrant, verdict));
      } catch (PeerException e) {
        progress.accept("  " + e.getMessage());
        right = false;
      }
    }
    return right;
  }

  private static Workload small(Workload workload) {
    return switch (workload) {
      case Workload.Train train -> new Workload.Train(train.net(), Math.min(train.batch(), BATCH));
      case Workload.Predict predict ->
          new Workload.Predict(predict.net(), Math.min(predict.batch(), BATCH));
      case Workload.Product _, Workload.Convolve _ -> workload;
    };
  }
}
