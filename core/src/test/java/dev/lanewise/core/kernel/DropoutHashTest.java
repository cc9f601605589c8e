package dev.lanewise.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of dropout's mask; keys are fixed, so the figures are the same in every run. */
class DropoutHashTest {

  private static final int ELEMENTS = 20_011;

  /** {@code mask[element][lane]} of the keys that a seed gives to sixteen images. */
  private static boolean[][] mask(long seed, double probability) {
    int[] low = new int[16];
    int[] high = new int[16];
    for (int lane = 0; lane < 16; lane++) {
      long key = CounterRandom.key(seed, lane);
      low[lane] = (int) key;
      high[lane] = (int) (key >>> 32);
    }
    float[] values = new float[16 * ELEMENTS];
    Arrays.fill(values, 1f);
    int threshold = DropoutHash.threshold(probability);
    Widths.SCALAR
        .elementwise()
        .dropout(values, 0, values, 0, values.length, low, high, 0, threshold, 1f);
    boolean[][] mask = new boolean[ELEMENTS][16];
    for (int i = 0; i < values.length; i++) {
      mask[i / 16][i % 16] = values[i] == 1f;
    }
    return mask;
  }

  private static void assertShare(double expected, long hits, long of, String what) {
    double sigma = Math.sqrt(expected * (1 - expected) / of);
    double share = (double) hits / of;
    assertTrue(
        Math.abs(share - expected) <= 4 * sigma,
        () -> "%s: %.5f instead of %.5f, sigma %.5f".formatted(what, share, expected, sigma));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.25, 0.5, 0.9})
  void theRateIsRightInEveryLaneAndOverall(double probability) {
    boolean[][] mask = mask(7, probability);
    long all = 0;
    for (int lane = 0; lane < 16; lane++) {
      long kept = 0;
      for (boolean[] element : mask) {
        kept += element[lane] ? 1 : 0;
      }
      assertShare(1 - probability, kept, ELEMENTS, "lane " + lane);
      all += kept;
    }
    assertShare(1 - probability, all, 16L * ELEMENTS, "all lanes");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 28, 256})
  void elementsApartAreIndependent(int distance) {
    boolean[][] mask = mask(8, 0.5);
    long equal = 0;
    for (int e = distance; e < ELEMENTS; e++) {
      for (int lane = 0; lane < 16; lane++) {
        equal += mask[e][lane] == mask[e - distance][lane] ? 1 : 0;
      }
    }
    assertShare(0.5, equal, 16L * (ELEMENTS - distance), "distance " + distance);
  }

  @Test
  void lanesAreIndependent() {
    boolean[][] mask = mask(9, 0.5);
    for (int a = 0; a < 16; a++) {
      for (int b = 0; b < a; b++) {
        long equal = 0;
        for (boolean[] element : mask) {
          equal += element[a] == element[b] ? 1 : 0;
        }
        assertShare(0.5, equal, ELEMENTS, "lanes " + b + " and " + a);
      }
    }
  }

  @Test
  void everyKeyBitMatters() {
    long key = CounterRandom.mix(10);
    for (int bit = 0; bit < 64; bit++) {
      long other = key ^ (1L << bit);
      long differing = 0;
      for (int e = 0; e < 4_001; e++) {
        int difference =
            DropoutHash.of((int) key, (int) (key >>> 32), e)
                ^ DropoutHash.of((int) other, (int) (other >>> 32), e);
        differing += difference < 0 ? 1 : 0;
      }
      assertShare(0.5, differing, 4_001, "key bit " + bit);
    }
  }

  @Test
  void thresholds() {
    assertEquals(0, DropoutHash.threshold(0));
    assertEquals(0x80000000, DropoutHash.threshold(0.5));
    assertEquals(0x0ccccccd, DropoutHash.threshold(0.05));
    assertEquals(0xffffffff, DropoutHash.threshold(Math.nextDown(1.0)));
  }

  @Test
  void nothingIsDroppedAtZero() {
    for (boolean[] element : mask(11, 0)) {
      for (boolean kept : element) {
        assertTrue(kept);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, -0.1, 2, Double.NaN})
  void probabilitiesOutsideAreRefused(double probability) {
    assertEquals(
        "A dropout probability must be at least 0 and less than 1. Received: " + probability,
        assertThrows(IllegalArgumentException.class, () -> DropoutHash.threshold(probability))
            .getMessage());
  }
}
