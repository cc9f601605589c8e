package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.LaneGroups;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Add;
import dev.lanewise.layers.Graph;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Relu6;
import dev.lanewise.layers.cases.LayerCases;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.linear.DepthwiseConv2d;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.pool.GlobalAvgPool2d;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.pool.Pool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Lanes that are channels give the bits of lanes that are images. */
class OneImageTest {

  static Stream<ModelSpec> presets() {
    return Presets.all().stream();
  }

  private static float[] normal(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Compares predictions of one network at all widths. */
  static void comparePredictions(Network network, Random random) {
    float[] x = normal(random, 3 * network.input().elements());
    float[] y = new Harness(network, false, ConvAlgorithm.DIRECT, Widths.SCALAR).predict(x, 3);
    for (Simd simd : Widths.ALL) {
      Bits.assertIdentical(
          y,
          new ChannelHarness(network, false, simd).predict(x, 3),
          simd.width() + " of " + network.nodes());
    }
  }

  /** Compares predictions, and a step's gradients, of one network at all widths. */
  static void compare(Network network, Random random) {
    comparePredictions(network, random);
    int elements = network.input().elements();
    float[] x = normal(random, elements);
    float[] dy = normal(random, network.output().elements());
    Harness expected = new Harness(network, true, ConvAlgorithm.DIRECT, Widths.best());
    Harness.Passed step =
        expected.train(
            x,
            1,
            i -> 77,
            (pass, first, images) ->
                LaneGroups.pack(
                    dy,
                    0,
                    1,
                    pass.memory(),
                    expected.bound().outputGradient().at(),
                    expected.bound().outputGradient().lanes()));
    for (Simd simd : Widths.ALL) {
      String what = simd.width() + " of " + network.nodes();
      Harness.Passed got = new ChannelHarness(network, true, simd).train(x, dy, 77);
      Bits.assertIdentical(step.y(), got.y(), what + ": y");
      Bits.assertIdentical(step.gradients(), got.gradients(), what + ": gradients");
      if (Wiring.learns(network, 1)) {
        Bits.assertIdentical(step.dx(), got.dx(), what + ": dx");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void presetsHaveTheSameBits(ModelSpec spec) {
    Network network = spec.network(5);
    Random random = new Random(1);
    GraphPropertyTest.randomize(random, network);
    boolean norm = !network.buffers().list().isEmpty();
    boolean trains = network.isSequential() && !norm;
    assertEquals(trains, BoundNetwork.ofOneImage(network, true, Widths.SCALAR).isPresent());
    if (trains) {
      compare(network, random);
    } else {
      comparePredictions(network, random);
    }
  }

  /** Channels in, channels out, kernel, stride, dilation. */
  @ParameterizedTest
  @CsvSource({
    "1, 16, 3, 1, 1",
    "3, 15, 5, 1, 1",
    "15, 17, 3, 2, 1",
    "16, 33, 1, 1, 1",
    "17, 1, 7, 1, 1",
    "33, 16, 3, 1, 2",
    "16, 64, 3, 1, 1",
    "64, 80, 3, 1, 1",
    "2, 130, 2, 3, 2",
    "48, 3, 5, 2, 1"
  })
  void awkwardConvolutionsHaveTheSameBits(int in, int out, int kernel, int stride, int dilation) {
    Window window = new Window(kernel, stride, dilation);
    for (Padding padding : new Padding[] {Padding.VALID, Padding.SAME, Padding.of(1, 0, 2, 3)}) {
      for (Bias bias : Bias.values()) {
        Network network =
            Network.builder(new Shape(in, 9, 11))
                .add(Conv2d.of(in, 1))
                .add(
                    Conv2d.of(out, kernel)
                        .withWindows(window, window)
                        .withPadding(padding)
                        .withBias(bias))
                .add(Conv2d.of(5, 1))
                .build(3);
        compare(network, new Random(in * 100 + out));
      }
    }
  }

  /** Channels, kernel, stride, dilation. */
  @ParameterizedTest
  @CsvSource({
    "16, 3, 1, 1",
    "15, 3, 2, 1",
    "33, 5, 1, 1",
    "17, 5, 2, 2",
    "2, 1, 2, 1",
    "48, 7, 3, 1"
  })
  void awkwardDepthwiseConvolutionsHaveTheSameBits(
      int channels, int kernel, int stride, int dilation) {
    Window window = new Window(kernel, stride, dilation);
    for (Padding padding : new Padding[] {Padding.VALID, Padding.SAME, Padding.of(1, 0, 2, 3)}) {
      for (boolean bias : new boolean[] {false, true}) {
        DepthwiseConv2d layer =
            DepthwiseConv2d.of(kernel).withWindows(window, window).withPadding(padding);
        Network network =
            Network.builder(new Shape(channels, 13, 11))
                .add(layer)
                .add(Conv2d.of(channels, 1))
                .add(
                    bias
                        ? layer.withPadding(Padding.SAME)
                        : layer.withPadding(Padding.SAME).withoutBias())
                .add(Conv2d.of(5, 1))
                .build(3);
        compare(network, new Random(channels));
      }
    }
  }

  private static boolean hasForm(Network.Node node) {
    return LayerCases.of(node.layer()).hasOneImageForm(node.layer(), node.input());
  }

  @Test
  void anyNetworkHasTheSameBits() {
    Random random = new Random(11);
    int compared = 0;
    for (int i = 0; i < 200; i++) {
      Network network = RandomNetworks.of(random);
      boolean grouped = !network.nodes().stream().allMatch(OneImageTest::hasForm);
      assertEquals(
          grouped, BoundNetwork.ofOneImage(network, false, Widths.SCALAR).isEmpty(), "fallback");
      if (!grouped) {
        compare(network, random);
        compared++;
      }
    }
    assertTrue(compared > 70, "compared: " + compared);
  }

  @Test
  void anyGraphHasTheSameBits() {
    Random random = new Random(12);
    for (int i = 0; i < 120; i++) {
      Network network = RandomGraphs.of(random, i % 2 == 0 ? 4 : 40);
      GraphPropertyTest.randomize(random, network);
      comparePredictions(network, random);
    }
  }

  @Test
  void trainingOfGraphsAndStatisticsStaysWithLaneGroups() {
    Network norm = Network.builder(new Shape(2, 3, 3)).add(new BatchNorm()).build(1);
    assertEquals(Optional.empty(), BoundNetwork.ofOneImage(norm, true, Widths.SCALAR));
    Graph graph = Graph.of(new Shape(2, 3, 3));
    Graph.Value x = graph.input().then(Conv2d.of(3, 1));
    Network branches = graph.network(x.plus(x), 1);
    assertEquals(Optional.empty(), BoundNetwork.ofOneImage(branches, true, Widths.SCALAR));
    comparePredictions(branches, new Random(2));
  }

  /** Inputs that begin in lane 0 of the result, and others; views of them; the network's input. */
  @Test
  void concatenationsHaveTheSameBits() {
    Random random = new Random(13);
    int[] channels = {1, 15, 16, 17, 32, 33};
    for (int a : channels) {
      for (int b : channels) {
        for (int input : new int[] {1, 3, 16}) {
          Graph graph = Graph.of(new Shape(input, 3, 5));
          Graph.Value left = graph.input().then(Conv2d.of(a, 1));
          Graph.Value right = left.then(Conv2d.of(b, 3).withPadding(Padding.of(1)));
          Graph.Value all = left.concat(right, graph.input(), left);
          Graph.Value norm = all.then(new BatchNorm()).then(new Relu6());
          Graph.Value views =
              norm.then(new Flatten())
                  .concat(right.then(new Relu()).then(new Flatten()), left.then(new Flatten()));
          Network network = graph.network(views.then(Dense.of(3)).then(new BatchNorm()), 3);
          GraphPropertyTest.randomize(random, network);
          comparePredictions(network, random);
        }
      }
    }
  }

  /**
   * Sums of several, of one value twice, of the input, in place and not, with clamps and epilogues.
   */
  @Test
  void sumsHaveTheSameBits() {
    Random random = new Random(14);
    for (int channels : new int[] {3, 16, 21}) {
      Graph graph = Graph.of(new Shape(channels, 4, 5));
      Graph.Value x = graph.input();
      Graph.Value same = x.plus(x).then(new Relu());
      Graph.Value conv = x.then(Conv2d.of(channels, 3).withPadding(Padding.of(1)));
      Graph.Value three = graph.join(new Add(), same, conv, x).then(new Relu6());
      Graph.Value norm = three.then(new BatchNorm()).plus(three).then(new Relu());
      Graph.Value last = norm.then(new MaxPool2d(Pool2d.of(2))).then(new GlobalAvgPool2d());
      Network network = graph.network(last, 4);
      GraphPropertyTest.randomize(random, network);
      comparePredictions(network, random);
    }
  }

  @Test
  void aViewIsNoCopy() {
    Network network =
        Network.builder(new Shape(3, 4, 5))
            .add(Conv2d.of(17, 3))
            .add(new Flatten())
            .add(new Relu())
            .add(Dense.of(2))
            .build(1);
    BoundNetwork bound = BoundNetwork.ofOneImage(network, false, Widths.SCALAR).orElseThrow();
    assertEquals(bound.outputOf(0).at(), bound.outputOf(2).at());
    assertEquals(new Shape(17, 2, 3), bound.outputOf(2).layout().shape());
    assertEquals(Shape.flat(102), bound.outputOf(2).shape());
  }

  @Test
  void aLayerWithoutAFormForOneImageIsRefused() {
    Network network =
        Network.builder(new Shape(4, 4, 4)).add(Conv2d.of(4, 3).withGroups(2)).build(1);
    assertEquals(Optional.empty(), BoundNetwork.ofOneImage(network, true, Widths.SCALAR));
  }
}
