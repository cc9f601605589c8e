package dev.lanewise.bench.compare;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.lanewise.bench.Spread;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One run of the comparison.
 *
 * @param made when, as {@link java.time.Instant} writes it
 * @param machine where
 * @param versions version of each engine
 * @param peaks FMA peaks
 * @param figures everything else
 */
public record Comparison(
    String made,
    Machine machine,
    Map<String, String> versions,
    List<Peak> peaks,
    List<Figure> figures) {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  /** Copies the collections. */
  public Comparison {
    versions = new TreeMap<>(versions);
    peaks = List.copyOf(peaks);
    figures = List.copyOf(figures);
  }

  /**
   * Where a run took place.
   *
   * @param cpu the processor's model
   * @param processors processors that the JVM may use
   * @param system name and version of the system
   * @param jvm name and version of the JVM
   * @param simd width of Lanewise's kernels
   */
  public record Machine(String cpu, int processors, String system, String jvm, String simd) {}

  /**
   * What the machine does in registers.
   *
   * @param threads threads
   * @param start GFLOP/s at the beginning of the run
   * @param end at its end
   */
  public record Peak(int threads, double start, double end) {

    /** The better of the two. */
    public double best() {
      return Math.max(start, end);
    }
  }

  /** The run as JSON. */
  public String json() {
    return GSON.toJson(this);
  }

  /**
   * A run from its JSON.
   *
   * @throws IllegalArgumentException if the text is not that of a run
   */
  public static Comparison of(String json) {
    try {
      Comparison run = GSON.fromJson(json, Comparison.class);
      if (run != null) {
        return run;
      }
    } catch (RuntimeException e) {
      // Besides its own exceptions, Gson wraps what a record's constructor throws in this one.
      throw new IllegalArgumentException("The text must be that of a comparison.", e);
    }
    throw new IllegalArgumentException("The text must be that of a comparison. Received: nothing");
  }

  /**
   * This run with the measurements of another in place of its own, where both have them: for runs
   * that measured a part each.
   *
   * @param other a run on the same machine
   */
  public Comparison with(Comparison other) {
    Map<String, String> both = new TreeMap<>(versions);
    both.putAll(other.versions);
    List<Figure> all =
        Stream.concat(
                figures.stream().filter(mine -> other.of(mine.subject(), mine.threads()).isEmpty()),
                other.figures.stream())
            .toList();
    return new Comparison(
        other.made, other.machine, both, other.peaks.isEmpty() ? peaks : other.peaks, all);
  }

  /** All figures of a measurement. */
  public List<Figure> of(String subject, int threads) {
    return figures.stream()
        .filter(figure -> figure.subject().equals(subject) && figure.threads() == threads)
        .toList();
  }

  /** The project's own figure: that of its best setting. */
  public Optional<Figure> ours(String subject, int threads) {
    return best(of(subject, threads).stream().filter(Figure::isOurs));
  }

  /** The project's own figure in one setting. */
  public Optional<Figure> ours(String subject, int threads, String setting) {
    return of(subject, threads).stream()
        .filter(figure -> figure.isOurs() && figure.setting().equals(setting))
        .findFirst();
  }

  /** The rival whose median is best. */
  public Optional<Figure> bestRival(String subject, int threads) {
    return best(of(subject, threads).stream().filter(figure -> !figure.isOurs()));
  }

  /** An engine's figure: that of its best setting. */
  public Optional<Figure> rival(String subject, int threads, String engine) {
    return best(of(subject, threads).stream().filter(figure -> figure.engine().equals(engine)));
  }

  /** The figure whose median is best; all must have the same unit. */
  static Optional<Figure> best(Stream<Figure> figures) {
    return figures.max(
        Comparator.comparingDouble(figure -> figure.unit().advantage(figure.spread().median(), 1)));
  }

  /** By how much Lanewise is better than the best rival, round by round. */
  public Optional<Spread> ratio(String subject, int threads) {
    return ours(subject, threads)
        .flatMap(mine -> bestRival(subject, threads).map(mine::advantageOver));
  }

  /** The FMA peak of some threads. */
  public Optional<Peak> peak(int threads) {
    return peaks.stream().filter(peak -> peak.threads() == threads).findFirst();
  }
}
