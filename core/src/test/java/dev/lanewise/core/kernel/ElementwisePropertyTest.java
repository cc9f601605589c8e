package dev.lanewise.core.kernel;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Poison;
import dev.lanewise.testkit.Widths;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Every width gives the scalar kernels' bits, out of place and in place. */
class ElementwisePropertyTest {

  private static final int PAD = 16;

  /** A kernel method of one operand. */
  private interface Unary {
    void apply(ElementwiseKernel kernel, float[] x, int xAt, float[] y, int yAt, int n);
  }

  /** A kernel method of a result and its gradient. */
  private interface Backward {
    void apply(
        ElementwiseKernel kernel,
        float[] y,
        int yAt,
        float[] dy,
        int dyAt,
        float[] dx,
        int dxAt,
        int n);
  }

  private static void assertUnary(String what, Unary unary, float[] x, int at) {
    int n = x.length - at;
    float[] expected = new float[n];
    unary.apply(Widths.SCALAR.elementwise(), x, at, expected, 0, n);
    for (Simd simd : Widths.ALL) {
      float[] y = Poison.floats(n + 2 * PAD + 1);
      unary.apply(simd.elementwise(), x, at, y, PAD + 1, n);
      Poison.assertUntouched(y, 0, PAD + 1);
      Poison.assertUntouched(y, PAD + 1 + n, y.length);
      Bits.assertSame(expected, slice(y, PAD + 1, n), what + " at " + simd.width());
      float[] inPlace = x.clone();
      unary.apply(simd.elementwise(), inPlace, at, inPlace, at, n);
      Bits.assertSame(expected, slice(inPlace, at, n), what + " in place at " + simd.width());
    }
  }

  private static void assertBackward(String what, Backward backward, float[] y, float[] dy) {
    int n = y.length;
    float[] expected = new float[n];
    backward.apply(Widths.SCALAR.elementwise(), y, 0, dy, 0, expected, 0, n);
    for (Simd simd : Widths.ALL) {
      float[] dx = Poison.floats(n + 3);
      backward.apply(simd.elementwise(), y, 0, dy, 0, dx, 3, n);
      Poison.assertUntouched(dx, 0, 3);
      Bits.assertSame(expected, slice(dx, 3, n), what + " at " + simd.width());
      float[] inPlace = dy.clone();
      backward.apply(simd.elementwise(), y, 0, inPlace, 0, inPlace, 0, n);
      Bits.assertSame(expected, inPlace, what + " in place at " + simd.width());
    }
  }

  private static float[] slice(float[] array, int from, int n) {
    float[] part = new float[n];
    System.arraycopy(array, from, part, 0, n);
    return part;
  }

  @Property(tries = 300)
  void activationsHaveTheSameBits(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int pixels) {
    Random random = new Random(seed);
    int at = random.nextInt(5);
    float[] x = Bits.wild(random, at + 16 * pixels);
    assertUnary("relu", ElementwiseKernel::relu, x, at);
    assertUnary("sigmoid", ElementwiseKernel::sigmoid, x, at);
    assertUnary("tanh", ElementwiseKernel::tanh, x, at);
    assertUnary("copy", ElementwiseKernel::copy, x, at);
    float factor = (float) random.nextGaussian();
    assertUnary("scale", (k, a, aAt, b, bAt, n) -> k.scale(factor, a, aAt, b, bAt, n), x, at);
    float[] y = Bits.wild(random, 16 * pixels);
    float[] dy = Bits.wild(random, 16 * pixels);
    assertBackward("reluBackward", ElementwiseKernel::reluBackward, y, dy);
    assertBackward("sigmoidBackward", ElementwiseKernel::sigmoidBackward, y, dy);
    assertBackward("tanhBackward", ElementwiseKernel::tanhBackward, y, dy);
  }

  @Property(tries = 300)
  void sumsHaveTheSameBits(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int pixels) {
    Random random = new Random(seed);
    int n = 16 * pixels;
    float[] x = Bits.wild(random, n);
    float[] y = Bits.wild(random, n + 32);
    float value = (float) random.nextGaussian();
    assertUpdate("add", y, (kernel, z) -> kernel.add(x, 0, z, 16, n));
    assertUpdate("addBias", y, (kernel, z) -> kernel.addBias(value, z, 16, n));
    assertUpdate("sum", y, (kernel, z) -> kernel.sum(x, 0, z, 32, z, 16, n, -value, value));
    assertUpdate("sum in place", y, (kernel, z) -> kernel.sum(x, 0, z, 16, z, 16, n, 0f, 1f));
    assertUpdate("fill", y, (kernel, z) -> kernel.fill(z, 16, n, value));
  }

