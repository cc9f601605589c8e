package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.train.ValidationSplit.Which;
import dev.lanewise.layers.twin.ArraySamples;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class StrataPropertyTest {

  /** Classes of very different sizes, some of them empty, in no order or one after another. */
  private static ArraySamples samples(int size, int classes, long seed, boolean sorted) {
    Random random = new Random(seed);
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = Math.min(random.nextInt(classes), random.nextInt(classes));
    }
    if (sorted) {
      Arrays.sort(labels);
    }
    return new ArraySamples(Shape.flat(1), classes, new float[size], labels);
  }

  private static int[] counts(ArraySamples samples, int[] indices) {
    int[] counts = new int[samples.classes()];
    for (int i : indices) {
      counts[samples.label(i)]++;
    }
    return counts;
  }

  private static void assertInOrder(int[] indices) {
    assertArrayEquals(Arrays.stream(indices).sorted().distinct().toArray(), indices);
  }

  /** No class is further from its share than the bounds push it. */
  private static void assertShares(int[] of, int[] counts, int total, int size, int slack) {
    for (int c = 0; c < of.length; c++) {
      double share = (double) total * of[c] / size;
      assertTrue(Math.abs(counts[c] - share) < 1 + slack, c + ": " + counts[c] + " of " + share);
    }
  }

  @Property(tries = 500)
  void aStratifiedSplitGivesEachClassItsShareOnBothSides(
      @ForAll @IntRange(min = 2, max = 400) int size,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction,
      @ForAll long seed,
      @ForAll boolean sorted) {
    int kept = (int) (size * (1 - fraction));
    if (kept < 1) {
      return;
    }
    ArraySamples samples = samples(size, classes, seed, sorted);
    int[][] parts = ValidationSplit.divide(samples, fraction, Which.STRATIFIED, seed);
    assertEquals(kept, parts[0].length, "as the other ways count");
    assertInOrder(parts[0]);
    assertInOrder(parts[1]);
    int[] all = IntStream.concat(Arrays.stream(parts[0]), Arrays.stream(parts[1])).toArray();
    assertArrayEquals(IntStream.range(0, size).toArray(), Arrays.stream(all).sorted().toArray());
    int[] of = counts(samples, IntStream.range(0, size).toArray());
    int[] training = counts(samples, parts[0]);
    int[] validation = counts(samples, parts[1]);
    assertShares(of, validation, size - kept, size, classes);
    long needed = Arrays.stream(of).filter(n -> n > 1).count();
    long possible = Arrays.stream(of).filter(n -> n > 0).mapToLong(n -> n - 1).sum();
    if (needed <= size - kept && size - kept <= possible) {
      for (int c = 0; c < classes; c++) {
        assertEquals(of[c] > 0, training[c] > 0, "training has class " + c);
        assertEquals(of[c] > 1, validation[c] > 0, "validation has class " + c);
      }
    }
    assertArrayEquals(
        parts[1], ValidationSplit.divide(samples, fraction, Which.STRATIFIED, seed)[1]);
  }

  @Property(tries = 500)
  void aStratifiedChoiceHasAllClassesWhereItCan(
      @ForAll @IntRange(min = 1, max = 400) int size,
      @ForAll @IntRange(min = 1, max = 12) int classes,
      @ForAll @IntRange(min = 1, max = 450) int count,
      @ForAll long seed,
      @ForAll boolean sorted) {
    ArraySamples samples = samples(size, classes, seed, sorted);
    int[] chosen = Strata.choose(samples, count, seed);
    assertEquals(Math.min(count, size), chosen.length);
    assertInOrder(chosen);
    int[] of = counts(samples, IntStream.range(0, size).toArray());
    int[] counts = counts(samples, chosen);
    assertShares(of, counts, chosen.length, size, classes);
    if (count >= Arrays.stream(of).filter(n -> n > 0).count()) {
      for (int c = 0; c < classes; c++) {
        assertEquals(of[c] > 0, counts[c] > 0, "class " + c);
      }
    }
    assertArrayEquals(chosen, Strata.choose(samples, count, seed));
  }

  /** Without bounds that push, the method of the largest remainder, by hand. */
  @Property(tries = 200)
  void equalClassesHaveEqualSharesHoweverTheyAreOrdered(
      @ForAll @IntRange(min = 1, max = 10) int classes,
      @ForAll @IntRange(min = 2, max = 20) int tens,
      @ForAll long seed) {
    int[] labels = IntStream.range(0, classes * tens * 10).map(i -> i / (tens * 10)).toArray();
    ArraySamples samples =
        new ArraySamples(Shape.flat(1), classes, new float[labels.length], labels);
    int[][] parts = ValidationSplit.divide(samples, 0.5, Which.STRATIFIED, seed);
    int[] expected = new int[classes];
    Arrays.fill(expected, tens * 5);
    assertArrayEquals(expected, counts(samples, parts[0]));
    assertArrayEquals(expected, counts(samples, parts[1]));
    Arrays.fill(expected, 3);
    assertArrayEquals(expected, counts(samples, Strata.choose(samples, 3 * classes, seed)));
  }
}
