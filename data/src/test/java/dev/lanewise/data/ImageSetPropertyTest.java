package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ImageSetPropertyTest {

  @Property(tries = 200)
  void sixteenCopiesGiveTheGroupThatPackGives(
      @ForAll @IntRange(min = 1, max = 4) int channels,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(max = 2) int top,
      @ForAll @IntRange(max = 2) int left,
      @ForAll @IntRange(min = 1, max = 16) int images,
      @ForAll long seed) {
    Shape shape = new Shape(channels, height, width);
    byte[] pixels = new byte[images * shape.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) CounterRandom.bits(seed, i);
    }
    ImageSet set =
        ImageSet.of("set", shape, pixels, new int[images], List.of("only"))
            .withScale(PixelScale.signed());
    LaneLayout layout = new LaneLayout(shape, new Halo(top, left, left, top));
    float[] nchw = new float[pixels.length];
    float[] copied = new float[layout.size()];
    for (int i = 0; i < images; i++) {
      System.arraycopy(set.values(i), 0, nchw, i * shape.elements(), shape.elements());
      set.copyTo(i, copied, 0, layout, i);
    }
    float[] packed = new float[layout.size()];
    LaneGroups.pack(nchw, 0, images, packed, 0, layout);
    assertArrayEquals(packed, copied);
  }
}
