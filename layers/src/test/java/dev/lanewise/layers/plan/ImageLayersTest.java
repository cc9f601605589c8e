package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.Interpolation;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.norm.GroupNorm;
import dev.lanewise.layers.norm.InstanceNorm2d;
import dev.lanewise.layers.norm.LayerNorm;
import dev.lanewise.layers.pool.AdaptiveAvgPool2d;
import dev.lanewise.layers.pool.AdaptiveMaxPool2d;
import dev.lanewise.layers.pool.GlobalAvgPool2d;
import dev.lanewise.layers.pool.GlobalMaxPool2d;
import dev.lanewise.layers.shape.Cropping2d;
import dev.lanewise.layers.shape.Upsample;
import dev.lanewise.layers.shape.ZeroPad2d;
import dev.lanewise.testkit.Widths;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers that change images' sizes or normalise within them: results by hand, and refusals. */
class ImageLayersTest {

  static List<Simd> widths() {
    return Widths.ALL;
  }

  /** A scaling by 1 before the layer makes it pass its gradient on. */
  private static Network behindAScale(Shape input, Layer layer) {
    Network network = Network.builder(input).add("scale", Conv2d.of(1, 1)).add(layer).build(1);
    network.parameters().set(network.parameters().named("scale.weight"), new float[] {1});
    network.parameters().set(network.parameters().named("scale.bias"), new float[] {0});
    return network;
  }

  private static void check(
      Simd simd, Shape input, Layer layer, float[] x, float[] y, float[] dy, float[] dx) {
    Network network = behindAScale(input, layer);
    Harness.Passed passed = new Harness(network, true, ConvAlgorithm.DIRECT, simd).train(x, 1, dy);
    assertArrayEquals(y, passed.y());
    assertArrayEquals(dx, passed.dx());
    assertArrayEquals(y, new ChannelHarness(network, false, simd).predict(x, 1));
    Harness.Passed channels = new ChannelHarness(network, true, simd).train(x, dy, 3);
    assertArrayEquals(y, channels.y());
    assertArrayEquals(dx, channels.dx());
  }

  @ParameterizedTest
  @MethodSource("widths")
  void byHand(Simd simd) {
    Shape input = new Shape(1, 2, 3);
    float[] x = {1, 5, 2, 5, 3, 2};
    check(
        simd,
        input,
        new GlobalAvgPool2d(),
        x,
        new float[] {3},
        new float[] {12},
        new float[] {2, 2, 2, 2, 2, 2});
    check(
        simd,
        input,
        new GlobalMaxPool2d(),
        x,
        new float[] {5},
        new float[] {12},
        new float[] {0, 12, 0, 0, 0, 0});
    check(
        simd,
        input,
        new AdaptiveAvgPool2d(1, 2),
        x,
        new float[] {3.5f, 3},
        new float[] {4, 8},
        new float[] {1, 3, 2, 1, 3, 2});
    check(
        simd,
        input,
        new AdaptiveMaxPool2d(1, 2),
        x,
        new float[] {5, 5},
        new float[] {4, 8},
        new float[] {0, 12, 0, 0, 0, 0});
    check(
        simd,
        input,
        new ZeroPad2d(new Halo(1, 0, 0, 2)),
        x,
        new float[] {0, 0, 0, 0, 0, 1, 5, 2, 0, 0, 5, 3, 2, 0, 0},
        new float[] {9, 9, 9, 9, 9, 1, 2, 3, 9, 9, 4, 5, 6, 9, 9},
        new float[] {1, 2, 3, 4, 5, 6});
    check(
        simd,
        new Shape(1, 1, 2),
        Upsample.by(2),
        new float[] {3, 4},
        new float[] {3, 3, 4, 4, 3, 3, 4, 4},
        new float[] {1, 2, 3, 4, 5, 6, 7, 8},
        new float[] {14, 22});
    check(
        simd,
        new Shape(1, 1, 3),
        Upsample.to(1, 5).withMode(Interpolation.BILINEAR_ALIGNED),
        new float[] {2, 4, 8},
        new float[] {2, 3, 4, 6, 8},
        new float[] {1, 2, 4, 8, 16},
        new float[] {2, 9, 20});
  }

