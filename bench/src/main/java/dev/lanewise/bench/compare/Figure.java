package dev.lanewise.bench.compare;

import dev.lanewise.bench.Spread;
import java.util.List;

/**
 * What one contestant reached in the rounds of one measurement.
 *
 * @param subject what was measured: a {@link Workload}'s name, or one of {@link Subjects}
 * @param threads threads
 * @param engine the engine's name
 * @param setting the engine's setting
 * @param unit unit of the rounds
 * @param rounds a value for each round; round {@code i} of all contestants ran one after another
 */
public record Figure(
    String subject, int threads, String engine, String setting, Unit unit, List<Double> rounds) {

  /** The project's own engine. */
  public static final String LANEWISE = "Lanewise";

  /** Copies the list. */
  public Figure {
    rounds = List.copyOf(rounds);
  }

  /** Median, least and most of the rounds. */
  public Spread spread() {
    return Spread.of(rounds.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Whether it is the project's own. */
  public boolean isOurs() {
    return engine.equals(LANEWISE);
  }

  /** By how much this is better than another figure of the same measurement, round by round. */
  public Spread advantageOver(Figure other) {
    int count = Math.min(rounds.size(), other.rounds.size());
    double[] ratios = new double[count];
    for (int i = 0; i < count; i++) {
      ratios[i] = unit.advantage(rounds.get(i), other.rounds.get(i));
    }
    return Spread.of(ratios);
  }
}
