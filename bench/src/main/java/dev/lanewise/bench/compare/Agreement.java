package dev.lanewise.bench.compare;

import dev.lanewise.bench.Spread;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether two runs say the same of Lanewise and its rivals.
 *
 * @param compared ratios that both runs have
 * @param differences a line for each of them that differs
 */
public record Agreement(int compared, List<String> differences) {

  /** Ratios that are not further apart than this are the same. */
  public static final double TIE = 1.2;

  /** Copies the list. */
  public Agreement {
    differences = List.copyOf(differences);
  }

  private record Key(String subject, int threads) {}

  /** Compares the ratios of Lanewise to the best rival of two runs. */
  public static Agreement of(Comparison one, Comparison other) {
    Set<Key> keys = new LinkedHashSet<>();
    one.figures().forEach(figure -> keys.add(new Key(figure.subject(), figure.threads())));
    int compared = 0;
    List<String> differences = new ArrayList<>();
    for (Key key : keys) {
      Optional<Spread> first = one.ratio(key.subject(), key.threads());
      Optional<Spread> second = other.ratio(key.subject(), key.threads());
      if (first.isPresent() && second.isPresent()) {
        compared++;
        double a = first.get().median();
        double b = second.get().median();
        double apart = Math.max(a / b, b / a);
        if (!(apart <= TIE)) {
          differences.add(
              String.format(
                  Locale.ROOT,
                  "%s, %d thread%s: %.3g and %.3g, %.0f %% apart",
                  key.subject(),
                  key.threads(),
                  key.threads() == 1 ? "" : "s",
                  a,
                  b,
                  100 * (apart - 1)));
        }
      }
    }
    return new Agreement(compared, differences);
  }
}
