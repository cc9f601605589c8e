package dev.lanewise.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void theExampleLearns() {
    double accuracy = EmbeddingExample.trainAndMeasure();
    assertTrue(accuracy > 0.9, "accuracy " + accuracy);
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin);
    assertTrue(from >= 0, "not found: " + begin);
    int to = text.indexOf(end, from + begin.length());
    assertTrue(to >= 0, "not found: " + end);
    return text.substring(from + begin.length(), to);
  }
}