  /** Shapes, names and parameters. */
  @Test
  void aNetworkOfThem() {
    Network network =
        Network.builder(new Shape(4, 5, 6))
            .add(ZeroPad2d.of(1, 2))
            .add(GroupNorm.of(2))
            .add(Upsample.by(2))
            .add(new InstanceNorm2d(1e-5, true))
            .add(Cropping2d.of(3))
            .add(InstanceNorm2d.of())
            .add(AdaptiveAvgPool2d.of(3))
            .add(LayerNorm.of())
            .add(AdaptiveMaxPool2d.of(2))
            .add(new GlobalAvgPool2d())
            .add(LayerNorm.of())
            .build(1);
    assertEquals(
        List.of(
            "pad1 4x7x10",
            "norm1 4x7x10",
            "upsample1 4x14x20",
            "norm2 4x14x20",
            "crop1 4x8x14",
            "norm3 4x8x14",
            "pool1 4x3x3",
            "norm4 4x3x3",
            "pool2 4x2x2",
            "pool3 4x1x1",
            "norm5 4x1x1"),
        network.nodes().stream().map(node -> node.name() + " " + node.output()).toList());
    assertEquals(
        List.of(
            "norm1.weight [4]",
            "norm1.bias [4]",
            "norm2.weight [4]",
            "norm2.bias [4]",
            "norm4.weight [4, 3, 3]",
            "norm4.bias [4, 3, 3]",
            "norm5.weight [4]",
            "norm5.bias [4]"),
        network.parameters().list().stream()
            .map(parameter -> parameter.name() + " " + parameter.spec().shape())
            .toList());
    for (Parameter parameter : network.parameters().list()) {
      for (float value : network.parameters().copyOf(parameter)) {
        assertEquals(parameter.name().endsWith("weight") ? 1f : 0f, value, parameter.name());
      }
    }
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertMessage(
        "AdaptiveAvgPool2d needs a result of at least 1x1. Received: 0x3",
        () -> new AdaptiveAvgPool2d(0, 3));
    assertMessage(
        "AdaptiveMaxPool2d needs a result of at least 1x1. Received: 3x0",
        () -> new AdaptiveMaxPool2d(3, 0));
    assertMessage(
        "The factor of Upsample must be at least 1x1. Received: 0x0", () -> Upsample.by(0));
    assertMessage(
        "The size of Upsample must be at least 1x1. Received: 5x-1", () -> Upsample.to(5, -1));
    assertMessage("GroupNorm needs at least 1 group. Received: 0", () -> GroupNorm.of(0));
    String epsilon = "The epsilon of a normalisation must be between 1e-30 and 1. Received: ";
    assertMessage(epsilon + "0.0", () -> new GroupNorm(2, 0, true));
    assertMessage(epsilon + "NaN", () -> new LayerNorm(Double.NaN, true));
    assertMessage(epsilon + "-1.0", () -> new InstanceNorm2d(-1, true));
  }

  @Test
  void refusesInputsThatDoNotFit() {
    refused(
        "Layer norm1 (GroupNorm, input 6x4x4): The groups of a normalisation must divide the"
            + " channels. Expected: a divisor of 6. Received: 4",
        GroupNorm.of(4),
        new Shape(6, 4, 4));
    refused(
        "Layer norm1 (InstanceNorm2d, input 6x1x1): A normalisation needs at least 2 values in a"
            + " group: one alone becomes 0. Received: 6x1x1 in 6 groups",
        InstanceNorm2d.of(),
        Shape.flat(6));
    refused(
        "Layer pad1 (ZeroPad2d, input 1x4x4): A padded image must have at most 2^31 - 1 rows and"
            + " columns. Received: 2147483652x4",
        new ZeroPad2d(new Halo(1, 0, Integer.MAX_VALUE, 0)),
        new Shape(1, 4, 4));
    refused(
        "Layer upsample1 (Upsample, input 1x4x4): An upsampled image must have at most 2^31 - 1"
            + " rows and columns. Received: 4000000000x4000000000",
        Upsample.by(1_000_000_000),
        new Shape(1, 4, 4));
    refused(
        "Layer upsample1 (Upsample, input 3x4x4): A shape must have at most 134217728 values (2^27:"
            + " sixteen images have to fit one array). Received: 3x40000x40000",
        Upsample.by(10_000),
        new Shape(3, 4, 4));
    refused(
        "Layer pool1 (GlobalMaxPool2d, input 1x8192x8192): A window of a pooling must have at most"
            + " 16777216 pixels (2^24). Received: 8192x8192, of 1x8192x8192",
        new GlobalMaxPool2d(),
        new Shape(1, 8192, 8192));
  }

  private static void refused(String message, Layer layer, Shape input) {
    assertMessage(message, () -> Network.builder(input).add(layer).build(1));
  }

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
