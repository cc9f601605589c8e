package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.setting.Padding;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.linear.Conv2d;
import dev.lanewise.layers.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The guide to model files says what the code does. */
class ModelFilesGuideTest {

  private static String guide = "";

  @BeforeAll
  static void read() throws IOException {
    guide = Files.readString(Path.of("..", "docs", "model-files.md"));
  }

  private static ModelSpec example() {
    int start = guide.indexOf("```json\n") + "```json\n".length();
    return ModelJson.parse(guide.substring(start, guide.indexOf("```", start)), "model-files.md");
  }

  @Test
  void theExampleIsAModel() {
    ModelSpec spec = example();
    assertEquals("small-cnn", spec.name());
    assertEquals(new Shape(1, 28, 28), spec.input());
    assertEquals(9, spec.layers().size());
    assertEquals(Padding.SAME, ((Conv2d) spec.layers().getFirst().layer()).padding());
    assertEquals(3, spec.recipe().epochs());
    assertEquals("first.weight", spec.recipe().report().parameter());
    Network network = spec.network(1);
    assertEquals(Shape.flat(10), network.output());
    assertEquals(
        List.of("first.weight", "first.bias", "conv1.weight", "scores.weight", "scores.bias"),
        network.parameters().list().stream().map(parameter -> parameter.name()).toList());
    assertEquals(spec, ModelJson.parse(ModelJson.text(spec), "again"));
  }

  @Test
  void theExampleTrains() {
    ModelSpec spec = example();
    float[] trained = Trained.train(spec, 65).parameters().values();
    assertFalse(Arrays.equals(spec.network(7).parameters().values(), trained));
    for (float value : trained) {
      assertTrue(Float.isFinite(value));
    }
  }

  @Test
  void theMessagesAreTheRealOnes() {
    for (String layers :
        new String[] {
          "\"relu\",\"relu\",\"relu\",{\"type\":\"conv2d\",\"name\":\"second\",\"channels\":\"x\"}",
          "\"conv2\""
        }) {
      String text = "{\"input\":1,\"layers\":[" + layers + "]}";
      String message =
          assertThrows(FormatException.class, () -> ModelJson.parse(text, "small.json"))
              .getMessage();
      assertTrue(guide.contains("\n" + message + "\n"), message);
    }
  }

  @Test
  void everyTypeAndKeyIsExplained() {
    Stream.of(
            RecipeJson.RECIPE,
            RecipeJson.DATA,
            RecipeJson.VALIDATION,
            RecipeJson.REPORT,
            UpdateJson.UPDATE,
            UpdateJson.PLATEAU,
            UpdateJson.GROUP,
            UpdateJson.PENALTY,
            UpdateJson.STOPPING)
        .flatMap(row -> row.keys().stream())
        .forEach(key -> assertTrue(guide.contains("`" + key + "`"), key));
    Stream.of(
            LayerJson.LAYERS,
            InitializerJson.INITIALIZERS,
            LossJson.LOSSES,
            OptimizerJson.OPTIMIZERS,
            ScheduleJson.SCHEDULES,
            AugmentJson.AUGMENTATIONS,
            UpdateJson.CLIPS)
        .forEach(
            family ->
                family
                    .keys()
                    .forEach(
                        (type, fields) -> {
                          assertTrue(guide.contains("`" + type + "`"), type);
                          fields.forEach(key -> assertTrue(guide.contains("`" + key + "`"), key));
                        }));
  }
}
