package dev.lanewise.bench;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Finds the element of an array that begins a cache line. Arrays begin at any multiple of eight
 * bytes, and vectors that cross lines cost up to half of a first-level cache's bandwidth, so that a
 * figure would depend on luck. No address can be asked for: what is fastest is taken.
 */
final class Alignment {

  /** Floats of a line, and so what an array must be longer by. */
  static final int LINE = 16;

  /** Floats from one multiple of eight bytes to the next. */
  private static final int STEP = 2;

  private static final double SECONDS = 0.1;

  private Alignment() {}

  /**
   * Tries all places in turn for a tenth of a second, which the compiler needs too.
   *
   * @param task works on an array from an element on, in a millisecond or less
   * @return the even element below 16 with the fastest call
   */
  static int fastest(IntConsumer task) {
    long[] least = new long[LINE / STEP];
    Arrays.fill(least, Long.MAX_VALUE);
    long begin = System.nanoTime();
    do {
      for (int i = 0; i < least.length; i++) {
        long start = System.nanoTime();
        task.accept(i * STEP);
        least[i] = Math.min(least[i], System.nanoTime() - start);
      }
    } while (System.nanoTime() - begin < SECONDS * 1e9);
    int best = 0;
    for (int i = 1; i < least.length; i++) {
      best = least[i] < least[best] ? i : best;
    }
    return best * STEP;
  }
}
