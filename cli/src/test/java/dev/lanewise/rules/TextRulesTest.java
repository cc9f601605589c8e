package dev.lanewise.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextRulesTest {

  private final Checkout checkout = Checkout.here();

  @Test
  void noFileHasMarksOfUnfinishedWorkOrOfOneMachine() {
    List<Path> files = checkout.files();
    assertTrue(files.contains(checkout.top().resolve("lanewise")), files::toString);
    assertTrue(files.contains(checkout.top().resolve("pom.xml")), files::toString);
    assertEquals(List.of(), TextRules.marks(files));
  }

  @Test
  void noSourceIsTooLong() {
    List<Path> sources =
        checkout.allModules().stream().flatMap(m -> Checkout.mainSources(m).stream()).toList();
    assertTrue(sources.size() > 15, () -> "Too few sources: " + sources.size());
    assertEquals(List.of(), TextRules.tooLong(sources));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TO-DO", "FIX-ME", "XX-X", "HA-CK", "/wo-rk/", "/ro-ot/"})
  void aMarkIsFound(String mark, @TempDir Path dir) throws IOException {
    String text = mark.replace("-", "");
    Path file = Files.writeString(dir.resolve("a.md"), "one\ntwo " + text + " x\nthree\n");
    List<String> found = TextRules.marks(List.of(file));
    assertEquals(1, found.size());
    assertTrue(found.getFirst().startsWith(file + ":2: "), found::getFirst);
    assertTrue(found.getFirst().endsWith(": " + text), found::getFirst);
  }

  @Test
  void wordsAndBytesThatOnlyLookLikeMarksAreNotFound(@TempDir Path dir) throws IOException {
    Path words = Files.writeString(dir.resolve("a.txt"), "HACKNEY, homework/x, rootwork\n");
    Path bytes = Files.writeString(dir.resolve("b.bin"), "\0TO-DO".replace("-", ""));
    assertEquals(List.of(), TextRules.marks(List.of(words, bytes)));
  }

  @Test
  void aLongSourceIsFound(@TempDir Path dir) throws IOException {
    Path fits = Files.writeString(dir.resolve("A.java"), "//\n".repeat(TextRules.LONGEST));
    Path longer = Files.writeString(dir.resolve("B.java"), "//\n".repeat(TextRules.LONGEST + 1));
    assertEquals(
        List.of(longer + ": at most 600 lines. Received: 601"),
        TextRules.tooLong(List.of(fits, longer)));
  }
}
