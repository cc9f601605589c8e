package dev.lanewise.core.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.Lanes;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementwiseTest {

  static List<Simd> widths() {
    return Widths.ALL;
  }

  @ParameterizedTest
  @MethodSource("widths")
  void goldenRelu(Simd simd) {
    for (Golden golden : Golden.group("activation", "relu_", 3)) {
      ElementwiseKernel kernel = simd.elementwise();
      assertGolden(golden, kernel::relu, kernel::reluBackward);
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void goldenSigmoid(Simd simd) {
    for (Golden golden : Golden.group("activation", "sigmoid_", 2)) {
      ElementwiseKernel kernel = simd.elementwise();
      assertGolden(golden, kernel::sigmoid, kernel::sigmoidBackward);
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void goldenTanh(Simd simd) {
    for (Golden golden : Golden.group("activation", "tanh_", 2)) {
      ElementwiseKernel kernel = simd.elementwise();
      assertGolden(golden, kernel::tanh, kernel::tanhBackward);
    }
  }

  private interface Forward {
    void apply(float[] x, int xAt, float[] y, int yAt, int n);
  }

  private interface Backward {
    void apply(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n);
  }

  private static void assertGolden(Golden golden, Forward forward, Backward backward) {
    float[] x = golden.floats("x");
    int n = Lanes.roundUp(x.length);
    float[] y = new float[n];
    float[] dx = new float[n];
    forward.apply(Arrays.copyOf(x, n), 0, y, 0, n);
    backward.apply(y, 0, Arrays.copyOf(golden.floats("dy"), n), 0, dx, 0, n);
    golden.assertWithinBound("y", Arrays.copyOf(y, x.length));
    golden.assertWithinBound("dx", Arrays.copyOf(dx, x.length));
  }

  @ParameterizedTest
  @MethodSource("widths")
  void goldenSoftmax(Simd simd) {
    for (Golden golden : Golden.group("activation", "softmax_", 5)) {
      int[] shape = golden.shape("x");
      int images = shape[0];
      int channels = shape[1];
      int pixels = Arrays.stream(shape).skip(2).reduce(1, (a, b) -> a * b);
      int count = Lanes.roundUp(images * pixels);
      float[] y = new float[channels * count];
      float[] dx = new float[channels * count];
      float[] x = channelsFirst(golden.floats("x"), images, channels, pixels, count);
      float[] dy = channelsFirst(golden.floats("dy"), images, channels, pixels, count);
      simd.elementwise().softmax(x, 0, count, channels, y, 0, count, count);
      simd.elementwise().softmaxBackward(y, 0, count, dy, 0, count, dx, 0, count, channels, count);
      golden.assertWithinBound("y", imagesFirst(y, images, channels, pixels, count));
      golden.assertWithinBound("dx", imagesFirst(dx, images, channels, pixels, count));
    }
  }

  private static float[] channelsFirst(
      float[] values, int images, int channels, int pixels, int count) {
    float[] result = new float[channels * count];
    for (int i = 0; i < values.length; i++) {
      int image = i / (channels * pixels);
      int channel = i / pixels % channels;
      result[channel * count + image * pixels + i % pixels] = values[i];
    }
    return result;
  }

  private static float[] imagesFirst(
      float[] values, int images, int channels, int pixels, int count) {
    float[] result = new float[images * channels * pixels];
    for (int i = 0; i < result.length; i++) {
      int image = i / (channels * pixels);
      int channel = i / pixels % channels;
      result[i] = values[channel * count + image * pixels + i % pixels];
    }
    return result;
  }

  @ParameterizedTest
  @MethodSource("widths")
  void reluByHand(Simd simd) {
    float[] x = new float[16];
    x[0] = -1f;
    x[1] = -0f;
    x[2] = 2.5f;
    x[3] = Float.NaN;
    x[4] = Float.NEGATIVE_INFINITY;
    x[5] = Float.POSITIVE_INFINITY;
    float[] y = new float[16];
    simd.elementwise().relu(x, 0, y, 0, 16);
    assertArrayEquals(
        new float[] {0f, 0f, 2.5f, Float.NaN, 0f, Float.POSITIVE_INFINITY}, Arrays.copyOf(y, 6));
    float[] dy = new float[16];
    Arrays.fill(dy, 7f);
    float[] dx = new float[16];
    simd.elementwise().reluBackward(y, 0, dy, 0, dx, 0, 16);
    assertArrayEquals(new float[] {0f, 0f, 7f, 0f, 0f, 7f}, Arrays.copyOf(dx, 6));
  }

  @ParameterizedTest
  @MethodSource("widths")
  void softmaxOfLargeNumbersAddsUpToOne(Simd simd) {
    float[] x = new float[3 * 16];
    Arrays.fill(x, 0, 16, 1e30f);
    Arrays.fill(x, 16, 32, 1e30f);
    Arrays.fill(x, 32, 48, -1e30f);
    simd.elementwise().softmax(x, 0, 16, 3, x, 0, 16, 16);
    for (int i = 0; i < 16; i++) {
      assertEquals(0.5f, x[i]);
      assertEquals(0.5f, x[16 + i]);
      assertEquals(0f, x[32 + i]);
    }
  }

  @ParameterizedTest
  @MethodSource("widths")
  void softmaxOfInfinitiesIsNaN(Simd simd) {
    float[] x = new float[2 * 16];
    Arrays.fill(x, Float.NEGATIVE_INFINITY);
    simd.elementwise().softmax(x, 0, 16, 2, x, 0, 16, 16);
    for (float value : x) {
      assertTrue(Float.isNaN(value), "minus infinity throughout");
    }
  }
}
