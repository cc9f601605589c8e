package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ArraySamplesTest {

  private static final Shape SHAPE = new Shape(2, 3, 5);

  private static float[] values(int count) {
    float[] values = new float[count * SHAPE.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) CounterRandom.normal(3, i);
    }
    return values;
  }

  @Test
  void samplesAreWhereTheyShould() {
    float[] values = values(7);
    ArraySamples samples =
        ArraySamples.of(SHAPE, values.clone(), new int[] {0, 1, 2, 0, 1, 2, 0}, 3);
    LaneLayout layout = new LaneLayout(SHAPE, new Halo(1, 0, 2, 1));
    float[] copied = new float[layout.size()];
    float[] packed = new float[layout.size()];
    for (int i = 0; i < 7; i++) {
      samples.copyTo(i, copied, 0, layout, i);
    }
    LaneGroups.pack(values, 0, 7, packed, 0, layout);
    assertArrayEquals(packed, copied);
    ChannelLayout blocks = ChannelLayout.blocks(SHAPE, new Halo(1, 1, 0, 0));
    float[] image = new float[blocks.size()];
    samples.copyTo(4, image, 0, blocks, new float[0]);
    for (int i = 0; i < SHAPE.elements(); i++) {
      assertEquals(values[4 * SHAPE.elements() + i], image[blocks.elementOffsets()[i]]);
    }
    assertEquals(1, samples.label(4));
    assertEquals("7 samples of 2x3x5, 3 classes", samples.toString());
  }

  @Test
  void standardisedChannelsHaveMean0AndDeviation1() {
    float[] values = values(9);
    for (int i = 0; i < values.length; i++) {
      // The second channel has one value only.
      values[i] = i % 30 < 15 ? 3 * values[i] + 5 : 4;
    }
    ArraySamples samples = ArraySamples.of(SHAPE, values, new int[9], 1).standardised();
    float[] image = new float[SHAPE.elements()];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 9; i++) {
      samples.copyTo(i, image, 0, new ChannelLayout(SHAPE, Halo.NONE, true), new float[0]);
      for (int p = 0; p < 15; p++) {
        sum += image[p];
        squares += image[p] * image[p];
        assertEquals(0, image[15 + p]);
      }
    }
    assertEquals(0, sum / 135, 1e-6);
    assertEquals(1, squares / 135, 1e-6);
    ArraySamples given =
        ArraySamples.of(SHAPE, values, new int[9], 1)
            .standardised(new double[] {1, 4}, new double[] {2, 0.5});
    given.copyTo(0, image, 0, new ChannelLayout(SHAPE, Halo.NONE, true), new float[0]);
    assertEquals((float) ((values[0] - 1.0) / 2), image[0]);
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refuses(
        "2 labels need 60 values of 2x3x5 samples. Received: 30 values",
        () -> ArraySamples.of(SHAPE, new float[30], new int[2], 1));
    refuses(
        "A label must be 0 to 2. Received: 3 for sample 1",
        () -> ArraySamples.of(Shape.flat(1), new float[2], new int[] {0, 3}, 3));
    refuses(
        "Values of samples must be finite. Received: NaN in sample 1",
        () -> ArraySamples.of(Shape.flat(2), new float[] {1, 2, 3, Float.NaN}, new int[2], 1));
    ArraySamples samples = ArraySamples.of(SHAPE, new float[30], new int[1], 1);
    refuses(
        "Means and standard deviations must be one per channel, 2. Received: 1 and 2",
        () -> samples.standardised(new double[1], new double[2]));
    refuses(
        "Means must be finite, standard deviations at least 0. Received: 0.0 and -1.0 for channel"
            + " 1",
        () -> samples.standardised(new double[2], new double[] {1, -1}));
  }
}
