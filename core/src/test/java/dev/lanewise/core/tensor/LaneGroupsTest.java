package dev.lanewise.core.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Poison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneGroupsTest {

  /** By hand: two images of 1x1x2 beside a column of halo. */
  @Test
  void packsAKnownCase() {
    LaneLayout layout = new LaneLayout(new Shape(1, 1, 2), new Halo(0, 1, 0, 0));
    float[] group = Poison.floats(2 + layout.size());
    LaneGroups.pack(new float[] {9, 9, 1, 2, 3, 4}, 1, 2, group, 2, layout);
    float[] expected = Poison.floats(2 + 3 * 16);
    for (int i = 2 + 16; i < expected.length; i++) {
      expected[i] = 0;
    }
    expected[2 + 16] = 1;
    expected[2 + 17] = 3;
    expected[2 + 32] = 2;
    expected[2 + 33] = 4;
    Bits.assertIdentical(expected, group, "group");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "2, 3, 5, 15",
    "3, 1, 7, 16",
    "5, 4, 1, 17",
    "1, 3, 3, 31",
    "2, 2, 3, 33"
  })
  void unpacksWhatItPacked(int channels, int height, int width, int images) {
    Shape shape = new Shape(channels, height, width);
    LaneLayout layout = new LaneLayout(shape, new Halo(1, 0, 2, 3));
    float[] nchw = Bits.normal(images, images * shape.elements());
    float[] back = Poison.floats(nchw.length + 1);
    for (int g = 0; g < Lanes.groups(images); g++) {
      int count = Lanes.imagesInGroup(images, g);
      float[] group = Poison.floats(3 + layout.size());
      LaneGroups.pack(nchw, g * 16, count, group, 3, layout);
      assertOnlyPixels(group, layout, count, nchw, g * 16);
      LaneGroups.unpack(group, 3, layout, back, g * 16, count);
    }
    float[] expected = java.util.Arrays.copyOf(nchw, back.length);
    expected[nchw.length] = Poison.VALUE;
    Bits.assertIdentical(expected, back, "images");
  }

  private static void assertOnlyPixels(
      float[] group, LaneLayout layout, int count, float[] nchw, int first) {
    Shape shape = layout.shape();
    float[] expected = Poison.floats(group.length);
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          for (int l = 0; l < 16; l++) {
            int i = (((first + l) * shape.channels() + c) * shape.height() + y) * shape.width() + x;
            int at = ((c * (shape.height() + 3) + y + 1) * (shape.width() + 3) + x) * 16 + l;
            expected[3 + at] = l < count ? nchw[i] : 0;
          }
        }
      }
    }
    Bits.assertIdentical(expected, group, "group");
  }

  @Test
  void countsGroups() {
    int[] images = {0, 1, 15, 16, 17, 31, 32, 33};
    int[] groups = {0, 1, 1, 1, 2, 2, 2, 3};
    int[] rounded = {0, 16, 16, 16, 32, 32, 32, 48};
    for (int i = 0; i < images.length; i++) {
      assertEquals(groups[i], Lanes.groups(images[i]));
      assertEquals(rounded[i], Lanes.roundUp(images[i]));
    }
    assertEquals(16, Lanes.imagesInGroup(33, 1));
    assertEquals(1, Lanes.imagesInGroup(33, 2));
    assertEquals(16, Lanes.imagesInGroup(32, 1));
  }

  @Test
  void offsetsOfADenseLayoutFollowOneAnother() {
    LaneLayout layout = LaneLayout.dense(new Shape(2, 3, 5));
    assertEquals(2 * 3 * 5 * 16, layout.size());
    assertEquals(0, layout.origin());
    assertEquals((1 * 15 + 2 * 5 + 4) * 16, layout.offset(1, 2, 4));
    assertEquals(true, layout.isDense());
    int[] expected = new int[15];
    java.util.Arrays.setAll(expected, p -> 16 * p);
    assertArrayEquals(expected, layout.pixelOffsets());
  }

  @Test
  void offsetsStepOverTheHalo() {
    LaneLayout layout = new LaneLayout(new Shape(2, 1, 2), new Halo(1, 2, 3, 4));
    assertEquals(8 * 16, layout.rowStride());
    assertEquals(5 * 8 * 16, layout.planeStride());
    assertEquals(2 * 5 * 8 * 16, layout.size());
    assertEquals((8 + 2) * 16, layout.origin());
    assertEquals(0, layout.offset(0, -1, -2));
    assertEquals(layout.size() - 16, layout.offset(1, 3, 5));
    assertEquals(false, layout.isDense());
    assertArrayEquals(new int[] {160, 176}, layout.pixelOffsets());
  }
}
