package dev.lanewise.core.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.testkit.Bits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedSumTest {

  /** By hand: ((a + b) + (c + d)) + e, where 2^24 swallows a 1 but not a 2. */
  @Test
  void addsNeighboursFirst() {
    float big = 1 << 24;
    float[][] shards = {{big}, {1}, {1}, {1}, {-big}};
    OrderedSum.sum(shards, 5, 0, 1);
    // big + 1 = big; 1 + 1 = 2; big + 2 is exact; minus big leaves 2. One by one leaves 0.
    assertEquals(2, shards[0][0]);
    float[][] others = {{1}, {1}, {big}, {1}, {-big}};
    OrderedSum.sum(others, 5, 0, 1);
    assertEquals(2, others[0][0]);
    float[][] six = {{1}, {1}, {1}, {1}, {big}, {1}};
    OrderedSum.sum(six, 6, 0, 1);
    assertEquals(big + 4, six[0][0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16, 17})
  void wholeNumbersAreExact(int count) {
    int length = 37;
    float[][] shards = new float[count + 1][];
    float[] expected = new float[length];
    for (int s = 0; s <= count; s++) {
      shards[s] = Bits.integers(s, length, 1000);
      for (int i = 0; i < length && s < count; i++) {
        expected[i] += shards[s][i];
      }
    }
    float[] beyond = shards[count].clone();
    OrderedSum.sum(shards, count, 0, length);
    Bits.assertIdentical(expected, shards[0], "sum");
    assertArrayEquals(beyond, shards[count], "a shard beyond the count");
  }

  @Test
  void aSplitOverElementsChangesNoBit() {
    int length = 1001;
    float[][] whole = new float[7][];
    float[][] split = new float[7][];
    for (int s = 0; s < 7; s++) {
      whole[s] = Bits.normal(s, length);
      split[s] = whole[s].clone();
    }
    float[] first = whole[0].clone();
    OrderedSum.sum(whole, 7, 0, length);
    OrderedSum.sum(split, 7, 500, 501);
    for (int i = 0; i < length; i++) {
      assertEquals(i != 500, first[i] == split[0][i], "element " + i);
    }
    OrderedSum.sum(split, 7, 0, 1);
    OrderedSum.sum(split, 7, 1, 500);
    OrderedSum.sum(split, 7, 501, length);
    Bits.assertIdentical(whole[0], split[0], "sum");
  }
}
