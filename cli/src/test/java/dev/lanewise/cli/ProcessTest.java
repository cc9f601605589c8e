package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.formats.SavedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show. */
class ProcessTest {

  @TempDir Path directory;

  private Process start(List<String> jvmOptions, String... args) throws Exception {
    return start(List.of(), jvmOptions, args);
  }

  private Process start(List<String> prefix, List<String> jvmOptions, String... args)
      throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules=jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(jvmOptions);
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private String text(String name) throws Exception {
    return Files.readString(directory.resolve(name));
  }

  private void end(Process process) throws Exception {
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the program does not end");
    } finally {
      process.destroyForcibly();
    }
  }

  /** As Ctrl-C would, but that a shell can have made its children ignore. */
  @Test
  void aSignalStopsAndSaves() throws Exception {
    Process process =
        start(List.of(), "train", "--limit", "17", "--epochs", "100000", "-o", "m.safetensors");
    while (process.isAlive() && !text("out").contains("epoch 2/")) {
      Thread.sleep(20);
    }
    process.destroy();
    end(process);
    assertEquals(143, process.exitValue(), text("err"));
    assertTrue(text("err").contains("lanewise: stopping after this step"), text("err"));
    assertTrue(text("out").endsWith("saved: m.safetensors\n"), text("out"));
    SavedModel model = SavedModel.load(directory.resolve("m.safetensors"));
    assertTrue(model.provenance().epochs() >= 2);
  }

  @Test
  void aHeapThatIsTooSmallIsOneLine() throws Exception {
    Files.writeString(
        directory.resolve("large.json"),
        """
        {"name": "large", "input": [1, 28, 28],
         "layers": [{"type": "flatten"}, {"type": "dense", "outputs": 30000},
                    {"type": "dense", "outputs": 10}]}
        """);
    Process process =
        start(List.of("-Xmx40m"), "train", "--model", "large.json", "--data", "digits");
    end(process);
    List<String> lines =
        text("err").lines().filter(line -> !line.startsWith("WARNING: Using incubator")).toList();
    assertEquals(1, lines.size(), text("err"));
    assertTrue(
        lines.getFirst().startsWith("lanewise: large: its 23,850,010 parameters"), text("err"));
    assertEquals(71, process.exitValue(), text("err"));
    assertFalse(Files.exists(directory.resolve("large-digits.safetensors")));
  }

  /** A file may have 16 KB here, less than the model has; the system refuses as on a full disk. */
  @Test
  void aDiskThatIsFullLeavesNoPartOfAFile() throws Exception {
    Process process =
        start(
            List.of("sh", "-c", "ulimit -f 32; exec \"$@\"", "sh"),
            List.of("-XX:-UsePerfData"),
            "train",
            "--limit",
            "17",
            "--epochs",
            "1",
            "-o",
            "m.safetensors");
    end(process);
    List<String> errors = text("err").lines().filter(l -> l.startsWith("lanewise: ")).toList();
    assertEquals(2, errors.size(), text("err"));
    assertTrue(errors.getFirst().startsWith("lanewise: Cannot write m.safetensors: "), text("err"));
    assertTrue(
        errors.getLast().startsWith("lanewise: Not written: Cannot write m.safetensors: "),
        text("err"));
    assertFalse(text("err").contains("\tat "), text("err"));
    assertEquals(74, process.exitValue());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(
          List.of("err", "out"), files.map(f -> f.getFileName().toString()).sorted().toList());
    }
  }

  /** A container has no locale: a JVM of ASCII can't name the files, and says what is missing. */
  @Test
  void inALocaleOfAsciiAMessageNamesTheLocale() throws Exception {
    Process process =
        start(List.of("env", "LC_ALL=POSIX"), List.of(), "eval", "\u00e4.safetensors");
    end(process);
    List<String> errors = text("err").lines().filter(l -> l.startsWith("lanewise: ")).toList();
    assertEquals(1, errors.size(), text("err"));
    assertFalse(text("err").contains("internal error"), text("err"));
    assertTrue(process.exitValue() == 64 || process.exitValue() == 66, text("err"));
    assertTrue(errors.getFirst().contains("LC_ALL=POSIX"), text("err"));
  }

  /** What is piped into another program is UTF-8 with the digits 0 to 9, whatever the locale. */
  @Test
  void whatIsPipedDoesNotDependOnTheLocale() throws Exception {
    Files.writeString(
        directory.resolve("m.json"),
        """
        {"name": "m\u732b", "input": [1, 28, 28],
         "layers": ["flatten", {"type": "dense", "outputs": 10}]}
        """);
    String expected = "";
    for (String language : List.of("en", "ar", "th")) {
      Process process =
          start(
              List.of("env", "LC_ALL=C.UTF-8"),
              List.of(
                  "-Duser.language=" + language,
                  "-Duser.country=" + (language.equals("ar") ? "EG" : "TH"),
                  "-Duser.extensions=" + (language.equals("th") ? "u-nu-thai" : "")),
              "summary",
              "m.json");
      end(process);
      assertEquals(0, process.exitValue(), text("err"));
      assertTrue(text("out").contains("m\u732b") && text("out").contains("7,850"), text("out"));
      assertTrue(expected.isEmpty() || expected.equals(text("out")), text("out"));
      expected = text("out");
    }
  }
}
