package dev.lanewise.core.math;

/**
 * Random numbers by counter: each is a function of a seed, a stream and an index, so that neither
 * threads nor order matter and any number can be had again. The mixing function is SplitMix64's
 * (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014), applied to each
 * part in turn.
 */
public final class CounterRandom {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private CounterRandom() {}

  /** Mixes 64 bits so that each bit of the input changes half the bits of the output. */
  public static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A key for a part of something that has a key: a seed's stream, a stream's sample. */
  public static long key(long parent, long child) {
    return mix(parent + GOLDEN * (child + 1));
  }

  /** 64 random bits: number {@code index} of stream {@code key}. */
  public static long bits(long key, long index) {
    return mix(mix(key ^ GOLDEN) + GOLDEN * (index + 1));
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  public static double uniform(long key, long index) {
    return (bits(key, index) >>> 11) * 0x1.0p-53;
  }

  /**
   * Uniform in {@code 0 .. bound - 1}, by multiplication; the bias is below {@code bound / 2^63}.
   */
  public static int below(long key, long index, int bound) {
    return (int) Math.multiplyHigh(bits(key, index) >>> 1, (long) bound << 1);
  }

  /**
   * Standard normal: Box and Muller's transform of two uniform numbers, in {@code StrictMath},
   * whose results are the same on every machine.
   */
  public static double normal(long key, long index) {
    double u = 1 - uniform(key, 2 * index);
    double v = uniform(key, 2 * index + 1);
    return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * v);
  }

  /** Shuffles {@code order} by Fisher and Yates, the same way for the same key. */
  public static void shuffle(int[] order, long key) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = below(key, i, i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
  }
}
