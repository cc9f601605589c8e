package dev.lanewise.layers.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.TransposedAxis;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.ParameterSpec;
import dev.lanewise.layers.plan.ChannelHarness;
import dev.lanewise.layers.plan.Harness;
import dev.lanewise.layers.pool.AvgPool1d;
import dev.lanewise.layers.pool.MaxPool1d;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Depthwise, transposed and one-dimensional layers. */
class ConvLayersTest {

  private static String message(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  /** By hand: [1 2 3 4] with kernel [1 10], stride 1, one zero before: 10 21 32 43, plus 0.5. */
  @Test
  void conv1dComputesAKnownCase() {
    Network network =
        Network.builder(new Shape(1, 1, 4))
            .add(
                Conv1d.of(1, 2)
                    .withPadding(Padding.of(0, 1, 0, 0))
                    .withInit(new Initializer.Constant(0), new Initializer.Constant(0.5)))
            .build(1);
    Parameter weight = network.parameters().named("conv1.weight");
    assertEquals(List.of(1, 1, 2), weight.spec().shape());
    network.parameters().values()[weight.offset()] = 1;
    network.parameters().values()[weight.offset() + 1] = 10;
    float[] x = {1, 2, 3, 4};
    for (Simd simd : Widths.ALL) {
      float[] y = {10.5f, 21.5f, 32.5f, 43.5f};
      assertArrayEquals(y, new Harness(network, false, simd).predict(x, 1));
      assertArrayEquals(y, new ChannelHarness(network, false, simd).predict(x, 1));
    }
  }

  @Test
  void poolsOfOneDimensionComputeKnownCases() {
    float[] x = {1, 5, 2, 4, 3};
    assertArrayEquals(new float[] {5, 4}, predict(MaxPool1d.of(2), 5, x));
    assertArrayEquals(new float[] {5, 4, 3}, predict(new MaxPool1d(2, 2, 0, true), 5, x));
    assertArrayEquals(new float[] {3, 3}, predict(AvgPool1d.of(2), 5, x));
    assertArrayEquals(
        new float[] {0.5f, 3.5f, 3.5f}, predict(new AvgPool1d(2, 2, 1, false, true), 5, x));
    assertArrayEquals(
        new float[] {1, 3.5f, 3.5f}, predict(new AvgPool1d(2, 2, 1, false, false), 5, x));
  }

  private static float[] predict(Layer layer, int length, float[] x) {
    Network network = Network.builder(new Shape(1, 1, length)).add(layer).build(1);
    return new Harness(network, false, Widths.best()).predict(x, 1);
  }

  @Test
  void layersOfOneDimensionWantOneRow() {
    Shape rows = new Shape(3, 2, 9);
    assertEquals(
        "Conv1d must have an input of one row, channels x 1 x length. Received: 3x2x9",
        message(() -> Conv1d.of(4, 3).outputShape(rows)));
    assertEquals(
        "MaxPool1d must have an input of one row, channels x 1 x length. Received: 3x2x9",
        message(() -> MaxPool1d.of(3).outputShape(rows)));
    assertEquals(
        "AvgPool1d must have an input of one row, channels x 1 x length. Received: 3x2x9",
        message(() -> AvgPool1d.of(3).outputShape(rows)));
    assertEquals(
        "Conv1d must not have padding above or below its one row. Received: "
            + new Halo(1, 1, 1, 1),
        message(() -> Conv1d.of(4, 3).withPadding(Padding.of(1))));
    assertEquals(
        new Shape(4, 1, 9), Conv1d.of(4, 3).withPadding(1).outputShape(new Shape(3, 1, 9)));
    assertEquals(
        new Shape(4, 1, 5),
        Conv1d.of(4, 3)
            .withWindow(new Window(3, 2, 1))
            .withPadding(Padding.SAME)
            .outputShape(new Shape(3, 1, 9)));
  }

  @Test
  void sizesAreChecked() {
    assertEquals(
        "Conv1d needs at least 1 channel, in equal groups. Received: 3 channels, 2 groups",
        message(() -> Conv1d.of(3, 3).withGroups(2)));
    assertEquals(
        "ConvTranspose2d needs at least 1 channel, in equal groups. Received: 0 channels, 1 groups",
        message(() -> ConvTranspose2d.of(0, 3, 2)));
    assertEquals(
        "DepthwiseConv2d needs a channel multiplier of at least 1. Received: 0",
        message(() -> DepthwiseConv2d.of(3).withMultiplier(0)));
  }

  @Test
  void depthwiseIsAConvolutionWithAGroupForEachChannel() {
    Shape input = new Shape(5, 7, 6);
    DepthwiseConv2d layer =
        DepthwiseConv2d.of(3).withMultiplier(2).withStride(2).withPadding(Padding.of(1));
    Conv2d conv = Conv2d.of(10, 3).withStride(2).withPadding(Padding.of(1)).withGroups(5);
    assertEquals(new Shape(10, 4, 3), layer.outputShape(input));
    assertEquals(conv.parameters(input), layer.parameters(input));
    assertEquals(List.of(10, 1, 3, 3), layer.parameters(input).getFirst().shape());
    Random random = new Random(4);
    float[] x = Bits.normal(random.nextLong(), 17 * input.elements());
    float[] dy = Bits.normal(random.nextLong(), 17 * 10 * 4 * 3);
    Harness.Passed expected =
        new Harness(Network.builder(input).add(conv).build(9), true, Widths.best())
            .train(x, 17, dy);
    Harness.Passed got =
        new Harness(Network.builder(input).add(layer).build(9), true, Widths.best())
            .train(x, 17, dy);
    Bits.assertIdentical(expected.y(), got.y(), "y");
    Bits.assertIdentical(expected.gradients(), got.gradients(), "gradients");
  }

  @Test
  void transposedConvolutionsHavePyTorchsSizes() {
    ConvTranspose2d layer = ConvTranspose2d.of(6, 4, 2).withPadding(1, 0).withGroups(2);
    Shape input = new Shape(4, 5, 7);
    assertEquals(new Shape(6, 10, 14), layer.outputShape(input));
    ParameterSpec weight = layer.parameters(input).getFirst();
    assertEquals(List.of(4, 3, 4, 4), weight.shape());
    // PyTorch: weight.size(1) * taps, and weight.size(0) * taps.
    assertEquals(3 * 16, weight.fanIn());
    assertEquals(4 * 16, weight.fanOut());
    TransposedAxis axis = new TransposedAxis(new Window(3, 3, 2), 2, 2);
    assertEquals(
        new Shape(6, 4 * 3 - 4 + 2 * 2 + 2 + 1, 6 * 3 - 4 + 2 * 2 + 2 + 1),
        layer.withAxes(axis, axis).outputShape(input));
  }

  /** A first layer has no gradient to pass on, but its weights' gradient still wants the halo. */
  @Test
  void aTransposedConvolutionMayBeTheFirstLayer() {
    Network network =
        Network.builder(new Shape(3, 2, 2))
            .add(ConvTranspose2d.of(2, 3, 2).withPadding(1, 1).withoutBias())
            .build(2);
    assertTrue(network.summary().toString().contains("ConvTranspose2d"));
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    float[] dy = new float[2 * 16];
    dy[0] = 1;
    for (Simd simd : Widths.ALL) {
      Harness harness = new Harness(network, true, simd);
      Harness.Passed passed = harness.train(x, 1, dy);
      float[] dw = harness.of("convtranspose1.weight", passed.gradients());
      // Pixel (0, 0) of output channel 0 sees pixel (0, 0) of each channel through the middle tap.
      float[] expected = new float[3 * 2 * 9];
      expected[4] = 1;
      expected[18 + 4] = 5;
      expected[36 + 4] = 9;
      assertArrayEquals(expected, dw);
    }
  }
}
