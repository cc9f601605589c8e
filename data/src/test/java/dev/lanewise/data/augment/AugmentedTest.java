package dev.lanewise.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.augment.ColorJitter;
import dev.lanewise.core.augment.Cutout;
import dev.lanewise.core.augment.Fill;
import dev.lanewise.core.augment.Mixing;
import dev.lanewise.core.augment.RandomAffine;
import dev.lanewise.core.augment.RandomCrop;
import dev.lanewise.core.augment.RandomElastic;
import dev.lanewise.core.augment.RandomErasing;
import dev.lanewise.core.augment.RandomHorizontalFlip;
import dev.lanewise.core.augment.RandomVerticalFlip;
import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.SampleReader;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ArraySamples;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.PixelScale;
import dev.lanewise.testkit.Allocation;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AugmentedTest {

  private static final Shape SHAPE = new Shape(3, 7, 9);
  private static final int SIZE = 23;
  private static final PixelScale SCALE =
      PixelScale.standardised(new double[] {0.4, 0.5, 0.6}, new double[] {0.2, 0.3, 0.1});
  private static final Augmentation EVERYTHING =
      Augmentation.of(
              RandomCrop.of(2),
              new RandomHorizontalFlip(),
              new RandomVerticalFlip(),
              RandomAffine.rotation(15).withScale(0.8, 1.2),
              new RandomElastic(5, 2, Fill.black()),
              new ColorJitter(0.3, 0.3, 0.3),
              new RandomErasing(),
              new Cutout(3))
          .withMixing(new Mixing(1.5, 1, 0.7));

  private static ImageSet set() {
    byte[] pixels = new byte[SIZE * SHAPE.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) CounterRandom.bits(3, i);
    }
    int[] labels = new int[SIZE];
    Arrays.setAll(labels, i -> i % 4);
    return ImageSet.of("set", SHAPE, pixels, labels, List.of("a", "b", "c", "d")).withScale(SCALE);
  }

  private static float[] image(SampleReader reader, int index, long key) {
    reader.read(index, key);
    float[] image = new float[SHAPE.elements() + 3];
    reader.copyTo(image, 0, new ChannelLayout(SHAPE, Halo.NONE, true));
    image[SHAPE.elements()] = reader.label();
    image[SHAPE.elements() + 1] = reader.otherLabel();
    image[SHAPE.elements() + 2] = reader.share();
    return image;
  }

  @Test
  void withoutAChangeTheBitsAreThoseOfTheSet() {
    ImageSet set = set();
    Augmented augmented = Augmented.of(set, Augmentation.of());
    SampleReader reader = augmented.newReader();
    LaneLayout layout = new LaneLayout(SHAPE, new Halo(1, 2, 3, 0));
    float[] group = new float[5 + layout.size()];
    float[] expected = group.clone();
    ChannelLayout blocks = ChannelLayout.blocks(SHAPE, new Halo(0, 1, 1, 2));
    float[] blocked = new float[5 + blocks.size()];
    float[] expectedBlocked = blocked.clone();
    for (int i = 0; i < SIZE; i++) {
      reader.read(i, i * 31L);
      reader.copyTo(group, 5, layout, i & 15);
      set.copyTo(i, expected, 5, layout, i & 15);
      assertArrayEquals(expected, group);
      reader.copyTo(blocked, 5, blocks);
      set.copyTo(i, expectedBlocked, 5, blocks, new float[0]);
      assertArrayEquals(expectedBlocked, blocked);
      assertEquals(set.label(i), reader.label());
      assertEquals(set.label(i), reader.otherLabel());
      assertEquals(1, reader.share());
    }
    assertFalse(augmented.mixes());
  }

  @Test
  void measuringSeesThePlainImages() {
    Augmented augmented = Augmented.of(set(), EVERYTHING);
    LaneLayout layout = LaneLayout.dense(SHAPE);
    float[] expected = new float[layout.size()];
    float[] group = new float[layout.size()];
    for (int i = 0; i < SIZE; i++) {
      set().copyTo(i, expected, 0, layout, 3);
      augmented.copyTo(i, group, 0, layout, 3);
      assertArrayEquals(expected, group);
      assertEquals(set().label(i), augmented.label(i));
    }
    assertEquals(SIZE, augmented.size());
    assertEquals(4, augmented.classes());
    assertTrue(augmented.mixes());
    assertTrue(augmented.toString().startsWith("set: 23 images of 3x7x9, 4 classes, augmented by"));
  }

  @Test
  void bitsDependOnSampleAndKeyAlone() throws Exception {
    Augmented augmented = Augmented.of(set(), EVERYTHING);
    SampleReader one = augmented.newReader();
    float[][] expected = new float[SIZE * 4][];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = image(one, i % SIZE, CounterRandom.key(9, i));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<float[][]>> tasks =
          IntStream.range(0, 4)
              .<Callable<float[][]>>mapToObj(
                  t ->
                      () -> {
                        int[] order = IntStream.range(0, expected.length).toArray();
                        CounterRandom.shuffle(order, t);
                        SampleReader reader = augmented.newReader();
                        float[][] images = new float[expected.length][];
                        for (int i : order) {
                          images[i] = image(reader, i % SIZE, CounterRandom.key(9, i));
                        }
                        return images;
                      })
              .toList();
      for (Future<float[][]> images : threads.invokeAll(tasks)) {
        assertArrayEquals(expected, images.get());
      }
    }
    assertFalse(Arrays.equals(expected[0], expected[SIZE]));
  }

  @Test
  void paddingIsBlackOrTheMeanAfterNormalisation() {
    ImageSet white =
        ImageSet.of("white", new Shape(3, 1, 1), new byte[] {-1, -1, -1}, new int[1], List.of("a"))
            .withScale(SCALE);
    for (Fill fill : new Fill[] {Fill.black(), Fill.zero()}) {
      SampleReader reader =
          Augmented.of(white, Augmentation.of(RandomCrop.of(1).withFill(fill))).newReader();
      int outside = 0;
      for (long key = 0; key < 50; key++) {
        reader.read(0, key);
        float[] image = new float[3];
        reader.copyTo(image, 0, new ChannelLayout(new Shape(3, 1, 1), Halo.NONE, true));
        if (image[0] != SCALE.value(0, 255)) {
          outside++;
          for (int c = 0; c < 3; c++) {
            assertEquals(fill.mean() ? 0 : SCALE.value(c, 0), image[c], 1e-6);
          }
        }
      }
      assertTrue(outside > 30 && outside < 50);
    }
  }

  @Test
  void mixturesAreOfTwoImagesAndTheirLabels() {
    float[] values = new float[SIZE * SHAPE.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / SHAPE.elements();
    }
    int[] labels = IntStream.range(0, SIZE).toArray();
    ArraySamples samples = ArraySamples.of(SHAPE, values, labels, SIZE);
    SampleReader mixup =
        Augmented.of(samples, 0, 255, Augmentation.of().withMixing(Mixing.mixup(0.5))).newReader();
    SampleReader cutmix =
        Augmented.of(samples, 0, 255, Augmentation.of().withMixing(Mixing.cutmix(1))).newReader();
    for (long key = 0; key < 500; key++) {
      int index = (int) (key % SIZE);
      float[] mixed = image(mixup, index, key);
      assertEquals(index, mixup.label());
      double expected = mixup.share() * (double) index + (1.0 - mixup.share()) * mixup.otherLabel();
      for (int i = 0; i < SHAPE.elements(); i++) {
        assertEquals(expected, mixed[i], 1e-5);
      }
      float[] cut = image(cutmix, index, key);
      int kept = 0;
      for (int i = 0; i < SHAPE.elements(); i++) {
        assertTrue(cut[i] == index || cut[i] == cutmix.otherLabel());
        kept += cut[i] == index ? 1 : 0;
        assertEquals(cut[i % SHAPE.pixels()], cut[i]);
      }
      if (cutmix.otherLabel() != index) {
        assertEquals((double) kept / SHAPE.elements(), cutmix.share(), 1e-6);
      }
    }
  }

  @Test
  void aSamplingDrawsByWeight() {
    double[] weights = new double[SIZE];
    weights[3] = 1;
    weights[8] = 3;
    Augmentation drawn = Augmentation.of().withSampling(Sampling.weighted(weights));
    SampleReader reader = Augmented.of(set(), drawn).newReader();
    float[] third = image(Augmented.of(set(), Augmentation.of()).newReader(), 3, 0);
    int thirds = 0;
    for (long key = 0; key < 4000; key++) {
      float[] image = image(reader, (int) key % SIZE, CounterRandom.key(1, key));
      assertEquals(image[0] == third[0] ? 3 : 0, reader.label());
      thirds += image[0] == third[0] ? 1 : 0;
    }
    assertEquals(1000, thirds, 137);
  }

  @Test
  void readingAllocatesNothing() {
    Augmented augmented = Augmented.of(set(), EVERYTHING);
    SampleReader reader = augmented.newReader();
    LaneLayout layout = LaneLayout.dense(SHAPE);
    float[] group = new float[layout.size()];
    long[] key = {0};
    assertEquals(
        0,
        Allocation.bytesPerCall(
            () -> {
              reader.read((int) (key[0] % SIZE), key[0]++);
              reader.copyTo(group, 0, layout, 5);
            },
            3000,
            300));
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refuses(
        "There must be at least 1 sample to augment. Received: 0",
        () -> Augmented.of(set().limit(0), EVERYTHING));
    refuses(
        "A sampling must have a weight for each image. Expected: 23. Received: 2",
        () -> Augmented.of(set(), Augmentation.of().withSampling(Sampling.weighted(1, 2))));
    refuses(
        "A colour jitter needs images of 1 or 3 channels. Received: 2x1x1",
        () ->
            Augmented.of(
                (Samples) ArraySamples.of(new Shape(2, 1, 1), new float[2], new int[1], 1),
                0,
                1,
                Augmentation.of(new ColorJitter(1, 0, 0))));
    refuses(
        "Samples can be augmented once. Received: augmented samples",
        () -> Augmented.of((Samples) Augmented.of(set(), EVERYTHING), 0, 1, EVERYTHING));
    refuses(
        "Of mixup and CutMix at least one must have an alpha above 0. Received: 0 and 0",
        () -> new Mixing(0, 0, 1));
    refuses(
        "The alpha of mixup must be between 0.001 and 1000. Received: -1", () -> Mixing.mixup(-1));
  }
}
