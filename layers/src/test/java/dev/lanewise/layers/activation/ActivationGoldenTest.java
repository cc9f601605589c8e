package dev.lanewise.layers.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.plan.ChannelHarness;
import dev.lanewise.layers.plan.Harness;
import dev.lanewise.testkit.Golden;
import dev.lanewise.testkit.Widths;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every activation of PyTorch's reference results, as a layer behind a convolution that changes
 * nothing, so that there is an input's gradient: in lane groups and image by image.
 */
class ActivationGoldenTest {

  static Stream<Golden> cases() {
    return Golden.group("activation", "", 41).stream();
  }

  private static Layer layer(JsonObject params) {
    return switch (params.get("op").getAsString()) {
      case "relu" -> new Relu();
      case "leaky_relu" -> new LeakyRelu(params.get("negative_slope").getAsDouble());
      case "elu" -> new Elu(params.get("alpha").getAsDouble());
      case "selu" -> {
        assertEquals(params.get("alpha").getAsDouble(), Selu.ALPHA);
        assertEquals(params.get("scale").getAsDouble(), Selu.SCALE);
        yield new Selu();
      }
      case "gelu" ->
          new Gelu(
              params.get("approximate").getAsString().equals("tanh")
                  ? Gelu.Form.TANH
                  : Gelu.Form.ERF);
      case "silu" -> new Silu();
      case "mish" -> new Mish();
      case "hardswish" -> new Hardswish();
      case "sigmoid" -> new Sigmoid();
      case "tanh" -> new Tanh();
      case "softplus" ->
          new Softplus(params.get("beta").getAsDouble(), params.get("threshold").getAsDouble());
      case "softmax" -> new Softmax();
      case "log_softmax" -> new LogSoftmax();
      default -> throw new IllegalArgumentException("no layer for " + params);
    };
  }

  private static Network network(Golden golden, Shape shape) {
    int channels = shape.channels();
    Network network =
        Network.builder(shape)
            .add("same", Conv2d.of(channels, 1).withBias(Bias.NONE))
            .add(layer(golden.params()))
            .build(1);
    float[] identity = new float[channels * channels];
    for (int c = 0; c < channels; c++) {
      identity[c * channels + c] = 1f;
    }
    network.parameters().set(network.parameters().named("same.weight"), identity);
    return network;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isPyTorchs(Golden golden) {
    int[] sizes = golden.shape("x");
    int images = sizes.length == 1 ? 1 : sizes[0];
    Shape shape =
        switch (sizes.length) {
          case 1 -> Shape.flat(sizes[0]);
          case 2 -> Shape.flat(sizes[1]);
          default -> new Shape(sizes[1], sizes[2], sizes[3]);
        };
    Network network = network(golden, shape);
    float[] x = golden.floats("x");
    float[] dy = golden.floats("dy");
    for (Simd simd : Widths.ALL) {
      Harness.Passed passed = new Harness(network, true, simd).train(x, images, dy);
      golden.assertWithinBound("y", passed.y());
      golden.assertWithinBound("dx", passed.dx());
      golden.assertWithinBound("y", new Harness(network, false, simd).predict(x, images));
      float[] y = new float[x.length];
      float[] dx = new float[x.length];
      int n = shape.elements();
      for (int i = 0; i < images; i++) {
        Harness.Passed one =
            new ChannelHarness(network, true, simd)
                .train(
                    Arrays.copyOfRange(x, i * n, (i + 1) * n),
                    Arrays.copyOfRange(dy, i * n, (i + 1) * n),
                    5);
        System.arraycopy(one.y(), 0, y, i * n, n);
        System.arraycopy(one.dx(), 0, dx, i * n, n);
      }
      golden.assertWithinBound("y", y);
      golden.assertWithinBound("dx", dx);
      golden.assertWithinBound("y", new ChannelHarness(network, false, simd).predict(x, images));
    }
  }
}
