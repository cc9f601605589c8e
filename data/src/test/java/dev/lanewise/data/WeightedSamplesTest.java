package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.augment.Mixing;
import dev.lanewise.core.augment.RandomHorizontalFlip;
import dev.lanewise.core.tensor.SampleReader;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.augment.Augmentation;
import dev.lanewise.data.augment.Augmented;
import org.junit.jupiter.api.Test;

class WeightedSamplesTest {

  private static final ArraySamples PLAIN =
      ArraySamples.of(new Shape(1, 1, 2), new float[] {0, 1, 2, 3, 4, 5}, new int[] {1, 0, 1}, 2);

  @Test
  void eachHasItsWeight() {
    WeightedSamples weighted = new WeightedSamples(PLAIN, 0.5f, 2, 0);
    assertEquals(3, weighted.size());
    assertEquals(1, weighted.label(2));
    assertEquals(2f, weighted.weight(1));
    assertEquals(1f, PLAIN.weight(1));
  }

  @Test
  void augmentedOnesKeepThem() {
    WeightedSamples weighted = new WeightedSamples(PLAIN, 0.5f, 2, 0);
    Augmented flipped = Augmented.of(weighted, 0, 5, Augmentation.of(new RandomHorizontalFlip()));
    SampleReader reader = flipped.newReader();
    for (int i = 0; i < 3; i++) {
      reader.read(i, 7);
      assertEquals(weighted.weight(i), reader.weight());
      assertEquals(weighted.weight(i), flipped.weight(i));
    }
    WeightedSamples equal = new WeightedSamples(PLAIN, 3, 3, 3);
    SampleReader mixed =
        Augmented.of(equal, 0, 5, Augmentation.of().withMixing(Mixing.mixup(1))).newReader();
    mixed.read(0, 7);
    assertEquals(3f, mixed.weight(), 1e-6);
  }

  @Test
  void badInput() {
    assertMessage(
        "There must be a weight for each sample. Expected: 3. Received: 1",
        () -> new WeightedSamples(PLAIN, 1));
    assertMessage(
        "Every weight must be at least 0 and finite. Received for sample 1: -1.0",
        () -> new WeightedSamples(PLAIN, 1, -1, 1));
    Augmented augmented = Augmented.of(PLAIN, 0, 5, Augmentation.of());
    assertMessage(
        "Samples must be weighted before they are augmented. Received: augmented samples",
        () -> new WeightedSamples(augmented, 1, 1, 1));
  }

  private static void assertMessage(String message, Runnable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action::run).getMessage());
  }
}
