package dev.lanewise.layers.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Place;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.noise.AlphaDropout;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.noise.GaussianDropout;
import dev.lanewise.layers.noise.GaussianNoise;
import dev.lanewise.layers.noise.SpatialDropout;
import dev.lanewise.layers.plan.ChannelHarness;
import dev.lanewise.layers.plan.Harness;
import dev.lanewise.layers.plan.MemoryPlan;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Reshape;
import dev.lanewise.testkit.Bits;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What activations and layers of noise are called, keep and refuse; what noise does. */
class ActivationLayersTest {

  private static final Shape INPUT = new Shape(3, 5, 7);

  static Stream<Layer> noises() {
    return Stream.of(
        new Dropout(0.4),
        new SpatialDropout(0.4),
        new GaussianNoise(0.4),
        new GaussianDropout(0.4),
        new AlphaDropout(0.4));
  }

  private static Network network(Layer... layers) {
    Network.Builder builder = Network.builder(INPUT);
    for (Layer layer : layers) {
      builder.add(layer);
    }
    return builder.build(1);
  }

  private static boolean inPlace(Layer layer) {
    MemoryPlan plan = MemoryPlan.of(network(Conv2d.of(3, 1), layer, Conv2d.of(2, 1)), true);
    return plan.activation(1).at() == plan.activation(2).at();
  }

  @Test
  void theInputIsKeptWhereItIsRead() {
    assertTrue(inPlace(new LeakyRelu()));
    assertTrue(inPlace(new LeakyRelu(0)));
    assertFalse(inPlace(new LeakyRelu(-0.5)), "the result does not tell the sign");
    assertTrue(inPlace(new Relu6()));
    for (Layer layer :
        List.of(new Elu(), new Gelu(), new Silu(), new Hardswish(), new Softplus(), new PRelu())) {
      assertFalse(inPlace(layer), layer.kind());
    }
    noises().forEach(noise -> assertTrue(inPlace(noise), noise.kind()));
  }

  @Test
  void unnamedLayersHaveTheseNames() {
    assertEquals(
        List.of(
            "leaky1",
            "relu1",
            "relu2",
            "prelu1",
            "gelu1",
            "logsoftmax1",
            "dropout1",
            "dropout2",
            "noise1"),
        network(
                new LeakyRelu(),
                new Relu(),
                new Relu6(),
                new PRelu(),
                new Gelu(),
                new LogSoftmax(),
                new Dropout(0),
                new SpatialDropout(0),
                new GaussianNoise(0))
            .nodes()
            .stream()
            .map(Network.Node::name)
            .toList());
  }

  @Test
  void preluLearnsOneSlopeOrOneAChannel() {
    Network network = network(new PRelu(), new PRelu(PRelu.Slopes.CHANNEL, -0.5));
    assertEquals(4, network.parameters().count());
    assertArrayEquals(
        new float[] {0.25f},
        network.parameters().copyOf(network.parameters().named("prelu1.weight")));
    assertArrayEquals(
        new float[] {-0.5f, -0.5f, -0.5f},
        network.parameters().copyOf(network.parameters().named("prelu2.weight")));
  }

  /** Slopes 0.25, -2 and 3; gradients of ones are the sums of what is not above 0. */
  @Test
  void preluByHand() {
    Network network =
        Network.builder(new Shape(3, 1, 2)).add("p", new PRelu(PRelu.Slopes.CHANNEL, 0)).build(1);
    network.parameters().set(network.parameters().named("p.weight"), new float[] {0.25f, -2f, 3f});
    float[] x = {-4f, 8f, -1f, -3f, 0f, 5f, 16f, -12f, 2f, 1f, -7f, -1f};
    float[] dy = new float[12];
    Arrays.fill(dy, 1f);
    Harness harness = new Harness(network, true, Widths.best());
    Harness.Passed passed = harness.train(x, 2, dy);
    assertArrayEquals(
        new float[] {-1f, 8f, 2f, 6f, 0f, 5f, 16f, -3f, 2f, 1f, -21f, -3f}, passed.y());
    assertArrayEquals(new float[] {-16f, -4f, -8f}, harness.of("p.weight", passed.gradients()));
  }

