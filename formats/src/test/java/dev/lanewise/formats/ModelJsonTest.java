package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.Bias;
import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.setting.Window;
import dev.lanewise.core.tensor.Halo;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Binding;
import dev.lanewise.layers.Initializer;
import dev.lanewise.layers.Layer;
import dev.lanewise.layers.LayerOp;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.activation.Relu;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.linear.Dense;
import dev.lanewise.layers.loss.SoftmaxCrossEntropy;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.pool.MaxPool2d;
import dev.lanewise.layers.pool.Pool2d;
import dev.lanewise.layers.shape.Reshape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelJsonTest {

  @TempDir Path directory;

  static Stream<ModelSpec> presets() {
    return Presets.all().stream();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void aFileSaysAllThatAPresetSays(ModelSpec preset) throws IOException {
    Path file = directory.resolve(preset.name() + ".json");
    ModelJson.write(preset, file);
    ModelSpec read = ModelJson.read(file);
    assertEquals(preset, read);
    assertEquals(ModelJson.text(preset), ModelJson.text(read));
    assertEquals(ModelJson.text(preset), Files.readString(file));
  }

  @Test
  void theTextOfAPreset() {
    assertEquals(
        """
        {
          "name": "scratch-max",
          "description": "conv 16@3x3 without bias - max-pool 2 - dense 10; per-sample SGD on the first 1,000 of MNIST",
          "input": [1, 28, 28],
          "layers": [
            {
              "type": "conv2d",
              "channels": 16,
              "kernel": 3,
              "bias": "none",
              "weightInit": {"type": "normal", "deviation": 0.1111111111111111},
              "biasInit": "zeros"
            },
            {"type": "maxpool2d", "kernel": 2},
            {"type": "flatten"},
            {
              "type": "dense",
              "outputs": 10,
              "weightInit": {"type": "normal", "deviation": 0.0003698224852071006},
              "biasInit": "zeros"
            }
          ],
          "loss": "softmax-cross-entropy",
          "recipe": {
            "data": {"dataset": "mnist", "limit": 1000, "testLimit": 1000, "scaling": "unit"},
            "optimizer": {"type": "sgd", "learningRate": 0.05},
            "epochs": 2,
            "batch": 1,
            "logEvery": 100
          }
        }
        """,
        ModelJson.text(Presets.scratchMax()));
  }

  private static ModelSpec read(String layers) {
    return ModelJson.parse("{\"input\": [4, 9, 9], \"layers\": [" + layers + "]}", "f");
  }

  private static Layer only(String layer) {
    return read(layer).layers().getFirst().layer();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    ModelSpec spec = ModelJson.parse("{\"input\": 7, \"layers\": [\"relu\"]}", "f");
    assertEquals("model", spec.name());
    assertEquals("", spec.description());
    assertEquals(Shape.flat(7), spec.input());
    assertEquals(List.of(new Named(Optional.empty(), new Relu())), spec.layers());
    assertEquals(new SoftmaxCrossEntropy(), spec.loss());
    assertEquals(RecipeJson.USUAL, spec.recipe());
    assertEquals(
        RecipeJson.USUAL,
        ModelJson.parse(
                """
                {"input": 7, "layers": ["relu"], "recipe": {"data": {}, "optimizer": "adam"}}
                """,
                "f")
            .recipe());
    assertEquals(Conv2d.of(4, 3), only("{\"type\": \"conv2d\", \"channels\": 4, \"kernel\": 3}"));
    assertEquals(MaxPool2d.of(3), only("{\"type\": \"maxpool2d\", \"kernel\": 3}"));
    assertEquals(
        Dense.of(5),
        read("\"flatten\", {\"type\": \"dense\", \"outputs\": 5}").layers().get(1).layer());
  }

  private static Padding padding(String text) {
    return ((Conv2d)
            only("{\"type\":\"conv2d\",\"channels\":2,\"kernel\":3,\"padding\":" + text + "}"))
        .padding();
  }

  @Test
  void paddingHasFiveForms() {
    assertEquals(Padding.of(2), padding("2"));
    assertEquals(Padding.of(2), padding("2.0"));
    assertEquals(Padding.of(1, 2), padding("[1, 2]"));
    assertEquals(Padding.of(1, 2, 3, 4), padding("[1, 2, 3, 4]"));
    assertEquals(Padding.SAME, padding("\"same\""));
    assertEquals(Padding.VALID, padding("\"valid\""));
  }

  private static Bias bias(String text) {
    return ((Conv2d)
            only("{\"type\":\"conv2d\",\"channels\":2,\"kernel\":3,\"bias\":" + text + "}"))
        .bias();
  }

  @Test
  void biasIsANameOrAFlag() {
    assertEquals(Bias.NONE, bias("false"));
    assertEquals(Bias.CHANNEL, bias("true"));
    assertEquals(Bias.NONE, bias("\"none\""));
    assertEquals(Bias.CHANNEL, bias("\"channel\""));
    assertEquals(Bias.POSITION, bias("\"position\""));
  }

  @Test
  void pairsAreRowsThenColumns() {
    Conv2d conv =
        (Conv2d)
            only(
                "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":[3,2],\"stride\":[1,2],\"dilation\":[2,3]}");
    assertEquals(new Window(3, 1, 2), conv.rows());
    assertEquals(new Window(2, 2, 3), conv.columns());
    MaxPool2d pool =
        (MaxPool2d)
            only(
                "{\"type\":\"maxpool2d\",\"kernel\":[3,5],\"padding\":[0,1,1,2],\"ceilMode\":true}");
    assertEquals(new Pool2d(3, 5, 3, 5, new Halo(0, 1, 1, 2), true, true), pool.pool());
    assertEquals(
        new Reshape(new Shape(2, 9, 18)), only("{\"type\":\"reshape\",\"shape\":[2,9,18]}"));
    assertEquals(new Reshape(Shape.flat(324)), only("{\"type\":\"reshape\",\"shape\":324}"));
  }

  /** A layer that no file can name. */
  private record Foreign() implements Layer {
    @Override
    public String kind() {
      return "Foreign";
    }

    @Override
    public String defaultName() {
      return "foreign";
    }

    @Override
    public Shape outputShape(Shape input) {
      return input;
    }

    @Override
    public Optional<LayerOp> bind(Binding binding) {
      throw new UnsupportedOperationException();
    }
  }

  private static String refused(Layer layer) {
    ModelSpec preset = Presets.lenet5();
    ModelSpec spec =
        new ModelSpec(
            "x",
            "",
            preset.input(),
            List.of(new Named(Optional.empty(), layer)),
            preset.loss(),
            preset.recipe());
    return assertThrows(IllegalArgumentException.class, () -> ModelJson.text(spec)).getMessage();
  }

  @Test
  void whatAFileCannotSayIsNotWritten() {
    assertEquals(
        "Only the project's own layers can be written. Received: Foreign", refused(new Foreign()));
    assertEquals(
        "A number must be finite. Received: NaN",
        refused(
            Dense.of(1).withInit(new Initializer.Constant(Double.NaN), new Initializer.Zeros())));
    Padding odd = new Padding(Padding.Rule.SAME, new Halo(1, 1, 1, 1));
    assertTrue(
        refused(Conv2d.of(1, 3).withPadding(odd))
            .startsWith("Padding by the rule \"same\" has no sizes of its own. Received: "));
  }
}
