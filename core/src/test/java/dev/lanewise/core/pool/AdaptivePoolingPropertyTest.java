package dev.lanewise.core.pool;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random sizes, layouts and values: every width equals naive loops bit for bit. */
class AdaptivePoolingPropertyTest {

  private static final int IMAGES = 16;

  /** Results of all images, by loops over all pairs of an output and an input. */
  private static final class Naive {
    final float[] average;
    final float[] max;
    final float[] averageDx;
    final float[] maxDx;

    Naive(Shape in, Shape out, float[] x, float[] dy) {
      average = new float[IMAGES * out.elements()];
      max = new float[average.length];
      averageDx = new float[IMAGES * in.elements()];
      maxDx = new float[averageDx.length];
      for (int plane = 0, o = 0; plane < IMAGES * in.channels(); plane++) {
        for (int oy = 0; oy < out.height(); oy++) {
          for (int ox = 0; ox < out.width(); ox++, o++) {
            float sum = 0f;
            int count = 0;
            int winner = -1;
            for (int p = 0; p < in.pixels(); p++) {
              if (sees(oy, out.height(), p / in.width(), in.height())
                  && sees(ox, out.width(), p % in.width(), in.width())) {
                int i = plane * in.pixels() + p;
                sum += x[i];
                count++;
                if (winner < 0 || x[i] > x[winner] || Float.isNaN(x[i])) {
                  winner = i;
                }
              }
            }
            average[o] = sum / count;
            max[o] = x[winner];
            maxDx[winner] += dy[o];
            for (int p = 0; p < in.pixels(); p++) {
              if (sees(oy, out.height(), p / in.width(), in.height())
                  && sees(ox, out.width(), p % in.width(), in.width())) {
                averageDx[plane * in.pixels() + p] += dy[o] / count;
              }
            }
          }
        }
      }
    }

    /** Whether the output's share of the axis, of length {@code inputs / outputs}, touches it. */
    private static boolean sees(int o, int outputs, int i, int inputs) {
      return i * outputs < (o + 1) * inputs && (i + 1) * outputs > o * inputs;
    }
  }

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
  void everyWidthEqualsTheNaiveLoops(@ForAll long seed) {
    Random random = new Random(seed);
    Shape input = new Shape(1 + random.nextInt(6), 1 + random.nextInt(9), 1 + random.nextInt(9));
    AdaptiveGeometry geometry =
        random.nextInt(3) == 0
            ? AdaptiveGeometry.global(input)
            : new AdaptiveGeometry(input, 1 + random.nextInt(11), 1 + random.nextInt(11));
    Shape output = geometry.output();
    boolean wild = random.nextBoolean();
    int inputs = IMAGES * input.elements();
    int outputs = IMAGES * output.elements();
    float[] x = wild ? Bits.wild(random, inputs) : Bits.integers(random, inputs);
    float[] dy = wild ? Bits.wild(random, outputs) : Bits.integers(random, outputs);
    Naive naive = new Naive(input, output, x, dy);
    LaneLayout in = layout(random, input);
    LaneLayout out = layout(random, output);
    int xAt = random.nextInt(40);
    int yAt = random.nextInt(40);
    float[] groupX = packed(x, in, xAt);
    float[] groupDy = packed(dy, out, yAt);
    for (Simd simd : Widths.ALL) {
      Pooling pooling = new Pooling(simd, geometry, in, out);
      float[] y = Poison.floats(yAt + out.size() + 7);
      float[] taps = Poison.floats(pooling.tapsSize());
      float[] dx = Poison.floats(xAt + in.size() + 3);
      pooling.maxForward(false, groupX, xAt, y, yAt, taps, 0);
      Bits.assertSame(naive.max, unpacked(y, out, yAt), "max at " + simd.width());
      pooling.maxBackward(groupDy, yAt, taps, 0, dx, xAt);
      Bits.assertSame(naive.maxDx, unpacked(dx, in, xAt), "max gradient at " + simd.width());
      Poison.fill(y);
      Poison.fill(dx);
      pooling.averageForward(groupX, xAt, y, yAt);
      Bits.assertSame(naive.average, unpacked(y, out, yAt), "average at " + simd.width());
      pooling.averageBackward(groupDy, yAt, dx, xAt);
      Bits.assertSame(naive.averageDx, unpacked(dx, in, xAt), "its gradient at " + simd.width());
    }
  }
}
