package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.management.ThreadMXBean;
import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ImageSetTest {

  private static final Shape SHAPE = new Shape(3, 5, 7);
  private static final List<String> NAMES = List.of("a", "b", "c");

  private static ImageSet set(int count) {
    byte[] pixels = new byte[count * SHAPE.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) CounterRandom.bits(3, i);
    }
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % 3);
    return ImageSet.of("test", SHAPE, pixels, labels, NAMES);
  }

  @Test
  void writesOneLaneAndNothingElse() {
    PixelScale scale = new PixelScale(new double[] {1, 2, 3}, new double[] {-1, 0.5, 7});
    ImageSet set = set(11).withScale(scale);
    LaneLayout layout = new LaneLayout(SHAPE, new Halo(1, 2, 3, 0));
    int at = 5;
    for (int lane : new int[] {0, 7, 15}) {
      float[] group = new float[at + layout.size() + 3];
      Arrays.fill(group, Float.NaN);
      set.copyTo(10, group, at, layout, lane);
      byte[] bytes = set.pixels(10);
      float[] values = set.values(10);
      int written = 0;
      for (int c = 0, i = 0; c < 3; c++) {
        for (int y = 0; y < 5; y++) {
          for (int x = 0; x < 7; x++, i++) {
            float expected = (float) ((bytes[i] & 0xff) * scale.scale()[c] + scale.shift()[c]);
            assertEquals(expected, group[at + layout.offset(c, y, x) + lane]);
            assertEquals(expected, values[i]);
          }
        }
      }
      for (float value : group) {
        written += Float.isNaN(value) ? 0 : 1;
      }
      assertEquals(SHAPE.elements(), written);
    }
  }

  @Test
  void writingALaneAllocatesNothing() {
    ImageSet set = set(16).withScale(PixelScale.signed());
    LaneLayout layout = LaneLayout.dense(SHAPE);
    float[] group = new float[layout.size()];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int run = 0; run < 20; run++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 16 * 100; i++) {
        set.copyTo(i & 15, group, 0, layout, i & 15);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
  }

  @Test
  void viewsShowTheirImages() {
    ImageSet set = set(13);
    ImageSet view = set.subset(2, 12).select(new int[] {9, 0, 0, 4}).limit(3);
    assertEquals(3, view.size());
    int[] originals = {11, 2, 2};
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(set.pixels(originals[i]), view.pixels(i));
      assertEquals(set.label(originals[i]), view.label(i));
    }
    assertEquals(0, set.limit(0).size());
    assertEquals("test: 3 images of 3x5x7, 3 classes", view.toString());
  }

  @Test
  void aChannelIsASetOfItsOwn() {
    PixelScale scale = new PixelScale(new double[] {1, 2, 3}, new double[] {-1, 0.5, 7});
    ImageSet green = set(4).withScale(scale).channel(1);
    assertEquals(new Shape(1, 5, 7), green.shape());
    assertArrayEquals(
        Arrays.copyOfRange(set(4).pixels(3), SHAPE.pixels(), 2 * SHAPE.pixels()), green.pixels(3));
    float[] group = new float[LaneLayout.dense(green.shape()).size()];
    green.copyTo(3, group, 0, LaneLayout.dense(green.shape()), 2);
    assertEquals((green.pixels(3)[0] & 0xff) * 2 + 0.5f, group[2]);
    assertEquals(group[2], set(4).withScale(scale).subset(3, 4).channel(1).values(0)[0]);
  }

  @Test
  void statisticsAreThoseOfAHandMadeCase() {
    ImageSet set =
        ImageSet.of(
            "two", new Shape(2, 1, 1), new byte[] {0, 51, (byte) 255, 51}, new int[2], NAMES);
    assertEquals(List.of(0.5, 0.2), set.statistics().mean());
    assertEquals(List.of(0.5, 0.0), set.statistics().std());
    assertArrayEquals(new int[] {2, 0, 0}, set.classCounts());
    assertArrayEquals(new int[] {5, 4, 4}, set(13).classCounts());
  }

  @Test
  void theScaleOfStatisticsStandardises() {
    ImageSet set = set(13);
    ImageSet scaled = set.withScale(set.statistics().scale());
    double[] sum = new double[3];
    double[] squares = new double[3];
    for (int i = 0; i < 13; i++) {
      float[] values = scaled.values(i);
      for (int j = 0; j < values.length; j++) {
        sum[j / 35] += values[j] / (13 * 35.0);
        squares[j / 35] += values[j] * values[j] / (13 * 35.0);
      }
    }
    assertArrayEquals(new double[3], sum, 1e-6);
    assertArrayEquals(new double[] {1, 1, 1}, squares, 1e-6);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertMessage(
        "2 labels need 210 bytes of 3x5x7 images. Received: 209 bytes",
        () -> ImageSet.of("x", SHAPE, new byte[209], new int[2], NAMES));
    assertMessage(
        "A label must be 0 to 2. Received: 3 for image 1",
        () -> ImageSet.of("x", SHAPE, new byte[210], new int[] {0, 3}, NAMES));
    assertMessage(
        "A subset of test must lie in its 3 images. Received: 0 to 4", () -> set(3).limit(4));
    assertMessage(
        "A subset of test must lie in its 3 images. Received: 2 to 1", () -> set(3).subset(2, 1));
    assertMessage(
        "An index into test must be 0 to 2. Received: 3", () -> set(3).select(new int[] {3}));
    assertMessage("A channel of test must be 0 to 2. Received: -1", () -> set(3).channel(-1));
    assertMessage(
        "A pixel scale for test must have 1 or 3 channels. Received: 2",
        () -> set(3).withScale(new PixelScale(new double[2], new double[2])));
    assertMessage(
        "Statistics need at least one image. Received: 0", () -> set(3).limit(0).statistics());
  }

  private static void assertMessage(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
