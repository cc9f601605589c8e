package dev.lanewise.core.resample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.NaiveResample;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random sizes, layouts and values: equal bits at all widths, PyTorch's formulas in double. */
class ResamplingPropertyTest {

  private static final int IMAGES = 16;

  private static LaneLayout layout(Random random, Shape shape) {
    return new LaneLayout(
        shape,
        new Halo(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3)));
  }

  private static float[] packed(float[] images, LaneLayout layout, int at) {
    float[] group = Poison.floats(at + layout.size() + 5);
    LaneGroups.pack(images, 0, IMAGES, group, at, layout);
    return group;
  }

  private static float[] unpacked(float[] group, LaneLayout layout, int at) {
    Poison.assertOnlyInnerWritten(group, at, layout);
    float[] images = new float[IMAGES * layout.shape().elements()];
    LaneGroups.unpack(group, at, layout, images, 0, IMAGES);
    return images;
  }

  @Property(tries = 300)
  void everyWidthFollowsTheFormulas(@ForAll long seed) {
    Random random = new Random(seed);
    Shape input = new Shape(1 + random.nextInt(3), 1 + random.nextInt(8), 1 + random.nextInt(8));
    Shape output =
        random.nextBoolean()
            ? new Shape(input.channels(), 1 + random.nextInt(17), 1 + random.nextInt(17))
            : new Shape(
                input.channels(),
                input.height() * (1 + random.nextInt(4)),
                input.width() * (1 + random.nextInt(4)));
    Interpolation mode = Interpolation.values()[random.nextInt(3)];
    float[] x = Bits.normal(random.nextLong(), IMAGES * input.elements());
    float[] dy = Bits.normal(random.nextLong(), IMAGES * output.elements());
    LaneLayout in = layout(random, input);
    LaneLayout out = layout(random, output);
    int xAt = random.nextInt(40);
    int yAt = random.nextInt(40);
    float[] y = new float[0];
    float[] dx = new float[0];
    for (Simd simd : Widths.ALL) {
      Resampling resampling = new Resampling(simd, mode, in, out);
      float[] scratch = Poison.floats(resampling.scratchSize());
      float[] groupY = Poison.floats(yAt + out.size() + 7);
      float[] groupDx = Poison.floats(xAt + in.size() + 3);
      resampling.forward(packed(x, in, xAt), xAt, groupY, yAt, scratch);
      Poison.fill(scratch);
      resampling.backward(packed(dy, out, yAt), yAt, groupDx, xAt, scratch);
      float[] gotY = unpacked(groupY, out, yAt);
      float[] gotDx = unpacked(groupDx, in, xAt);
      if (y.length > 0) {
        Bits.assertIdentical(y, gotY, "y at " + simd.width());
        Bits.assertIdentical(dx, gotDx, "dx at " + simd.width());
      }
      y = gotY;
      dx = gotDx;
    }
    NaiveResample twin = new NaiveResample(mode, input, output);
    double dot = 0;
    double back = 0;
    double size = 0;
    for (int image = 0; image < IMAGES; image++) {
      double[] own = new double[input.elements()];
      for (int i = 0; i < own.length; i++) {
        own[i] = x[image * own.length + i];
        back += own[i] * dx[image * own.length + i];
      }
      double[] expected = twin.apply(own, false);
      double[] scale = twin.apply(own, true);
      for (int i = 0; i < expected.length; i++) {
        float got = y[image * expected.length + i];
        double slope = dy[image * expected.length + i];
        assertTrue(
            Golden.withinBound(got, expected[i], scale[i]),
            mode + " " + input + " to " + output + ": " + expected[i] + ", got " + got);
        dot += expected[i] * slope;
        size += scale[i] * Math.abs(slope);
      }
    }
    // <A x, dy> = <x, A' dy>
    assertEquals(dot, back, 1e-6 * size);
  }
}
