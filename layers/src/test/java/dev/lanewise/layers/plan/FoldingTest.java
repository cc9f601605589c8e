package dev.lanewise.layers.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Epilogue;
import dev.lanewise.layers.Graph;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Relu6;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Conv1d;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.linear.DepthwiseConv2d;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.norm.BatchNorm;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Batch normalisation that goes into the weights before it. Training by running statistics folds
 * nothing, so its results are what predictions are compared with.
 */
class FoldingTest {

  private static final Shape IMAGE = new Shape(4, 6, 7);

  private static BatchNorm frozen(boolean affine) {
    return new BatchNorm(1e-3, 0.1, affine, true);
  }

  private static List<Layer> folding() {
    Conv2d conv = Conv2d.of(18, 3);
    return List.of(
        conv,
        conv.withBias(Bias.NONE).withPadding(Padding.SAME),
        conv.withStride(2).withGroups(2),
        Conv2d.of(4, 3).withGroups(4).withBias(Bias.NONE),
        DepthwiseConv2d.of(3).withMultiplier(2),
        DepthwiseConv2d.of(2).withoutBias());
  }

  /** Predictions of a network whose normalisations are frozen, beside the same without folding. */
  private static void assertNearUnfolded(Network network, Random random, String what) {
    int images = 3;
    float[] x = new float[images * network.input().elements()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] dy = new float[images * network.output().elements()];
    float[] expected = new Harness(network, true, Widths.best()).train(x, images, dy).y();
    float[] got = new Harness(network, false, Widths.best()).predict(x, images);
    float size = 1;
    for (float value : expected) {
      size = Math.max(size, Math.abs(value));
    }
    for (int i = 0; i < got.length; i++) {
      assertEquals(expected[i], got[i], 1e-5 * size, what + " at " + i);
    }
    for (Simd simd : Widths.ALL) {
      Bits.assertIdentical(
          got, new Harness(network, false, simd).predict(x, images), what + simd.width());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void weightsTakeTheNormalisation(boolean affine) {
    Random random = new Random(3);
    for (Layer layer : folding()) {
      for (Layer activation : List.of(new Relu6(), new Tanh())) {
        Network network =
            Network.builder(IMAGE).add(layer).add(frozen(affine)).add(activation).build(5);
        randomize(random, network);
        Wiring wiring = new Wiring(network, false);
        assertEquals(1, wiring.folded(0), layer.toString());
        assertTrue(wiring.isAbsorbed(1));
        assertEquals(activation instanceof Relu6, wiring.isAbsorbed(2));
        assertNearUnfolded(network, random, layer.toString());
      }
    }
  }

  /** Weights and biases of the normalisation, too, which begin with 1 and 0. */
  private static void randomize(Random random, Network network) {
    GraphPropertyTest.randomize(random, network);
    for (Parameter parameter : network.parameters().list()) {
      float[] values = network.parameters().copyOf(parameter);
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.3f * (float) random.nextGaussian();
      }
      network.parameters().set(parameter, values);
    }
  }

  @Test
  void denseLayersAndOneDimensionFold() {
    Random random = new Random(4);
    Network flat =
        Network.builder(Shape.flat(7))
            .add(Dense.of(17).withBias(false))
            .add(frozen(true))
            .add(new Relu())
            .add(Dense.of(3))
            .add(frozen(false))
            .build(1);
    Network row =
        Network.builder(new Shape(3, 1, 11)).add(Conv1d.of(5, 3)).add(frozen(true)).build(1);
    for (Network network : List.of(flat, row)) {
      randomize(random, network);
      assertEquals(1, new Wiring(network, false).folded(0));
      assertNearUnfolded(network, random, network.nodes().toString());
    }
    assertEquals(4, new Wiring(flat, false).folded(3));
  }

  @Test
  void aBiasForEachPositionStaysWhereItIs() {
    Network network =
        Network.builder(IMAGE)
            .add(Conv2d.of(5, 3).withBias(Bias.POSITION))
            .add(frozen(true))
            .add(new Relu())
            .build(1);
    Random random = new Random(6);
    randomize(random, network);
    assertEquals(-1, new Wiring(network, false).folded(0));
    assertNearUnfolded(network, random, "bias for each position");
  }

  @Test
  void whatOthersReadIsNotChanged() {
    Graph graph = Graph.of(IMAGE);
    Graph.Value conv = graph.input().then(Conv2d.of(5, 3));
    Graph.Value sum = conv.then(frozen(true)).plus(conv).then(new Relu());
    Network network = graph.network(sum, 2);
    Wiring wiring = new Wiring(network, false);
    assertEquals(-1, wiring.folded(0));
    assertEquals(new Epilogue(true, 0f, Float.POSITIVE_INFINITY), wiring.epilogue(1));
    Random random = new Random(7);
    randomize(random, network);
    assertNearUnfolded(network, random, "two readers");
  }

  @Test
  void trainingFoldsNothing() {
    Network network =
        Network.builder(IMAGE)
            .add(Conv2d.of(5, 3))
            .add(frozen(true))
            .add(new Flatten())
            .add(Dense.of(2))
            .add(new Relu())
            .build(1);
    Wiring wiring = new Wiring(network, true);
    for (Network.Node node : network.nodes()) {
      assertEquals(-1, wiring.folded(node.index()));
      assertFalse(wiring.isAbsorbed(node.index()), node.name());
    }
  }

  @Test
  void aResidualBlockIsConvolutionsAndOneSum() {
    Graph graph = Graph.of(IMAGE);
    Supplier<Conv2d> conv = () -> Conv2d.of(4, 3).withPadding(Padding.SAME);
    Graph.Value x = graph.input().then(conv.get()).then(new Relu());
    Graph.Value branch = x.then(conv.get()).then(frozen(true)).then(new Relu()).then(conv.get());
    Network network =
        graph.network(branch.then(frozen(true)).plus(x).then(new Relu()).then(new Flatten()), 1);
    Wiring wiring = new Wiring(network, false);
    List<String> left = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      if (!wiring.isAbsorbed(node.index())) {
        left.add(
            node.layer().kind() + (wiring.epilogue(node.index()).clamps() ? " and clamp" : ""));
      }
    }
    assertEquals(
        List.of("Conv2d and clamp", "Conv2d and clamp", "Conv2d", "Add and clamp", "Flatten"),
        left);
    randomize(new Random(8), network);
    assertNearUnfolded(network, new Random(9), "residual block");
  }

