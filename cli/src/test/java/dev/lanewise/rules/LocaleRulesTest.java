package dev.lanewise.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code -Dlanewise.format=fix} (the script .ci/format), mends what is mended by a letter. */
class LocaleRulesTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void noSourceFormatsByTheLocale() {
    List<Path> sources =
        Checkout.here().allModules().stream()
            .flatMap(module -> Checkout.mainSources(module).stream())
            .toList();
    assertTrue(sources.size() > 15, () -> "Too few sources: " + sources.size());
    if (System.getProperty("lanewise.format", "check").equals("fix")) {
      LocaleRules.mend(sources);
    }
    assertEquals(
        List.of(),
        LocaleRules.found(sources),
        "Formatting must not depend on the locale: %s for whole numbers (.ci/format does it),"
            + " String.format(Locale.ROOT, ...) for others");
  }

  private Path source(String line) throws IOException {
    return Files.writeString(directory.resolve("A.java"), "class A {\n  " + line + "\n}\n");
  }

  @Test
  void whatDependsOnTheLocaleIsFound() throws IOException {
    for (String line :
        List.of(
            "String a = \"%d\".formatted(1);",
            "String a = \"a \\\"%d\" + \" b\".formatted(1);",
            "String a = (\"%,d\"\n      + \"b\")\n      .formatted(1);",
            "String a = \"%.2f\".formatted(1.0);",
            "String a = \"%s %3$-5d\".formatted(1, 2, 3);",
            "String a = \"\"\"\n   %d\n \"\"\".formatted(1);",
            "String a = String.format(\"%s\", 1);",
            "out.printf(\"%s\", 1);",
            "String a = b.toLowerCase();",
            "var a = NumberFormat.getInstance();")) {
      List<String> found = LocaleRules.found(List.of(source(line)));
      assertEquals(1, found.size(), line + found);
      assertTrue(found.getFirst().contains(": depends on the locale: "), found::getFirst);
    }
  }

  @Test
  void whatDoesNotDependOnItIsNotFound() throws IOException {
    for (String line :
        List.of(
            "String a = \"%s %% d %x\".formatted(1, 2);",
            "String a = String.format(Locale.ROOT, \"%d\", 1);",
            "String a = String.format(\n Locale.ROOT, \"%d\", 1);",
            "String a = f(\"%d\", b) + c.formatted(1);",
            "String a = b.toLowerCase(Locale.ROOT);")) {
      assertEquals(List.of(), LocaleRules.found(List.of(source(line))), line);
    }
  }

  @Test
  void wholeNumbersAreMended() throws IOException {
    Path file = source("String a = \"%d of %-5d and %,d\" + \"%3d\".formatted(1, 2, 3, 4);");
    LocaleRules.mend(List.of(file));
    assertTrue(Files.readString(file).contains("\"%s of %-5s and %,d\" + \"%3s\""));
    assertEquals(1, LocaleRules.found(List.of(file)).size());
  }
}
