package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.tensor.ChannelLayout;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.core.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images that are no bytes. */
class FractionSetTest {

  private static final Shape SHAPE = new Shape(2, 1, 3);
  private static final List<String> NAMES = List.of("a", "b");
  private static final float[] VALUES = {0, 0.1f, 1, 0.25f, 0.5f, 0.75f, 1, 1, 0, 0.3f, 0.2f, 0.9f};

  private static ImageSet set() {
    return ImageSet.ofFractions("set", SHAPE, VALUES.clone(), new int[] {0, 1}, NAMES);
  }

  private static float[] image(ImageSet set, int index) {
    float[] image = new float[set.shape().elements()];
    set.copyTo(index, image, 0, new ChannelLayout(set.shape(), Halo.NONE, true), new float[0]);
    return image;
  }

  @Test
  void theUnitScaleLeavesThemAsTheyAre() {
    assertArrayEquals(new float[] {0, 0.1f, 1, 0.25f, 0.5f, 0.75f}, set().values(0));
    assertArrayEquals(new float[] {1, 1, 0, 0.3f, 0.2f, 0.9f}, image(set(), 1));
    LaneLayout layout = new LaneLayout(SHAPE, Halo.NONE);
    float[] group = new float[layout.size()];
    set().copyTo(1, group, 0, layout, 5);
    assertEquals(0.3f, group[5 + layout.offset(1, 0, 0)]);
    assertEquals(0.9f, group[5 + layout.offset(1, 0, 2)]);
    assertEquals(Lanes.WIDTH, layout.offset(0, 0, 1) - layout.offset(0, 0, 0));
  }

  @Test
  void otherScalesTreatThemAsTheirBytes() {
    byte[] bytes = {0, 51, (byte) 255, 102, (byte) 153, (byte) 204};
    float[] fractions = {0, 0.2f, 1, 0.4f, 0.6f, 0.8f};
    ImageSet whole = ImageSet.of("bytes", SHAPE, bytes, new int[] {0}, NAMES);
    ImageSet real = ImageSet.ofFractions("real", SHAPE, fractions, new int[] {0}, NAMES);
    for (PixelScale scale :
        List.of(
            PixelScale.unit(),
            PixelScale.centered(),
            PixelScale.signed(),
            whole.statistics().scale())) {
      assertArrayEquals(
          whole.withScale(scale).values(0), real.withScale(scale).values(0), 1e-6f, "" + scale);
    }
    assertEquals(whole.statistics().mean().get(1), real.statistics().mean().get(1), 1e-7);
    assertEquals(whole.statistics().std().get(1), real.statistics().std().get(1), 1e-7);
  }

  @Test
  void viewsShowTheRightOnes() {
    assertArrayEquals(
        new float[] {0.3f, 0.2f, 0.9f}, set().channel(1).select(new int[] {1, 0}).values(0));
    assertArrayEquals(new float[] {0.25f, 0.5f, 0.75f}, image(set().channel(1).limit(1), 0));
  }

  @Test
  void whatCanNotBeIsRefused() {
    assertEquals(
        "Images must be bytes to have pixels. Received: set, which has fractions",
        assertThrows(IllegalStateException.class, () -> set().pixels(0)).getMessage());
    assertEquals(
        "Values of images must be finite. Received: NaN in image 1",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    ImageSet.ofFractions(
                        "x", new Shape(1, 1, 1), new float[] {0, Float.NaN}, new int[2], NAMES))
            .getMessage());
    assertEquals(
        "2 labels need 12 values of 2x1x3 images. Received: 3 values",
        assertThrows(
                IllegalArgumentException.class,
                () -> ImageSet.ofFractions("x", SHAPE, new float[3], new int[2], NAMES))
            .getMessage());
  }
}
