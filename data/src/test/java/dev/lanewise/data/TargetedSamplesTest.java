package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.augment.Mixing;
import dev.lanewise.core.augment.RandomHorizontalFlip;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.SampleReader;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.augment.Augmentation;
import dev.lanewise.data.augment.Augmented;
import dev.lanewise.data.augment.Sampling;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetedSamplesTest {

  private static final Shape PAIR = new Shape(1, 1, 2);
  private static final ArraySamples PLAIN =
      ArraySamples.of(PAIR, new float[] {0, 1, 2, 3, 4, 5}, new int[] {1, 0, 1}, 2);
  private static final float[] TARGETS = {0, 1, 1, -2, -3, -2.5f, 0, 0, 0.5f};
  private static final TargetedSamples TARGETED = new TargetedSamples(PLAIN, 3, TARGETS);

  private static void assertTargets(Samples samples, int index, float... expected) {
    assertTrue(samples.hasTargets());
    for (int e = 0; e < expected.length; e++) {
      assertEquals(expected[e], samples.target(index, e), "target " + e + " of " + index);
    }
  }

  @Test
  void eachHasItsTargetsAndTheFirstOfTheGreatestAsLabel() {
    assertEquals(3, TARGETED.size());
    assertEquals(3, TARGETED.classes());
    assertEquals(PAIR, TARGETED.shape());
    assertTargets(TARGETED, 0, 0, 1, 1);
    assertTargets(TARGETED, 1, -2, -3, -2.5f);
    assertTargets(TARGETED, 2, 0, 0, 0.5f);
    assertEquals(1, TARGETED.label(0));
    assertEquals(0, TARGETED.label(1));
    assertEquals(2, TARGETED.label(2));
    float[] changed = TARGETS.clone();
    TargetedSamples own = new TargetedSamples(PLAIN, 3, changed);
    changed[0] = 9;
    assertTargets(own, 0, 0, 1, 1);
  }

  @Test
  void imagesStayAsTheyAre() {
    LaneLayout lanes = LaneLayout.dense(PAIR);
    float[] group = new float[lanes.size()];
    TARGETED.copyTo(2, group, 0, lanes, 5);
    assertEquals(4, group[5]);
    assertEquals(5, group[16 + 5]);
    ChannelLayout channels = ChannelLayout.blocks(PAIR, Halo.NONE);
    float[] image = new float[channels.size()];
    TARGETED.copyTo(1, image, 0, channels, new float[0]);
    assertEquals(2, image[channels.offset(0, 0, 0)]);
    assertEquals(3, image[channels.offset(0, 0, 1)]);
  }

  @Test
  void classesAreTargetsToo() {
    assertFalse(PLAIN.hasTargets());
    assertEquals(1, PLAIN.target(0, 1));
    assertEquals(0, PLAIN.target(0, 0));
  }

  @Test
  void weightedAndJoinedOnesKeepThem() {
    WeightedSamples weighted = new WeightedSamples(TARGETED, 0.5f, 2, 0);
    assertTargets(weighted, 1, -2, -3, -2.5f);
    assertEquals(2, weighted.weight(1));
    ArraySamples classes = ArraySamples.of(PAIR, new float[] {6, 7}, new int[] {2}, 3);
    JoinedSamples joined = new JoinedSamples(List.of(classes, weighted));
    assertTargets(joined, 0, 0, 0, 1);
    assertTargets(joined, 2, -2, -3, -2.5f);
    assertEquals(0, joined.label(2));
    assertFalse(new JoinedSamples(List.of(classes, classes)).hasTargets());
  }

  @Test
  void augmentedOnesKeepThem() {
    Augmented flipped = Augmented.of(TARGETED, 0, 5, Augmentation.of(new RandomHorizontalFlip()));
    SampleReader reader = flipped.newReader();
    for (int i = 0; i < 3; i++) {
      assertTargets(flipped, i, TARGETS[3 * i], TARGETS[3 * i + 1], TARGETS[3 * i + 2]);
      reader.read(i, 7);
      for (int e = 0; e < 3; e++) {
        assertEquals(TARGETS[3 * i + e], reader.target(e));
      }
    }
  }

  @Test
  void mixedOnesHaveTheMeanByTheirShares() {
    Augmented mixed = Augmented.of(TARGETED, 0, 5, Augmentation.of().withMixing(Mixing.mixup(1)));
    SampleReader reader = mixed.newReader();
    boolean between = false;
    for (long key = 0; key < 40; key++) {
      reader.read(0, key);
      float share = reader.share();
      int other = reader.otherLabel() == 1 ? 0 : reader.otherLabel() == 0 ? 1 : 2;
      for (int e = 0; e < 3; e++) {
        float expected = share * TARGETS[e] + (1 - share) * TARGETS[3 * other + e];
        assertEquals(expected, reader.target(e), 1e-6);
      }
      between |= other != 0 && share > 0.1f && share < 0.9f;
    }
    assertTrue(between);
  }

  @Test
  void mixedClassesAreShares() {
    SampleReader reader =
        Augmented.of(PLAIN, 0, 5, Augmentation.of().withMixing(Mixing.mixup(1))).newReader();
    for (long key = 0; key < 40; key++) {
      reader.read(0, key);
      float share = reader.otherLabel() == 1 ? 1 : reader.share();
      assertArrayEquals(
          new float[] {reader.otherLabel() == 1 ? 0 : 1 - share, share},
          new float[] {reader.target(0), reader.target(1)});
    }
  }

  @Test
  void drawnOnesBringTheirTargets() {
    Sampling second = Sampling.weighted(0, 1, 0);
    SampleReader reader =
        Augmented.of(TARGETED, 0, 5, Augmentation.of().withSampling(second)).newReader();
    reader.read(0, 3);
    assertEquals(-3, reader.target(1));
  }

  @Test
  void badInput() {
    assertMessage(
        "Each of 3 samples must have as many targets, at least 1. Received: 8 targets by 3",
        PLAIN,
        3,
        new float[8]);
    assertMessage(
        "Each of 3 samples must have as many targets, at least 1. Received: 0 targets by 0",
        PLAIN,
        0,
        new float[0]);
    assertMessage(
        "Targets must be finite. Received: NaN for sample 1",
        PLAIN,
        1,
        new float[] {0, Float.NaN, 1});
    assertMessage(
        "Samples must get their targets before they are augmented. Received: augmented samples",
        Augmented.of(PLAIN, 0, 5, Augmentation.of()),
        1,
        new float[3]);
  }

  private static void assertMessage(String message, Samples samples, int outputs, float[] targets) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new TargetedSamples(samples, outputs, targets))
            .getMessage());
  }
}
