package dev.lanewise.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The order of a network's results. */
final class Ranking {

  private Ranking() {}

  /**
   * Indices of values, the largest value first; of equal ones the first. What is not a number comes
   * last.
   */
  static List<Integer> of(float[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> Float.isNaN(values[i]))
                .thenComparing(Comparator.comparing((Integer i) -> values[i]).reversed()))
        .toList();
  }
}
