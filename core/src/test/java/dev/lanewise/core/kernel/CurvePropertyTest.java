package dev.lanewise.core.kernel;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Every width gives the scalar activations' bits, out of place and in place. */
class CurvePropertyTest {

  private static final int PAD = 16;

  private static void assertForward(String what, Curve.Forward forward, float[] x, int at) {
    int n = x.length - at;
    float[] expected = new float[n];
    forward.apply(Widths.SCALAR, x, at, expected, 0, n);
    for (Simd simd : Widths.ALL) {
      float[] y = Poison.floats(n + 2 * PAD + 1);
      forward.apply(simd, x, at, y, PAD + 1, n);
      Poison.assertUntouched(y, 0, PAD + 1);
      Poison.assertUntouched(y, PAD + 1 + n, y.length);
      Bits.assertSame(expected, slice(y, PAD + 1, n), what + " at " + simd.width());
      float[] inPlace = x.clone();
      forward.apply(simd, inPlace, at, inPlace, at, n);
      Bits.assertSame(expected, slice(inPlace, at, n), what + " in place at " + simd.width());
    }
  }

  private static void assertBackward(String what, Curve.Backward backward, float[] x, float[] dy) {
    int n = x.length;
    float[] expected = new float[n];
    backward.apply(Widths.SCALAR, x, 0, dy, 0, expected, 0, n);
    for (Simd simd : Widths.ALL) {
      float[] dx = Poison.floats(n + 3);
      backward.apply(simd, x, 0, dy, 0, dx, 3, n);
      Poison.assertUntouched(dx, 0, 3);
      Bits.assertSame(expected, slice(dx, 3, n), what + " at " + simd.width());
      float[] inPlace = dy.clone();
      backward.apply(simd, x, 0, inPlace, 0, inPlace, 0, n);
      Bits.assertSame(expected, inPlace, what + " in place at " + simd.width());
    }
  }

  private static float[] slice(float[] array, int from, int n) {
    float[] part = new float[n];
    System.arraycopy(array, from, part, 0, n);
    return part;
  }

  /** Numbers that meet the kinks now and then. */
  private static float[] values(Random random, int n) {
    float[] values = Bits.wild(random, n);
    float[] kinks = {-3f, 3f, 6f, -15f, 15f, 16f, -16f, 20f, 12f, -25f};
    for (int i = 0; i < n; i++) {
      if (random.nextInt(6) == 0) {
        values[i] = kinks[random.nextInt(kinks.length)];
      }
    }
    return values;
  }

  @Property(tries = 150)
  void curvesHaveTheSameBits(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int pixels) {
    Random random = new Random(seed);
    int at = random.nextInt(5);
    for (Curve curve : Curve.ALL) {
      assertForward(curve.name(), curve.forward(), values(random, at + 16 * pixels), at);
      assertBackward(
          "slope of " + curve,
          curve.backward(),
          values(random, 16 * pixels),
          Bits.wild(random, 16 * pixels));
    }
  }

  @Property(tries = 150)
  void leakyReluHasTheSameBits(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int pixels) {
    Random random = new Random(seed);
    int n = 16 * pixels;
    float slope = (float) random.nextGaussian();
    assertForward(
        "leakyRelu",
        (s, x, xAt, y, yAt, m) -> s.activation().leakyRelu(slope, x, xAt, y, yAt, m),
        values(random, n),
        0);
    assertBackward(
        "leakyReluBackward",
        (s, x, xAt, dy, dyAt, dx, dxAt, m) ->
            s.activation().leakyReluBackward(slope, x, xAt, dy, dyAt, dx, dxAt, m),
        values(random, n),
        Bits.wild(random, n));
  }

  @Property(tries = 150)
  void slopeGradientsHaveTheSameBits(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int pixels) {
    Random random = new Random(seed);
    int n = 16 * pixels;
    float[] x = values(random, n);
    float[] dy = Bits.wild(random, n);
    float[] start = Bits.wild(random, 16 + PAD);
    float[] expected = start.clone();
    for (int i = 0; i < n; i++) {
      if (!(x[i] > 0)) {
        expected[3 + i % 16] = Math.fma(x[i], dy[i], expected[3 + i % 16]);
      }
    }
    for (Simd simd : Widths.ALL) {
      float[] sums = start.clone();
      simd.activation().slopeGradient(x, 0, dy, 0, n, sums, 3);
      Bits.assertSame(expected, sums, "slopeGradient at " + simd.width());
    }
  }

