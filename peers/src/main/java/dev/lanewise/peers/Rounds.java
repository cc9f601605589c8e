package dev.lanewise.peers;

import dev.lanewise.bench.Spread;
import dev.lanewise.bench.compare.Figure;
import dev.lanewise.bench.compare.Subjects;
import dev.lanewise.bench.compare.Unit;
import dev.lanewise.bench.compare.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Measures one workload: all entrants warm up one after another, the best settings of each engine
 * stay, and then each of these has its turn in every round while the others wait.
 */
final class Rounds {

  /** A setting that is at least as near to its engine's best stays beside it. */
  private static final double CLOSE = 0.9;

  private final Processes processes;
  private final Consumer<String> progress;
  private final Map<String, String> versions = new TreeMap<>();

  /**
   * How long things take.
   *
   * @param rounds rounds
   * @param seconds length of a turn in a round
   * @param warmup length of a stretch of warming up; there are two to four
   * @param pause time between turns, in which idle threads fall asleep
   */
  record Pace(int rounds, double seconds, double warmup, double pause) {

    private void rest() {
      try {
        Thread.sleep((long) (1000 * pause));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Stopped while measuring.", e);
      }
    }
  }

  private record Warm(Peer peer, double rate) {}

  private record Settings(String engine, int threads) {}

  Rounds(Processes processes, Consumer<String> progress) {
    this.processes = processes;
    this.progress = progress;
  }

  /** Versions of the engines that have run. */
  Map<String, String> versions() {
    return versions;
  }

  /** Measures a workload with entrants that all can do it. */
  List<Figure> measure(Workload workload, List<Entrant> entrants, Pace pace) {
    List<Peer> peers = entrants.stream().map(processes::peer).toList();
    try {
      return rounds(workload, chosen(warm(workload, peers, pace)), pace);
    } finally {
      peers.forEach(Peer::close);
    }
  }

  private List<Warm> warm(Workload workload, List<Peer> peers, Pace pace) {
    // All are up before the first is warmed, so that no start disturbs it.
    List<Peer> up = new ArrayList<>();
    for (Peer peer : peers) {
      try {
        versions.put(peer.entrant().contestant().engine(), peer.version());
        up.add(peer);
      } catch (PeerException e) {
        progress.accept("  " + e.getMessage());
      }
    }
    List<Warm> warm = new ArrayList<>();
    Map<Integer, Evidence> ours = new HashMap<>();
    for (Peer peer : up) {
      try {
        pace.rest();
        Peer.Prepared prepared = peer.prepare(workload, pace.warmup());
        Evidence first = ours.computeIfAbsent(peer.entrant().threads(), _ -> prepared.evidence());
        if (first.isComparable(prepared.evidence()) && prepared.evidence().distance(first) > 1) {
          throw new PeerException(
              peer.entrant() + " computes something else than the first: it is left out");
        }
        warm.add(new Warm(peer, prepared.rate()));
      } catch (PeerException e) {
        progress.accept("  " + e.getMessage());
        peer.close();
      }
    }
    return warm;
  }

  /** The best setting of each engine, and a second one if it is close; the others end. */
  private static List<Peer> chosen(List<Warm> warm) {
    Map<Settings, List<Warm>> groups = new LinkedHashMap<>();
    for (Warm one : warm) {
      Entrant entrant = one.peer().entrant();
      groups
          .computeIfAbsent(
              new Settings(entrant.contestant().engine(), entrant.threads()),
              key -> new ArrayList<>())
          .add(one);
    }
    List<Peer> kept = new ArrayList<>();
    for (List<Warm> settings : groups.values()) {
      settings.sort(Comparator.comparingDouble(Warm::rate).reversed());
      double best = settings.getFirst().rate();
      for (int i = 0; i < settings.size(); i++) {
        Warm one = settings.get(i);
        boolean ours = one.peer().entrant().contestant().isOurs();
        if (ours || i == 0 || i == 1 && one.rate() >= CLOSE * best) {
          kept.add(one.peer());
        } else {
          one.peer().close();
        }
      }
    }
    return kept;
  }

  private List<Figure> rounds(Workload workload, List<Peer> peers, Pace pace) {
    Map<Peer, List<Double>> rates = new LinkedHashMap<>();
    Map<Peer, List<Double>> bytes = new LinkedHashMap<>();
    for (Peer peer : peers) {
      rates.put(peer, new ArrayList<>());
      bytes.put(peer, new ArrayList<>());
    }
    for (int round = 0; round < pace.rounds(); round++) {
      for (Peer peer : peers) {
        pace.rest();
        Peer.Window window = peer.measure(pace.seconds());
        rates.get(peer).add(window.stepsPerSecond() * workload.amount());
        bytes.get(peer).add(window.bytesPerStep());
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (Peer peer : peers) {
      Entrant entrant = peer.entrant();
      figures.add(report(figure(entrant, workload.name(), workload.unit(), rates.get(peer))));
      if (entrant.contestant().isOurs() && workload instanceof Workload.Train) {
        String subject = Subjects.ALLOCATION + workload.name();
        figures.add(figure(entrant, subject, Unit.BYTES, bytes.get(peer)));
      }
    }
    return figures;
  }

  private Figure report(Figure figure) {
    Spread spread = figure.spread();
    progress.accept(
        String.format(
            Locale.ROOT,
            "  %d %-14s %-26s %12.5g %s (%.5g to %.5g)",
            figure.threads(),
            figure.engine(),
            figure.setting(),
            spread.median(),
            figure.unit(),
            spread.min(),
            spread.max()));
    return figure;
  }

  /** A figure of an entrant. */
  static Figure figure(Entrant entrant, String subject, Unit unit, List<Double> rounds) {
    Contestant contestant = entrant.contestant();
    return new Figure(
        subject, entrant.threads(), contestant.engine(), contestant.setting(), unit, rounds);
  }
}