  private static void assertUpdate(
      String what, float[] y, BiConsumer<ElementwiseKernel, float[]> update) {
    float[] expected = y.clone();
    update.accept(Widths.SCALAR.elementwise(), expected);
    for (Simd simd : Widths.ALL) {
      float[] got = y.clone();
      update.accept(simd.elementwise(), got);
      Bits.assertSame(expected, got, what + " at " + simd.width());
    }
  }

  @Property(tries = 300)
  void softmaxHasTheSameBits(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 17) int channels,
      @ForAll @IntRange(min = 1, max = 4) int pixels) {
    Random random = new Random(seed);
    int count = 16 * pixels;
    int stride = count + 16 * random.nextInt(3);
    int yStride = count + 16 * random.nextInt(3);
    int dyStride = count + 16 * random.nextInt(3);
    int dxStride = count + 16 * random.nextInt(3);
    float[] x = Bits.wild(random, channels * stride);
    float[] dy = Bits.wild(random, channels * dyStride);
    float[] probabilities = new float[channels * yStride];
    float[] gradient = new float[channels * dxStride];
    Consumer<ElementwiseKernel> run =
        kernel -> {
          Poison.fill(probabilities);
          Poison.fill(gradient);
          kernel.softmax(x, 0, stride, channels, probabilities, 0, yStride, count);
          kernel.softmaxBackward(
              probabilities, 0, yStride, dy, 0, dyStride, gradient, 0, dxStride, channels, count);
        };
    run.accept(Widths.SCALAR.elementwise());
    float[] expected = probabilities.clone();
    float[] expectedGradient = gradient.clone();
    assertOnlyRunsWritten(expected, channels, yStride, count);
    assertOnlyRunsWritten(expectedGradient, channels, dxStride, count);
    for (Simd simd : Widths.ALL) {
      run.accept(simd.elementwise());
      Bits.assertSame(expected, probabilities, "softmax at " + simd.width());
      Bits.assertSame(expectedGradient, gradient, "softmaxBackward at " + simd.width());
      float[] dxInPlace = dy.clone();
      simd.elementwise()
          .softmaxBackward(
              expected, 0, yStride, dxInPlace, 0, dyStride, dxInPlace, 0, dyStride, channels,
              count);
      for (int c = 0; c < channels; c++) {
        Bits.assertSame(
            slice(expectedGradient, c * dxStride, count),
            slice(dxInPlace, c * dyStride, count),
            "softmaxBackward in place at " + simd.width());
      }
      float[] inPlace = x.clone();
      simd.elementwise().softmax(inPlace, 0, stride, channels, inPlace, 0, stride, count);
      for (int c = 0; c < channels; c++) {
        Bits.assertSame(
            slice(expected, c * yStride, count),
            slice(inPlace, c * stride, count),
            "softmax in place at " + simd.width());
      }
    }
  }

  private static void assertOnlyRunsWritten(float[] array, int channels, int stride, int count) {
    for (int c = 0; c < channels; c++) {
      Poison.assertOverwritten(array, c * stride, c * stride + count);
      Poison.assertUntouched(array, c * stride + count, (c + 1) * stride);
    }
  }

  @Property(tries = 300)
  void dropoutHasTheSameBits(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int pixels) {
    Random random = new Random(seed);
    int[] low = random.ints(16).toArray();
    int[] high = random.ints(16).toArray();
    int first = random.nextInt(1 << 27);
    double probability = random.nextDouble();
    int threshold = DropoutHash.threshold(probability);
    float scale = (float) (1 / (1 - probability));
    assertUnary(
        "dropout",
        (kernel, x, xAt, y, yAt, n) ->
            kernel.dropout(x, xAt, y, yAt, n, low, high, first, threshold, scale),
        Bits.wild(random, 16 * pixels),
        0);
  }
}