  @Test
  void newStatisticsCountFromTheNextPreparation() {
    Network network = Network.builder(IMAGE).add(Conv2d.of(3, 3)).add(frozen(true)).build(1);
    float[] x = new float[IMAGE.elements()];
    Arrays.fill(x, 0.5f);
    Harness harness = new Harness(network, false, Widths.SCALAR);
    ChannelHarness single = new ChannelHarness(network, false, Widths.SCALAR);
    float[] before = harness.predict(x, 1);
    randomize(new Random(10), network);
    float[] after = harness.predict(x, 1);
    assertFalse(Arrays.equals(before, after));
    Bits.assertIdentical(new Harness(network, false, Widths.SCALAR).predict(x, 1), after, "new");
    Bits.assertIdentical(after, single.predict(x, 1), "one image");
  }

  /** Random graphs, their normalisations frozen and without what training does at random. */
  @Property(tries = 60)
  void graphsFoldWithinRounding(@ForAll long seed) {
    Random random = new Random(seed);
    List<Network.Named> layers =
        RandomGraphs.of(random).nodes().stream()
            .map(node -> new Network.Named(Optional.of(node.name()), plain(node), node.from()))
            .toList();
    Network network = Network.of(RandomGraphs.of(new Random(seed)).input(), layers, seed);
    GraphPropertyTest.randomize(random, network);
    assertNearUnfolded(network, random, seed + " " + network.nodes());
  }

  private static Layer plain(Network.Node node) {
    return switch (node.layer()) {
      case BatchNorm norm -> new BatchNorm(norm.eps(), norm.momentum(), norm.affine(), true);
      case Dropout dropout -> new Relu();
      default -> node.layer();
    };
  }
}
