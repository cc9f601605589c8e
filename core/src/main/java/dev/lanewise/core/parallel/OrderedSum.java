package dev.lanewise.core.parallel;

/**
 * Adds the shards of a gradient by a fixed tree: neighbours first, then neighbours of the sums. The
 * order depends on the number of shards alone, so a split over elements changes no bit.
 */
public final class OrderedSum {

  private OrderedSum() {}

  /**
   * Leaves the sum of the first {@code count} shards in {@code shards[0]}; the others are used as
   * scratch memory.
   *
   * @param shards arrays of equal length
   * @param count how many of them to add, at least 1
   * @param from first element
   * @param to end of the elements
   */
  public static void sum(float[][] shards, int count, int from, int to) {
    for (int distance = 1; distance < count; distance *= 2) {
      for (int i = 0; i + distance < count; i += 2 * distance) {
        add(shards[i], shards[i + distance], from, to);
      }
    }
  }

  // Two arrays at one index: a loop that C2 vectorises by itself.
  private static void add(float[] sum, float[] other, int from, int to) {
    for (int i = from; i < to; i++) {
      sum[i] += other[i];
    }
  }
}
