package dev.lanewise.layers.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.twin.ArraySamples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationSplitTest {

  /** Sample {@code i} has the value and the label {@code i}. */
  private static ArraySamples samples(int size) {
    float[] images = new float[size];
    for (int i = 0; i < size; i++) {
      images[i] = i;
    }
    return new ArraySamples(Shape.flat(1), size, images, IntStream.range(0, size).toArray());
  }

  private static List<Integer> indices(Samples samples) {
    LaneLayout layout = LaneLayout.dense(samples.shape());
    float[] group = new float[layout.size()];
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      samples.copyTo(i, group, 0, layout, i % 16);
      assertEquals(samples.label(i), group[i % 16]);
      indices.add(samples.label(i));
    }
    return indices;
  }

  /** As Keras: floor(size * (1 - fraction)) samples are kept. */
  @ParameterizedTest
  @CsvSource({
    "60000, 0.1, 54000",
    "1000, 0.1, 900",
    "10, 0.25, 7",
    "7, 0.3, 4",
    "3, 0.5, 1",
    "2, 0.5, 1",
    "11, 0.01, 10"
  })
  void theLastAreSetAside(int size, double fraction, int kept) {
    ValidationSplit split =
        ValidationSplit.of(samples(size), fraction, ValidationSplit.Which.LAST, 1);
    assertEquals(IntStream.range(0, kept).boxed().toList(), indices(split.training()));
    assertEquals(IntStream.range(kept, size).boxed().toList(), indices(split.validation()));
    assertEquals(size, split.training().classes());
    assertEquals(Shape.flat(1), split.validation().shape());
  }

  @Test
  void aDrawIsDisjointCompleteAndBySeed() {
    ValidationSplit split = ValidationSplit.of(samples(101), 0.3, ValidationSplit.Which.RANDOM, 5);
    List<Integer> validation = indices(split.validation());
    assertEquals(31, validation.size());
    List<Integer> kept = indices(split.training());
    assertEquals(kept.stream().sorted().toList(), kept, "in the data's order");
    List<Integer> all = new ArrayList<>(indices(split.training()));
    all.addAll(validation);
    assertEquals(IntStream.range(0, 101).boxed().toList(), all.stream().sorted().toList());
    assertEquals(
        validation,
        indices(
            ValidationSplit.of(samples(101), 0.3, ValidationSplit.Which.RANDOM, 5).validation()));
    assertNotEquals(
        validation,
        indices(
            ValidationSplit.of(samples(101), 0.3, ValidationSplit.Which.RANDOM, 6).validation()));
    assertNotEquals(
        validation,
        indices(ValidationSplit.of(samples(101), 0.3, ValidationSplit.Which.LAST, 5).validation()));
    assertEquals(validation.stream().sorted().toList(), validation, "in the data's order");
  }

  @Test
  void fractionsAreChecked() {
    for (double fraction : new double[] {0, 1, -0.5, Double.NaN}) {
      assertEquals(
          "A validation split must be more than 0 and less than 1. Received: " + fraction,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> ValidationSplit.of(samples(5), fraction, ValidationSplit.Which.LAST, 1))
              .getMessage());
    }
    assertEquals(
        "A validation split must leave samples on both sides. Received: 0.9 of 5 samples",
        assertThrows(
                IllegalArgumentException.class,
                () -> ValidationSplit.of(samples(5), 0.9, ValidationSplit.Which.LAST, 1))
            .getMessage());
    assertEquals(
        "A validation split must leave samples on both sides. Received: 0.5 of 1 samples",
        assertThrows(
                IllegalArgumentException.class,
                () -> ValidationSplit.of(samples(1), 0.5, ValidationSplit.Which.LAST, 1))
            .getMessage());
  }
}
