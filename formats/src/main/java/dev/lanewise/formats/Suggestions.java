package dev.lanewise.formats;

import dev.lanewise.core.math.EditDistance;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Suggestions {

  /** Characters of a list of names. */
  private static final int ROOM = 200;

  private static final int LONGEST = 100;

  private Suggestions() {}

  /**
   * The known name nearest to a wrong one: the fewest letters to insert, delete, replace or swap
   * with their neighbour, upper and lower case being alike. Of equally near names one that begins
   * with the same letter wins, which is seldom the wrong one, then the first.
   *
   * @param received the wrong name
   * @param known the right names
   * @return empty if more than a third of the letters (and more than one) would have to change, or
   *     the wrong name has more than 100
   */
  public static Optional<String> nearest(String received, Collection<String> known) {
    // A file may have many long names, and the time is that of their product.
    if (received.length() > LONGEST) {
      return Optional.empty();
    }
    String wrong = received.toLowerCase(Locale.ROOT);
    Optional<String> best = Optional.empty();
    int least = Integer.MAX_VALUE;
    for (String name : known) {
      int longest = Math.max(wrong.length(), name.length());
      int bound = Math.max(1, longest / 3);
      if (Math.abs(wrong.length() - name.length()) > bound) {
        continue;
      }
      int distance = EditDistance.between(wrong, name.toLowerCase(Locale.ROOT));
      if (distance > bound || distance >= longest) {
        continue;
      }
      int cost = 2 * distance + (wrong.regionMatches(true, 0, name, 0, 1) ? 0 : 1);
      if (cost < least) {
        least = cost;
        best = Optional.of(name);
      }
    }
    return best;
  }

  /**
   * The end of a message about an unknown name: {@code Did you mean conv2d?} or, if none is near,
   * {@code Expected one of: conv2d, dense}.
   */
  public static String hint(String received, Collection<String> known) {
    return nearest(received, known)
        .map(name -> "Did you mean " + name + "?")
        .orElseGet(() -> "Expected one of: " + some(known));
  }

  /** As many of the names as one line has room for. */
  private static String some(Collection<String> known) {
    StringBuilder line = new StringBuilder();
    int left = known.size();
    for (String name : known) {
      if (!line.isEmpty() && line.length() + name.length() > ROOM) {
        return line.append(", and %s more".formatted(left)).toString();
      }
      line.append(line.isEmpty() ? "" : ", ").append(name);
      left--;
    }
    return line.toString();
  }
}
