package dev.lanewise.peers;

import dev.lanewise.bench.compare.Figure;
import dev.lanewise.bench.compare.Subjects;
import dev.lanewise.bench.compare.Unit;
import dev.lanewise.bench.compare.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures one workload: all contestants warm up one after another, the best settings of each
 * engine stay, and then each of these has its turn in every round while the others wait.
 */
final class Rounds {

  /** A setting that is at least as near to its engine's best stays beside it. */
  private static final double CLOSE = 0.9;

  private final Processes processes;
  private final Pace pace;
  private final Consumer<String> progress;
  private final Map<String, String> versions = new HashMap<>();

  /**
   * How long things take.
   *
   * @param rounds rounds
   * @param seconds length of a turn in a round
   * @param warmup length of a stretch of warming up; there are two to four
   * @param pause time between turns, in which idle threads fall asleep
   */
  record Pace(int rounds, double seconds, double warmup, double pause) {}

  private record Warm(Peer peer, double rate) {}

  Rounds(Processes processes, Pace pace, Consumer<String> progress) {
    this.processes = processes;
    this.pace = pace;
    this.progress = progress;
  }

  /** Versions of the engines that have run. */
  Map<String, String> versions() {
    return versions;
  }

  /** Measures a workload with contestants that all can do it. */
  List<Figure> measure(Workload workload, int threads, List<Contestant> contestants) {
    List<Peer> peers = new ArrayList<>();
    try {
      for (Contestant contestant : contestants) {
        peers.add(processes.peer(contestant, threads));
      }
      // All are up before the first is warmed, so that no start disturbs it.
      List<Warm> warm = new ArrayList<>();
      List<Peer> up = new ArrayList<>();
      for (Peer peer : peers) {
        try {
          versions.put(peer.contestant().engine(), peer.version());
          up.add(peer);
        } catch (Peer.PeerException e) {
          progress.accept("  " + e.getMessage());
        }
      }
      for (Peer peer : up) {
        try {
          pause();
          warm.add(new Warm(peer, peer.prepare(workload, pace.warmup())));
        } catch (Peer.PeerException e) {
          progress.accept("  " + e.getMessage());
          peer.close();
        }
      }
      return rounds(workload, threads, chosen(warm));
    } finally {
      peers.forEach(Peer::close);
    }
  }

  /** The best setting of each engine, and a second one if it is close; the others end. */
  private static List<Peer> chosen(List<Warm> warm) {
    Map<String, List<Warm>> byEngine = new HashMap<>();
    for (Warm one : warm) {
      byEngine.computeIfAbsent(one.peer().contestant().engine(), e -> new ArrayList<>()).add(one);
    }
    List<Peer> kept = new ArrayList<>();
    for (List<Warm> settings : byEngine.values()) {
      settings.sort(Comparator.comparingDouble(Warm::rate).reversed());
      double best = settings.getFirst().rate();
      for (int i = 0; i < settings.size(); i++) {
        if (i == 0 || i == 1 && settings.get(1).rate() >= CLOSE * best) {
          kept.add(settings.get(i).peer());
        } else {
          settings.get(i).peer().close();
        }
      }
    }
    kept.sort(Comparator.comparing(Peer::contestant));
    return kept;
  }

  private List<Figure> rounds(Workload workload, int threads, List<Peer> peers) {
    Map<Contestant, List<Double>> rates = new HashMap<>();
    Map<Contestant, List<Double>> bytes = new HashMap<>();
    for (int round = 0; round < pace.rounds(); round++) {
      for (Peer peer : peers) {
        pause();
        Peer.Window window = peer.measure(pace.seconds());
        rates
            .computeIfAbsent(peer.contestant(), c -> new ArrayList<>())
            .add(window.stepsPerSecond() * workload.amount());
        bytes.computeIfAbsent(peer.contestant(), c -> new ArrayList<>()).add(window.bytesPerStep());
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (Peer peer : peers) {
      Contestant contestant = peer.contestant();
      Figure figure =
          figure(contestant, workload.name(), threads, workload.unit(), rates.get(contestant));
      figures.add(figure);
      progress.accept(
          "  %-14s %-26s %12.5g %s (%.5g to %.5g)"
              .formatted(
                  contestant.engine(),
                  contestant.setting(),
                  figure.spread().median(),
                  figure.unit(),
                  figure.spread().min(),
                  figure.spread().max()));
      if (contestant.isOurs() && workload instanceof Workload.Train) {
        figures.add(
            figure(
                contestant,
                Subjects.ALLOCATION + workload.name(),
                threads,
                Unit.BYTES,
                bytes.get(contestant)));
      }
    }
    return figures;
  }

  private static Figure figure(
      Contestant contestant, String subject, int threads, Unit unit, List<Double> rounds) {
    return new Figure(subject, threads, contestant.engine(), contestant.setting(), unit, rounds);
  }

  private void pause() {
    try {
      Thread.sleep((long) (1000 * pace.pause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while measuring.", e);
    }
  }
}
