package dev.lanewise.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All 299 reference cases are among the test resources, once each, and some test runs each. */
final class GoldenCasesTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** As the reference set counts them. */
  private static final Map<String, Integer> CASES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("activation", 41),
              Map.entry("adaptive_avgpool2d", 7),
              Map.entry("avgpool2d", 21),
              Map.entry("clip", 7),
              Map.entry("conv2d", 60),
              Map.entry("init", 8),
              Map.entry("linear", 8),
              Map.entry("loss", 46),
              Map.entry("lr_schedule", 21),
              Map.entry("maxpool2d", 29),
              Map.entry("net", 5),
              Map.entry("norm", 19),
              Map.entry("optimizer", 27)));

  private static final Pattern USE =
      Pattern.compile("Golden\\.group\\(\\s*\"(\\w+)\",\\s*\"(\\w*)\",\\s*(\\d+)\\)");

  private static List<Path> files(String module, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test"))) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  @Test
  void allAreThere() throws IOException {
    Map<String, Integer> found = new TreeMap<>();
    for (String module : List.of("core", "layers")) {
      for (Path file : files(module, ".safetensors")) {
        Path group = file.getParent();
        if (group.getParent().endsWith("golden")) {
          found.merge(group.getFileName().toString(), 1, Integer::sum);
        }
      }
    }
    assertEquals(CASES, found);
    assertEquals(299, found.values().stream().mapToInt(Integer::intValue).sum());
  }

  /** Tests name a group and how its cases' names begin; the parts must make up the whole. */
  @Test
  void allAreRun() throws IOException {
    Map<String, Map<String, Integer>> used = new TreeMap<>();
    for (String module : List.of("core", "layers")) {
      for (Path file : files(module, ".java")) {
        Matcher matcher = USE.matcher(Files.readString(file));
        while (matcher.find()) {
          used.computeIfAbsent(matcher.group(1), group -> new TreeMap<>())
              .put(matcher.group(2), Integer.valueOf(matcher.group(3)));
        }
      }
    }
    Map<String, Integer> run = new TreeMap<>();
    used.forEach(
        (group, parts) -> {
          int named =
              parts.entrySet().stream()
                  .filter(part -> !part.getKey().isEmpty())
                  .mapToInt(Map.Entry::getValue)
                  .sum();
          run.put(group, named > 0 ? named : parts.get(""));
        });
    assertEquals(CASES, run);
  }
}
