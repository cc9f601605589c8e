package dev.lanewise.core.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.LaneLayout;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.NaivePool;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random geometries, layouts and values: every width equals the naive loops bit for bit. */
class PoolingPropertyTest {

  private static final int IMAGES = 16;

  private static NaivePool geometry(Random random) {
    Shape input = new Shape(1 + random.nextInt(3), 1 + random.nextInt(9), 1 + random.nextInt(9));
    int height = 1 + random.nextInt(5);
    int width = 1 + random.nextInt(5);
    Halo padding =
        new Halo(
            random.nextInt(height / 2 + 1),
            random.nextInt(width / 2 + 1),
            random.nextInt(height / 2 + 1),
            random.nextInt(width / 2 + 1));
    return new NaivePool(
        input,
        height,
        width,
        1 + random.nextInt(4),
        1 + random.nextInt(4),
        padding,
        random.nextBoolean(),
        random.nextBoolean());
  }

  private static PoolGeometry underTest(NaivePool naive) {
    return new PoolGeometry(
        naive.input(),
        naive.kernelHeight(),
        naive.kernelWidth(),
        naive.strideHeight(),
        naive.strideWidth(),
        naive.padding(),
        naive.ceilMode(),
        naive.countPadding());
  }

  private static LaneLayout layout(Random random, Shape shape) {
    return new LaneLayout(
        shape,
        new Halo(random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3)));
  }

  private static float[] image(float[] images, int image, Shape shape) {
    int n = shape.elements();
    return Arrays.copyOfRange(images, image * n, (image + 1) * n);
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

  private static void copy(float[] from, float[] to, int image) {
    System.arraycopy(from, 0, to, image * from.length, from.length);
  }

  @Property(tries = 400)
  void everyWidthEqualsTheNaiveLoops(@ForAll long seed) {
    Random random = new Random(seed);
    compare(geometry(random), random);
  }

  /** Windows that touch have kernels of their own; odd sizes leave pixels over. */
  @Property(tries = 200)
  void windowsOfTwoByTwoEqualTheNaiveLoops(@ForAll long seed) {
    Random random = new Random(seed);
    Shape input = new Shape(1 + random.nextInt(3), 2 + random.nextInt(6), 2 + random.nextInt(6));
    compare(new NaivePool(input, 2, 2, 2, 2, Halo.NONE, false, true), random);
  }

  private static void compare(NaivePool naive, Random random) {
    Shape output = naive.output();
    if (output == null) {
      assertThrows(IllegalArgumentException.class, () -> underTest(naive));
      return;
    }
    PoolGeometry geometry = underTest(naive);
    assertEquals(output, geometry.output());
    Shape input = naive.input();
    boolean wild = random.nextBoolean();
    int inputs = IMAGES * input.elements();
    int outputs = IMAGES * output.elements();
    float[] x = wild ? Bits.wild(random, inputs) : Bits.integers(random, inputs);
    float[] dy = wild ? Bits.wild(random, outputs) : Bits.integers(random, outputs);
    float[] max = new float[outputs];
    float[] tap = new float[outputs];
    float[] maxDx = new float[inputs];
    float[] average = new float[outputs];
    float[] averageDx = new float[inputs];
    float[] rectified = new float[outputs];
    float[] rectifiedTap = new float[outputs];
    float[] rectifiedDx = new float[inputs];
    for (int image = 0; image < IMAGES; image++) {
      float[] ownX = image(x, image, input);
      float[] ownDy = image(dy, image, output);
      int[] indices = new int[output.elements()];
      float[] ownTaps = new float[output.elements()];
      copy(naive.max(ownX, output, indices, ownTaps), max, image);
      copy(ownTaps, tap, image);
      copy(naive.maxGradient(ownDy, indices), maxDx, image);
      float[] ownRectified = naive.max(ownX, output, indices, ownTaps);
      for (int o = 0; o < ownRectified.length; o++) {
        if (!(ownRectified[o] > 0)) {
          ownRectified[o] = Float.isNaN(ownRectified[o]) ? ownRectified[o] : 0f;
          ownTaps[o] = -1;
          ownDy[o] = 0;
        }
      }
      copy(ownRectified, rectified, image);
      copy(ownTaps, rectifiedTap, image);
      copy(naive.maxGradient(ownDy, indices), rectifiedDx, image);
      ownDy = image(dy, image, output);
      copy(naive.average(ownX, output), average, image);
      copy(naive.averageGradient(ownDy, output), averageDx, image);
    }

    // Operands' halos are poisoned, too: a result that used one would differ.
    LaneLayout in = layout(random, input);
    LaneLayout out = layout(random, output);
    LaneLayout dense = LaneLayout.dense(output);
    int xAt = random.nextInt(40);
    int yAt = random.nextInt(40);
    int tapsAt = random.nextInt(40);
    float[] groupX = packed(x, in, xAt);
    float[] groupDy = packed(dy, out, yAt);
    for (Simd simd : Widths.ALL) {
      Pooling pooling = new Pooling(simd, geometry, in, out);
      float[] y = Poison.floats(yAt + out.size() + 7);
      float[] taps = Poison.floats(tapsAt + pooling.tapsSize() + 3);
      float[] dx = Poison.floats(xAt + in.size() + 3);
      pooling.maxForward(false, groupX, xAt, y, yAt, taps, tapsAt);
      Bits.assertSame(max, unpacked(y, out, yAt), "max at " + simd.width());
      Bits.assertSame(tap, unpacked(taps, dense, tapsAt), "taps at " + simd.width());
      pooling.maxBackward(groupDy, yAt, taps, tapsAt, dx, xAt);
      Bits.assertSame(maxDx, unpacked(dx, in, xAt), "max gradient at " + simd.width());

      Poison.fill(y);
      pooling.maxForward(false, groupX, xAt, y, yAt, null, 0);
      Bits.assertSame(max, unpacked(y, out, yAt), "max without taps at " + simd.width());

      Poison.fill(y);
      Poison.fill(taps);
      Poison.fill(dx);
      pooling.maxForward(true, groupX, xAt, y, yAt, taps, tapsAt);
      Bits.assertSame(rectified, unpacked(y, out, yAt), "rectified at " + simd.width());
      Bits.assertSame(rectifiedTap, unpacked(taps, dense, tapsAt), "its taps at " + simd.width());
      pooling.maxBackward(groupDy, yAt, taps, tapsAt, dx, xAt);
      Bits.assertSame(rectifiedDx, unpacked(dx, in, xAt), "its gradient at " + simd.width());
      Poison.fill(y);
      pooling.maxForward(true, groupX, xAt, y, yAt, null, 0);
      Bits.assertSame(rectified, unpacked(y, out, yAt), "without taps at " + simd.width());

      Poison.fill(y);
      Poison.fill(dx);
      pooling.averageForward(groupX, xAt, y, yAt);
      Bits.assertSame(average, unpacked(y, out, yAt), "average at " + simd.width());
      pooling.averageBackward(groupDy, yAt, dx, xAt);
      Bits.assertSame(averageDx, unpacked(dx, in, xAt), "average gradient at " + simd.width());
    }
  }
}
