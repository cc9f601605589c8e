package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.augment.Augmentation;
import dev.lanewise.data.augment.Augmented;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedSamplesTest {

  private static final Shape PAIR = new Shape(1, 1, 2);
  private static final ArraySamples THREE =
      ArraySamples.of(PAIR, new float[] {0, 1, 2, 3, 4, 5}, new int[] {1, 0, 1}, 3);
  private static final ArraySamples ONE =
      ArraySamples.of(PAIR, new float[] {6, 7}, new int[] {2}, 3);

  @Test
  void oneSourceFollowsTheOther() {
    JoinedSamples joined = new JoinedSamples(List.of(THREE, new WeightedSamples(ONE, 0.5f), THREE));
    assertEquals(7, joined.size());
    assertEquals(PAIR, joined.shape());
    assertEquals(3, joined.classes());
    int[] labels = {1, 0, 1, 2, 1, 0, 1};
    float[] weights = {1, 1, 1, 0.5f, 1, 1, 1};
    float[][] values = {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 1}, {2, 3}, {4, 5}};
    for (int i = 0; i < joined.size(); i++) {
      assertEquals(labels[i], joined.label(i), "label " + i);
      assertEquals(weights[i], joined.weight(i), "weight " + i);
      assertArrayEquals(values[i], lanes(joined, i), "lanes " + i);
      assertArrayEquals(values[i], channels(joined, i), "channels " + i);
    }
  }

  private static float[] lanes(Samples samples, int index) {
    LaneLayout layout = LaneLayout.dense(PAIR);
    float[] group = new float[layout.size()];
    samples.copyTo(index, group, 0, layout, 3);
    return new float[] {group[layout.offset(0, 0, 0) + 3], group[layout.offset(0, 0, 1) + 3]};
  }

  private static float[] channels(Samples samples, int index) {
    ChannelLayout layout = ChannelLayout.blocks(PAIR, Halo.NONE);
    float[] image = new float[layout.size()];
    samples.copyTo(index, image, 0, layout, new float[16 * PAIR.elements()]);
    return new float[] {image[layout.offset(0, 0, 0)], image[layout.offset(0, 0, 1)]};
  }

  @Test
  void badInput() {
    assertMessage("There must be samples to join. Received: none", List.of());
    assertMessage(
        "Samples that are joined must have the same shape and number of classes."
            + " Expected: 1x1x2, 3. Received: 1x2x1, 3",
        List.of(ONE, ArraySamples.of(new Shape(1, 2, 1), new float[] {6, 7}, new int[] {2}, 3)));
    assertMessage(
        "Samples that are joined must have the same shape and number of classes."
            + " Expected: 1x1x2, 3. Received: 1x1x2, 4",
        List.of(ONE, ArraySamples.of(PAIR, new float[] {6, 7}, new int[] {2}, 4)));
    assertMessage(
        "Samples must be joined before they are augmented. Received: augmented samples",
        List.of(ONE, Augmented.of(ONE, 0, 5, Augmentation.of())));
  }

  private static void assertMessage(String message, List<Samples> parts) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> new JoinedSamples(parts)).getMessage());
  }
}