  private static void assertRefused(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  @Test
  void wrongNumbersAreRefused() {
    assertRefused(
        "The slope of LeakyReLU must be finite. Received: NaN", () -> new LeakyRelu(Double.NaN));
    assertRefused(
        "The initial slope of PReLU must be finite. Received: Infinity",
        () -> new PRelu(PRelu.Slopes.SHARED, Double.POSITIVE_INFINITY));
    assertRefused("The alpha of ELU must be finite. Received: NaN", () -> new Elu(Double.NaN));
    assertRefused(
        "The alpha of CELU must be positive and finite. Received: 0.0", () -> new Celu(0));
    assertRefused(
        "The beta of Softplus must be positive and finite. Received: -1.0",
        () -> new Softplus(-1, 20));
    assertRefused(
        "The threshold of Softplus must be finite. Received: NaN",
        () -> new Softplus(1, Double.NaN));
    assertRefused(
        "The deviation of GaussianNoise must be at least 0 and finite. Received: -0.1",
        () -> new GaussianNoise(-0.1));
    assertRefused(
        "The rate of GaussianDropout must be at least 0 and less than 1. Received: 1.0",
        () -> new GaussianDropout(1));
    assertRefused(
        "A dropout probability must be at least 0 and less than 1. Received: 1.0",
        () -> new AlphaDropout(1));
    assertRefused(
        "A dropout probability must be at least 0 and less than 1. Received: -0.5",
        () -> new SpatialDropout(-0.5));
  }

  @ParameterizedTest
  @MethodSource("noises")
  void noiseIsForTrainingOnly(Layer noise) {
    Network network = Network.builder(INPUT).add(noise).build(1);
    float[] x = Bits.normal(1, 5 * INPUT.elements());
    Bits.assertIdentical(x, new Harness(network, false, Widths.best()).predict(x, 5), noise.kind());
    Bits.assertIdentical(
        x, new ChannelHarness(network, false, Widths.best()).predict(x, 5), noise.kind());
    float[] y = new Harness(network, true, Widths.best()).train(x, 5, x).y();
    int changed = 0;
    for (int i = 0; i < x.length; i++) {
      changed += x[i] != y[i] ? 1 : 0;
    }
    assertTrue(changed > x.length / 2, noise.kind() + " changes " + changed);
  }

  /** The images' keys tell them apart, not their lanes; another layer has other numbers. */
  @ParameterizedTest
  @MethodSource("noises")
  void noiseBelongsToTheImageAndTheLayer(Layer noise) {
    Network network = Network.builder(INPUT).add(noise).build(1);
    int n = INPUT.elements();
    float[] image = Bits.normal(2, n);
    float[] x = new float[20 * n];
    for (int i = 0; i < 20; i++) {
      System.arraycopy(image, 0, x, i * n, n);
    }
    Harness harness = new Harness(network, true, Widths.best());
    float[] y = harness.train(x, 20, i -> i == 19 ? 3 : i, (pass, first, images) -> {}).y();
    float[] third = Arrays.copyOfRange(y, 3 * n, 4 * n);
    Bits.assertIdentical(third, Arrays.copyOfRange(y, 19 * n, 20 * n), "the same key");
    assertFalse(Arrays.equals(third, Arrays.copyOfRange(y, 4 * n, 5 * n)), "another key");
    Network later =
        Network.builder(INPUT).add(new Flatten()).add(new Reshape(INPUT)).add(noise).build(1);
    float[] other =
        new Harness(later, true, Widths.best())
            .train(image, 1, i -> 3, (pass, first, images) -> {})
            .y();
    assertFalse(Arrays.equals(third, other), "another layer");
  }

  @Test
  void spatialDropoutDropsWholeChannels() {
    Shape shape = new Shape(200, 3, 5);
    Network network = Network.builder(shape).add(new SpatialDropout(0.25)).build(1);
    int images = 33;
    float[] x = new float[images * shape.elements()];
    Arrays.fill(x, 3f);
    float[] y = new Harness(network, true, Widths.best()).train(x, images, x).y();
    int dropped = 0;
    for (int channel = 0; channel < images * 200; channel++) {
      float first = y[channel * 15];
      assertTrue(first == 0f || first == 4f, "value " + first);
      for (int pixel = 1; pixel < 15; pixel++) {
        assertEquals(first, y[channel * 15 + pixel]);
      }
      dropped += first == 0f ? 1 : 0;
    }
    double share = (double) dropped / (images * 200);
    assertEquals(0.25, share, 4 * Math.sqrt(0.25 * 0.75 / (images * 200)));
  }

  /** Beside a padded convolution runs are rows, not planes. */
  @Test
  void aHaloChangesNothing() {
    Shape shape = new Shape(5, 4, 3);
    float[] x = Bits.normal(4, 17 * shape.elements());
    Conv2d same = Conv2d.of(2, 3).withPadding(Padding.of(1));
    for (Layer noise : noises().toList()) {
      Network plain = Network.builder(shape).add(noise).build(1);
      Network padded = Network.builder(shape).add(noise).add(same).build(1);
      Harness harness = new Harness(padded, true, Widths.best());
      harness.train(x, 17, new float[17 * 2 * 12]);
      Place place = harness.bound().outputOf(0);
      assertFalse(place.lanes().isDense(), "a halo");
      float[] y = new Harness(plain, true, Widths.best()).train(x, 17, x).y();
      for (int e = 0; e < shape.elements(); e++) {
        int at = place.lanes().offset(e / 12, e / 3 % 4, e % 3);
        float got = harness.memory()[place.at() + at];
        assertEquals(y[16 * shape.elements() + e], got, noise.kind());
      }
    }
  }

  private static void assertMoments(Layer noise, double mean, double deviation) {
    Shape shape = Shape.flat(10_007);
    Network network = Network.builder(shape).add(noise).build(1);
    float[] x = Bits.normal(3, 16 * shape.elements());
    float[] y = new Harness(network, true, Widths.best()).train(x, 16, x).y();
    double sum = 0;
    double squares = 0;
    for (float value : y) {
      sum += value;
      squares += value * (double) value;
    }
    double m = sum / y.length;
    assertEquals(mean, m, 0.015, noise.kind());
    assertEquals(deviation, Math.sqrt(squares / y.length - m * m), 0.015, noise.kind());
  }

  @Test
  void momentsAreWhatTheyShouldBe() {
    assertMoments(new AlphaDropout(0.2), 0, 1);
    assertMoments(new AlphaDropout(0.5), 0, 1);
    assertMoments(new GaussianNoise(0.75), 0, 1.25);
    assertMoments(new GaussianDropout(0.36), 0, Math.sqrt(1 + 0.36 / 0.64));
    assertMoments(new Dropout(0.36), 0, Math.sqrt(1 + 0.36 / 0.64));
  }
}
