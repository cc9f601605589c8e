package dev.lanewise.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.activation.Sigmoid;
import dev.lanewise.layers.activation.Softmax;
import dev.lanewise.layers.activation.Tanh;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.noise.Dropout;
import dev.lanewise.layers.pool.AvgPool2d;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.shape.Flatten;
import dev.lanewise.layers.shape.Reshape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NetworkTest {

  private static void assertMessage(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }

  private static List<String> names(Network network) {
    return network.nodes().stream().map(Network.Node::name).toList();
  }

  @Test
  void layersAreNamedAfterTheirKindAndNumber() {
    Network network =
        Network.builder(new Shape(1, 9, 9))
            .add(Conv2d.of(2, 3))
            .add(new Relu())
            .add(MaxPool2d.of(2))
            .add(Conv2d.of(2, 2))
            .add(AvgPool2d.of(2))
            .add(new Flatten())
            .add(new Dropout(0.1))
            .add(Dense.of(5))
            .add(new Tanh())
            .add(new Reshape(Shape.flat(5)))
            .add(new Sigmoid())
            .add(new Softmax())
            .build(1);
    assertEquals(
        List.of(
            "conv1",
            "relu1",
            "pool1",
            "conv2",
            "pool2",
            "flatten1",
            "dropout1",
            "fc1",
            "tanh1",
            "reshape1",
            "sigmoid1",
            "softmax1"),
        names(network));
    assertEquals(
        List.of(
            "conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "fc1.weight", "fc1.bias"),
        network.parameters().list().stream().map(Parameter::name).toList());
    assertEquals(Shape.flat(5), network.output());
  }

  @Test
  void madeNamesAvoidGivenOnes() {
    Network network =
        Network.builder(Shape.flat(3))
            .add(Dense.of(3))
            .add("fc1", Dense.of(4))
            .add(Dense.of(5))
            .add("features.fc-2_a", Dense.of(2))
            .build(1);
    assertEquals(List.of("fc2", "fc1", "fc3", "features.fc-2_a"), names(network));
  }

  @Test
  void namesAreChecked() {
    Network.Builder twice =
        Network.builder(Shape.flat(3)).add("a", Dense.of(3)).add("a", Dense.of(4));
    assertMessage("Each layer's name must be used once. Received twice: a", () -> twice.build(1));
    for (String name : List.of("", "a b", ".a", "a.", "a..b", "ä", "a/b")) {
      assertMessage(
          "A layer's name must be of letters, digits, '_', '-' and dots between them. Received: \""
              + name
              + "\"",
          () -> Network.builder(Shape.flat(3)).add(name, Dense.of(3)).build(1));
    }
    assertMessage(
        "A network must have at least 1 layer. Received: none",
        () -> Network.builder(Shape.flat(3)).build(1));
  }

  @Test
  void errorsBeginWithTheLayersName() {
    Network.Builder flat =
        Network.builder(new Shape(1, 4, 4)).add(Conv2d.of(2, 3)).add(Dense.of(2));
    assertMessage(
        "Layer fc1 (Dense, input 2x2x2): Dense needs a flat input: put Flatten before it."
            + " Expected: n x 1 x 1. Received: 2x2x2",
        () -> flat.build(1));
    Network.Builder large = Network.builder(new Shape(1, 4, 4)).add("first", Conv2d.of(2, 5));
    assertMessage(
        "Layer first (Conv2d, input 1x4x4): The kernel must fit the padded input. Expected at most"
            + " 4x4. Received: 5x5 (dilation included), input 1x4x4",
        () -> large.build(1));
    Network.Builder reshape =
        Network.builder(new Shape(1, 4, 4)).add(new Reshape(new Shape(3, 5, 1)));
    assertMessage(
        "Layer reshape1 (Reshape, input 1x4x4): Reshape must keep the number of values. Expected:"
            + " 15, for 3x5x1. Received: 16, from 1x4x4",
        () -> reshape.build(1));
    Network.Builder pool = Network.builder(new Shape(1, 2, 2)).add(MaxPool2d.of(3));
    String message = assertThrows(IllegalArgumentException.class, () -> pool.build(1)).getMessage();
    assertEquals(
        "Layer pool1 (MaxPool2d, input 1x2x2): A pooling kernel must fit the padded input.",
        message.substring(0, message.indexOf(" Received")));
  }

  @Test
  void layersCheckThemselves() {
    assertMessage(
        "Conv2d needs at least 1 channel, in equal groups. Received: 3 channels, 2 groups",
        () -> Conv2d.of(3, 1).withGroups(2));
    Network.Builder many = Network.builder(new Shape(65536, 1, 1)).add(Conv2d.of(65536, 1));
    assertMessage(
        "Layer conv1 (Conv2d, input 65536x1x1): A convolution's weights must fit one array of 2^31"
            + " floats. Received: 1x1 kernel, input 65536x1x1, output 65536x1x1, 1 groups",
        () -> many.build(1));
    Network.Builder large = Network.builder(new Shape(40000, 1, 1)).add(Conv2d.of(40000, 1));
    assertMessage(
        "A network may have at most 2^30 parameters. It is exceeded at: conv1",
        () -> large.build(1));
    assertThrows(IllegalArgumentException.class, () -> new Dropout(1));
    assertThrows(IllegalArgumentException.class, () -> new Dropout(-0.1));
    assertThrows(IllegalArgumentException.class, () -> new Dropout(Double.NaN));
  }

  @Test
  void convolutionsHaveTheirBiasesParameters() {
    Shape input = new Shape(4, 6, 7);
    Conv2d conv =
        Conv2d.of(6, 3)
            .withGroups(2)
            .withPadding(Padding.SAME)
            .withStride(2)
            .withWindows(new Window(3, 2, 1), new Window(2, 1, 2));
    assertEquals(List.of(6, 2, 3, 2), conv.parameters(input).get(0).shape());
    assertEquals(12, conv.parameters(input).get(0).fanIn());
    assertEquals(36, conv.parameters(input).get(0).fanOut());
    assertEquals(List.of(6), conv.parameters(input).get(1).shape());
    assertEquals(1, conv.withBias(Bias.NONE).parameters(input).size());
    assertEquals(List.of(6, 3, 7), conv.withBias(Bias.POSITION).parameters(input).get(1).shape());
    assertEquals(new Shape(6, 3, 7), conv.outputShape(input));
  }

  @Test
  void parametersCanBeReadAndReplaced() {
    Network network = Network.builder(Shape.flat(3)).add(Dense.of(2)).build(7);
    Parameters parameters = network.parameters();
    Parameter weight = parameters.named("fc1.weight");
    float[] values = {1, 2, 3, 4, 5, 6};
    parameters.set(weight, values);
    assertArrayEquals(values, parameters.copyOf(weight));
    assertEquals(8, parameters.count());
    assertEquals(16, parameters.named("fc1.bias").offset(), "at a multiple of sixteen");
    assertEquals(48, parameters.values().length, "sixteen floats behind the last");
    assertMessage(
        "Parameter fc1.weight needs 6 values. Received: 5",
        () -> parameters.set(weight, new float[5]));
    assertMessage(
        "The network has no parameter of this name. Expected one of [fc1.weight, fc1.bias]."
            + " Received: fc2.weight",
        () -> parameters.named("fc2.weight"));
  }

  @Test
  void parametersBeginAtMultiplesOfSixteenAndEachDrawsItsOwnNumbers() {
    Initializer normal = new Initializer.Normal(1);
    Network network =
        Network.builder(Shape.flat(9))
            .add(Dense.of(9).withInit(normal, normal))
            .add(Dense.of(9).withInit(normal, normal))
            .build(7);
    Parameters parameters = network.parameters();
    for (Parameter parameter : parameters.list()) {
      assertEquals(0, parameter.offset() % 16, parameter.name());
    }
    assertFalse(
        Arrays.equals(
            parameters.copyOf(parameters.named("fc1.weight")),
            parameters.copyOf(parameters.named("fc2.weight"))));
  }

  @Test
  void fansOfAUniformStart() {
    ParameterSpec spec =
        new ParameterSpec("weight", List.of(50, 2), 2, 50, new Initializer.Zeros());
    double drawn = 2 * CounterRandom.uniform(3, 4) - 1;
    assertEquals(
        Math.sqrt(6.0 / 50) * drawn,
        new Initializer.HeUniform(Initializer.Fan.OUT).value(spec, 3, 4),
        1e-15);
    assertEquals(
        Math.sqrt(6.0 / 2) * drawn,
        new Initializer.HeUniform(Initializer.Fan.IN).value(spec, 3, 4),
        1e-15);
  }

  @Test
  void summaryOfAFlatNetwork() {
    Network network =
        Network.builder(new Shape(1, 2, 2))
            .add(new Flatten())
            .add("a-layer-with-a-long-name", Dense.of(3))
            .build(1);
    assertEquals(
        """
        ------------------------------------------------------------
        Layer (type)                       Output Shape      Param #
        ============================================================
        input (Input)                      (None, 1, 2, 2)         0
        flatten1 (Flatten)                 (None, 4)               0
        a-layer-with-a-long-name (Dense)   (None, 3)              15
        ------------------------------------------------------------
        Total params: 15 (60.00 B)
        Trainable params: 15 (60.00 B)
        Non-trainable params: 0 (0.00 B)\
        """,
        network.summary().toString());
  }
}
