package dev.lanewise.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.simd.Simd;
import dev.lanewise.formats.ModelJson;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.schedule.CosineDecay;
import dev.lanewise.layers.schedule.Sequence;
import dev.lanewise.layers.train.TrainResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the documents show is compiled code, and it runs. */
final class DocsTest {

  /** Tests of a module run in its folder. */
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void readmeShowsTheExample() throws IOException {
    String source =
        Files.readString(ROOT.resolve("cli/src/test/java/dev/lanewise/docs/EmbeddingExample.java"));
    String example = between(source, "// README: begin\n", "// README: end\n").strip();
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertEquals(example, between(readme, "```java\n", "```\n").strip());
  }

  @Test
  void theGuideToLayersShowsTheExample() throws IOException {
    String source =
        Files.readString(ROOT.resolve("cli/src/test/java/dev/lanewise/docs/ChannelScale.java"));
    String example =
        between(source, "// adding-a-layer: begin\n", "// adding-a-layer: end\n").strip();
    String guide = Files.readString(ROOT.resolve("docs/adding-a-layer.md"));
    assertEquals(example, between(guide, "```java\n", "```\n").strip());
  }

  @Test
  void theExampleLearns() {
    double accuracy = EmbeddingExample.trainAndMeasure();
    assertTrue(accuracy > 0.9, "accuracy " + accuracy);
  }

  @Test
  void theTrainingGuideShowsItsExample() throws IOException {
    String source =
        Files.readString(ROOT.resolve("cli/src/test/java/dev/lanewise/docs/TrainingExample.java"));
    String example =
        between(source, "// training.md: begin\n", "// training.md: end\n").stripIndent().strip();
    String guide = Files.readString(ROOT.resolve("docs/training.md"));
    assertEquals(example, between(guide, "```java\n", "```\n").strip());
    TrainResult result = TrainingExample.train(Simd.choose());
    double accuracy = result.epochs().getLast().validation().orElseThrow().accuracy();
    assertTrue(accuracy > 0.9, "accuracy " + accuracy);
  }

  @Test
  void theTrainingGuideCarriesARecipeOut() throws IOException {
    String source =
        Files.readString(ROOT.resolve("cli/src/test/java/dev/lanewise/docs/RecipeExample.java"));
    String guide = Files.readString(ROOT.resolve("docs/training.md"));
    for (String part : List.of("a recipe", "a saved model")) {
      String example =
          between(
                  source,
                  "// training.md, %s: begin\n".formatted(part),
                  "// training.md, %s: end\n".formatted(part))
              .stripIndent()
              .strip();
      assertTrue(guide.contains("```java\n" + example + "\n```\n"), example);
    }
  }

  /** A model file with every part of a recipe. */
  @Test
  void theTrainingGuidesRecipeIsOne() throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/training.md"));
    String recipe = between(guide, "```json\n", "```\n");
    Recipe read =
        ModelJson.parse(
                "{\"input\":[3,32,32],\"layers\":[\"flatten\"],\"recipe\":" + recipe + "}", "guide")
            .recipe();
    assertEquals(40, read.epochs());
    assertEquals(2, read.augment().changes().size());
    assertEquals(Sequence.warmUp(5, 0.1, new CosineDecay(35)), read.update().schedule());
    assertEquals(0.999, read.update().average().orElseThrow());
    assertEquals(ParameterGroup.decayOfWeightsOnly(), read.update().groups());
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin);
    assertTrue(from >= 0, "not found: " + begin);
    int to = text.indexOf(end, from + begin.length());
    assertTrue(to >= 0, "not found: " + end);
    return text.substring(from + begin.length(), to);
  }
}
