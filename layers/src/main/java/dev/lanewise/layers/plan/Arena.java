package dev.lanewise.layers.plan;

import dev.lanewise.core.tensor.Lanes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gives places in one array to tensors that live for a time; first fit. */
final class Arena {

  private record Taken(int at, int end, int from, int to, boolean exclusive) {
    boolean conflicts(int otherFrom, int otherTo, boolean otherExclusive) {
      return exclusive || otherExclusive || from <= otherTo && otherFrom <= to;
    }
  }

  private final int first;
  private final List<Taken> taken = new ArrayList<>();
  private int size;

  Arena(int first) {
    this.first = first;
    size = first;
  }

  /**
   * A place of {@code floats} floats for the time {@code from .. to}, both included; an exclusive
   * place is used for nothing else at any time.
   *
   * @throws IllegalArgumentException if the array would become too large
   */
  int take(int floats, int from, int to, boolean exclusive) {
    long at = first;
    List<Taken> obstacles =
        taken.stream()
            .filter(t -> t.conflicts(from, to, exclusive))
            .sorted(Comparator.comparingInt(Taken::at))
            .toList();
    for (Taken obstacle : obstacles) {
      if (at + floats <= obstacle.at()) {
        break;
      }
      at = Math.max(at, obstacle.end());
    }
    long end = at + (floats + Lanes.WIDTH - 1) / Lanes.WIDTH * (long) Lanes.WIDTH;
    if (end > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException(
          "A network's activations for 16 images must fit one array of 2^31 floats. Received:"
              + " more");
    }
    taken.add(new Taken((int) at, (int) end, from, to, exclusive));
    size = (int) Math.max(size, end);
    return (int) at;
  }

  /** Floats up to the end of the last place. */
  int size() {
    return size;
  }
}
