package dev.lanewise.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code -Dlanewise.format=fix} (the script .ci/format), rewrites the files instead. */
class FormatTest {

  private final Formatting formatting = new Formatting();

  @Test
  void everySourceIsFormatted() {
    List<Path> sources = Checkout.here().sources();
    assertTrue(sources.size() > 15, () -> "Too few sources: " + sources.size());
    List<String> wrong =
        System.getProperty("lanewise.format", "check").equals("fix")
            ? formatting.fix(sources)
            : formatting.check(sources);
    assertEquals(
        List.of(), wrong, "Every Java file must be formatted. To format them, run: .ci/format");
  }

  @Test
  void aFileOutOfFormatIsFoundAndMended(@TempDir Path dir) throws IOException {
    Path crooked = dir.resolve("Crooked.java");
    Path straight = dir.resolve("Straight.java");
    Files.writeString(crooked, "import java.util.List;\nclass Crooked { int  x ;\n}\n");
    Files.writeString(straight, "class Straight {}\n");

    assertEquals(List.of(crooked.toString()), formatting.check(List.of(crooked, straight)));
    assertEquals(List.of(), formatting.fix(List.of(crooked, straight)));
    assertEquals("class Crooked {\n  int x;\n}\n", Files.readString(crooked));
    assertEquals("class Straight {}\n", Files.readString(straight));
    assertEquals(List.of(), formatting.check(List.of(crooked, straight)));
  }

  @Test
  void theNewestSyntaxIsUnderstood(@TempDir Path dir) throws IOException {
    Path source = dir.resolve("Newest.java");
    Files.writeString(
        source,
        """
        import module java.base;

        class Newest {
          int sum(Object o) {
            return o instanceof Pair(int a, _) ? a : 0;
          }

          record Pair(int a, int b) {}
        }
        """);
    assertEquals(List.of(), formatting.check(List.of(source)));
  }

  @Test
  void aFileThatIsNoJavaIsNamedAndLeftAlone(@TempDir Path dir) throws IOException {
    Path broken = dir.resolve("Broken.java");
    Files.writeString(broken, "class Broken {\n");

    List<String> wrong = formatting.fix(List.of(broken));
    assertEquals(1, wrong.size());
    assertTrue(wrong.getFirst().startsWith(broken + ": "), wrong::getFirst);
    assertEquals("class Broken {\n", Files.readString(broken));
  }
}
