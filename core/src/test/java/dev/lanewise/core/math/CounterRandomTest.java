package dev.lanewise.core.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterRandomTest {

  private static final long KEY = CounterRandom.key(42, 7);
  private static final int DRAWS = 200_000;

  /** SplitMix64's published first outputs for the seed 1234567: mix(seed + i * golden). */
  @Test
  void mixesAsSplitMix64() {
    long golden = 0x9E3779B97F4A7C15L;
    assertEquals(6457827717110365317L, CounterRandom.mix(1234567 + golden));
    assertEquals(3203168211198807973L, CounterRandom.mix(1234567 + 2 * golden));
    assertEquals(-8629252141511181193L, CounterRandom.mix(1234567 + 3 * golden));
  }

  /** Numbers of a training run must never change: these are the first ones drawn. */
  @Test
  void keepsItsNumbers() {
    assertEquals(0xe220a8397b1dcdafL, CounterRandom.key(0, 0));
    assertEquals(0xccf635ee9e9e2fa4L, CounterRandom.key(42, 7));
    assertEquals(0x76ff4a55f9209a48L, CounterRandom.bits(KEY, 0));
    assertEquals(0x56dda7facc30385cL, CounterRandom.bits(KEY, 1));
    assertEquals(0x1.dbfd2957e4826p-2, CounterRandom.uniform(KEY, 0));
    assertEquals(-0x1.30b30c03122c1p-1, CounterRandom.normal(KEY, 0));
    assertEquals(464, CounterRandom.below(KEY, 0, 1000));
    int[] order = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    CounterRandom.shuffle(order, KEY);
    assertArrayEquals(new int[] {9, 8, 3, 5, 2, 0, 7, 1, 4, 6}, order);
  }

  @Test
  void neighbouringKeysAndIndicesDiffer() {
    Set<Long> seen = new HashSet<>();
    for (int parent = 0; parent < 20; parent++) {
      for (int child = 0; child < 20; child++) {
        for (int index = 0; index < 20; index++) {
          seen.add(CounterRandom.bits(CounterRandom.key(parent, child), index));
        }
      }
    }
    assertEquals(8000, seen.size());
  }

  @Test
  void aChangedBitChangesHalfTheBits() {
    double changed = 0;
    for (int bit = 0; bit < 64; bit++) {
      for (int i = 0; i < 200; i++) {
        changed +=
            Long.bitCount(CounterRandom.bits(KEY, i) ^ CounterRandom.bits(KEY ^ 1L << bit, i));
      }
    }
    // 64 * 200 draws of 64 coins: the mean's standard deviation is 4 / sqrt(12800).
    assertEquals(32, changed / (64 * 200), 4 * 4 / Math.sqrt(12800));
  }

  @Test
  void uniformNumbersHaveMeanSpreadAndRange() {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double u = CounterRandom.uniform(KEY, i);
      assertTrue(u >= 0 && u < 1);
      assertEquals(0, u * 0x1p53 % 1);
      sum += u - 0.5;
      squares += (u - 0.5) * (u - 0.5);
    }
    assertEquals(0, sum / DRAWS, 4 * Math.sqrt(1.0 / 12 / DRAWS));
    // The square's variance is 1/80 - 1/144 = 1/180.
    assertEquals(1.0 / 12, squares / DRAWS, 4 * Math.sqrt(1.0 / 180 / DRAWS));
  }

  @Test
  void normalNumbersHaveMeanSpreadAndTails() {
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    int beyondTwo = 0;
    for (int i = 0; i < DRAWS; i++) {
      double z = CounterRandom.normal(KEY, i);
      sum += z;
      squares += z * z;
      fourth += z * z * z * z;
      beyondTwo += Math.abs(z) > 2 ? 1 : 0;
    }
    assertEquals(0, sum / DRAWS, 4 / Math.sqrt(DRAWS));
    assertEquals(1, squares / DRAWS, 4 * Math.sqrt(2.0 / DRAWS));
    assertEquals(3, fourth / DRAWS, 4 * Math.sqrt(96.0 / DRAWS));
    double p = 0.0455002639;
    assertEquals(p, (double) beyondTwo / DRAWS, 4 * Math.sqrt(p * (1 - p) / DRAWS));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 10, 1000})
  void numbersBelowABoundAreEvenlySpread(int bound) {
    int[] counts = new int[bound];
    for (int i = 0; i < DRAWS; i++) {
      counts[CounterRandom.below(KEY, i, bound)]++;
    }
    double chi = 0;
    double expected = (double) DRAWS / bound;
    for (int count : counts) {
      chi += (count - expected) * (count - expected) / expected;
    }
    // Chi squared has mean bound - 1 and variance 2 (bound - 1).
    assertEquals(bound - 1, chi, 5 * Math.sqrt(2.0 * (bound - 1)));
  }

  @Test
  void numbersBelowTheLargestBoundStayInRange() {
    long sum = 0;
    for (int i = 0; i < 1000; i++) {
      int value = CounterRandom.below(KEY, i, Integer.MAX_VALUE);
      assertTrue(value >= 0 && value < Integer.MAX_VALUE);
      sum += value;
    }
    double deviation = Integer.MAX_VALUE / Math.sqrt(12 * 1000);
    assertEquals(Integer.MAX_VALUE / 2.0, sum / 1000.0, 4 * deviation);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 17, 1000})
  void shufflingKeepsEveryElement(int length) {
    int[] order = new int[length];
    Arrays.setAll(order, i -> i);
    int[] sorted = order.clone();
    CounterRandom.shuffle(order, KEY);
    int[] again = sorted.clone();
    CounterRandom.shuffle(again, KEY);
    assertArrayEquals(order, again);
    int[] other = sorted.clone();
    CounterRandom.shuffle(other, KEY + 1);
    if (length > 2) {
      assertFalse(Arrays.equals(sorted, order));
      assertFalse(Arrays.equals(order, other));
    }
    Arrays.sort(order);
    assertArrayEquals(sorted, order);
  }

  @Test
  void everyElementComesToEveryPlaceAlikeOften() {
    int[][] counts = new int[5][5];
    int rounds = 20_000;
    for (int round = 0; round < rounds; round++) {
      int[] order = {0, 1, 2, 3, 4};
      CounterRandom.shuffle(order, CounterRandom.key(KEY, round));
      for (int place = 0; place < 5; place++) {
        counts[place][order[place]]++;
      }
    }
    for (int[] row : counts) {
      for (int count : row) {
        assertEquals(rounds / 5.0, count, 4.5 * Math.sqrt(rounds * 0.2 * 0.8));
      }
    }
  }
}
