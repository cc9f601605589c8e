package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.tensor.ForwardingSamples;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.train.ValidationSplit.Which;
import dev.lanewise.layers.twin.ArraySamples;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrataTest {

  private static ArraySamples samples(int classes, int... labels) {
    return new ArraySamples(Shape.flat(1), classes, new float[labels.length], labels);
  }

  private static int[] labels(Samples samples) {
    return IntStream.range(0, samples.size()).map(samples::label).toArray();
  }

  private static ValidationSplit split(Samples samples, double fraction) {
    return ValidationSplit.of(samples, fraction, Which.STRATIFIED, 3);
  }

  @Test
  void aSetSortedByClassLosesNoClass() {
    ArraySamples sorted = samples(3, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2);
    assertArrayEquals(new int[] {0, 0, 1, 2}, labels(split(sorted, 1 / 3.0).validation()));
    assertArrayEquals(
        new int[] {0, 0, 0, 0, 1, 1, 2, 2}, labels(split(sorted, 1 / 3.0).training()));
    int[] chosen = Strata.choose(sorted, 4, 3);
    assertArrayEquals(new int[] {0, 0, 1, 2}, Arrays.stream(chosen).map(sorted::label).toArray());
  }

  @Test
  void theOnlySampleOfAClassStaysInTraining() {
    ValidationSplit split = split(samples(3, 2, 0, 0, 0, 0, 0, 1, 1), 0.25);
    assertArrayEquals(new int[] {2, 0, 0, 0, 0, 1}, labels(split.training()));
    assertArrayEquals(new int[] {0, 1}, labels(split.validation()));
    assertArrayEquals(new int[] {2}, Strata.absent(split.validation()));
    assertArrayEquals(new int[0], Strata.absent(split.training()));
  }

  @Test
  void whereTheCountsDoNotAllowItTheLargerClassesAreServed() {
    ValidationSplit split = split(samples(3, 0, 0, 1, 1, 1, 2, 2), 0.1);
    assertArrayEquals(new int[] {1}, labels(split.validation()));
    assertArrayEquals(new int[] {0, 2}, Strata.absent(split.validation()));
    assertEquals(2, split(samples(4, 0, 1, 2, 3), 0.5).validation().size());
    assertEquals(1, split(samples(2, 0, 0, 1, 1), 0.75).training().size());
  }

  @Test
  void theSeedDecidesAndNothingElse() {
    ArraySamples samples = samples(2, IntStream.range(0, 200).map(i -> i % 2).toArray());
    assertArrayEquals(Strata.choose(samples, 20, 5), Strata.choose(samples, 20, 5));
    assertFalse(Arrays.equals(Strata.choose(samples, 20, 5), Strata.choose(samples, 20, 6)));
    assertFalse(
        Arrays.equals(
            ValidationSplit.divide(samples, 0.1, Which.STRATIFIED, 5)[1],
            ValidationSplit.divide(samples, 0.1, Which.STRATIFIED, 6)[1]));
  }

  @Test
  void samplesWithTargetsAreDrawnAtRandom() {
    Samples targeted =
        new ForwardingSamples(samples(3, 0, 0, 0, 0, 1, 1, 2, 2, 2)) {
          @Override
          public boolean hasTargets() {
            return true;
          }
        };
    assertArrayEquals(
        ValidationSplit.divide(9, 0.3, Which.RANDOM, 5)[1],
        ValidationSplit.divide(targeted, 0.3, Which.STRATIFIED, 5)[1]);
    assertEquals(4, Strata.choose(targeted, 4, 5).length);
    assertArrayEquals(new int[0], Strata.absent(targeted));
  }

  @Test
  void argumentsAreChecked() {
    assertEquals(
        "A label must be 0 to 2. Received: 3 for sample 1",
        assertThrows(IllegalArgumentException.class, () -> split(samples(3, 0, 3, 1, 2, 2), 0.5))
            .getMessage());
    assertEquals(
        "A label must be 0 to 2. Received: -1 for sample 2",
        assertThrows(IllegalArgumentException.class, () -> Strata.absent(samples(3, 0, 1, -1)))
            .getMessage());
    assertEquals(
        "A choice of samples must have at least 1. Received: 0",
        assertThrows(IllegalArgumentException.class, () -> Strata.choose(samples(3, 0, 1), 0, 1))
            .getMessage());
    assertEquals(
        "A stratified split needs the labels of the samples. Received: their number alone, 10",
        assertThrows(
                IllegalArgumentException.class,
                () -> ValidationSplit.divide(10, 0.5, Which.STRATIFIED, 1))
            .getMessage());
    assertEquals(
        "A validation split must leave samples on both sides. Received: 0.5 of 1 samples",
        assertThrows(IllegalArgumentException.class, () -> split(samples(2, 1), 0.5)).getMessage());
  }
}