  @Property(tries = 200)
  void logSoftmaxHasTheSameBits(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 17) int channels,
      @ForAll @IntRange(min = 1, max = 4) int pixels) {
    Random random = new Random(seed);
    int count = 16 * pixels;
    int stride = count + 16 * random.nextInt(3);
    int yStride = count + 16 * random.nextInt(3);
    int dxStride = count + 16 * random.nextInt(3);
    float[] x = Bits.wild(random, channels * stride);
    float[] dy = Bits.wild(random, channels * stride);
    float[] expected = new float[0];
    float[] expectedGradient = new float[0];
    for (Simd simd : Widths.ALL) {
      float[] y = Poison.floats(channels * yStride);
      float[] dx = Poison.floats(channels * dxStride);
      ElementwiseKernel kernel = simd.elementwise();
      kernel.logSoftmax(x, 0, stride, channels, y, 0, yStride, count);
      kernel.logSoftmaxBackward(y, 0, yStride, dy, 0, stride, dx, 0, dxStride, channels, count);
      if (simd == Widths.SCALAR) {
        expected = y;
        expectedGradient = dx;
      }
      Bits.assertSame(expected, y, "logSoftmax at " + simd.width());
      Bits.assertSame(expectedGradient, dx, "logSoftmaxBackward at " + simd.width());
      float[] inPlace = x.clone();
      kernel.logSoftmax(inPlace, 0, stride, channels, inPlace, 0, stride, count);
      float[] gradientInPlace = dy.clone();
      kernel.logSoftmaxBackward(
          y, 0, yStride, gradientInPlace, 0, stride, gradientInPlace, 0, stride, channels, count);
      for (int c = 0; c < channels; c++) {
        Poison.assertOverwritten(y, c * yStride, c * yStride + count);
        Poison.assertUntouched(y, c * yStride + count, (c + 1) * yStride);
        Poison.assertOverwritten(dx, c * dxStride, c * dxStride + count);
        Poison.assertUntouched(dx, c * dxStride + count, (c + 1) * dxStride);
        Bits.assertSame(
            slice(expected, c * yStride, count),
            slice(inPlace, c * stride, count),
            "logSoftmax in place at " + simd.width());
        Bits.assertSame(
            slice(expectedGradient, c * dxStride, count),
            slice(gradientInPlace, c * stride, count),
            "logSoftmaxBackward in place at " + simd.width());
      }
    }
  }

  @Property(tries = 200)
  void noiseHasTheSameBits(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int pixels) {
    Random random = new Random(seed);
    int n = 16 * pixels;
    int[] low = random.ints(16).toArray();
    int[] high = random.ints(16).toArray();
    int first = random.nextInt(1 << 27);
    double probability = random.nextDouble();
    int threshold = DropoutHash.threshold(probability);
    float a = random.nextInt(3) == 0 ? 0f : (float) random.nextGaussian();
    float b = random.nextInt(3) == 0 ? 0f : (float) random.nextGaussian();
    float dropped = (float) random.nextGaussian();
    assertForward(
        "gaussian",
        (s, x, xAt, y, yAt, m) -> s.noise().gaussian(x, xAt, y, yAt, m, low, high, first, a, b),
        values(random, n),
        0);
    assertForward(
        "affineDropout",
        (s, x, xAt, y, yAt, m) ->
            s.noise().affineDropout(x, xAt, y, yAt, m, low, high, first, threshold, a, b, dropped),
        values(random, n),
        0);
    assertForward(
        "runDropout",
        (s, x, xAt, y, yAt, m) ->
            s.noise().runDropout(x, xAt, y, yAt, m, low, high, first, threshold, a),
        values(random, n),
        0);
  }
}
