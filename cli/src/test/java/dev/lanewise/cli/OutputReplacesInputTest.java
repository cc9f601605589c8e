package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No output replaces what a command reads, nor another output, whatever it is called. */
class OutputReplacesInputTest {

  private static final String TRAIN = "train --model m.json --data csv:d.csv ";

  @TempDir Path directory;
  private SmallTraining small;

  @BeforeEach
  void start() throws IOException {
    small = SmallTraining.in(directory);
  }

  private Map<Path, Long> contents() throws IOException {
    Map<Path, Long> contents = new HashMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file, Files.size(file));
      }
    }
    return contents;
  }

  private void refused(String arguments, String message) throws IOException {
    Map<Path, Long> before = contents();
    Program.Run run = small.run(arguments);
    assertEquals(64, run.code(), arguments + ": " + run.err());
    assertEquals("lanewise: " + message, run.error());
    assertEquals(before, contents());
  }

  private void replaces(String arguments, String output, String input) throws IOException {
    refused(
        arguments,
        "An output must not replace what is read. Received: %s, which is of %s"
            .formatted(output, input));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--out", "--save-best", "--save-last", "--log-csv", "--log-jsonl", "--checkpoint"})
  void everyOutputIsHeldAgainstEveryInput(String option) throws IOException {
    replaces(TRAIN + option + " d.csv", option + " d.csv", "--data csv:d.csv");
    replaces(TRAIN + option + " m.json", option + " m.json", "--model m.json");
    Files.copy(small.file("d.csv"), small.file("v.csv"));
    replaces(
        TRAIN + "--val-data csv:v.csv " + option + " v.csv",
        option + " v.csv",
        "--val-data csv:v.csv");
    replaces(
        TRAIN + "--test-data csv:v.csv " + option + " v.csv",
        option + " v.csv",
        "--test-data csv:v.csv");
  }

  @Test
  void filesAreToldByWhatTheyAreNotByTheirNames() throws IOException {
    Files.createSymbolicLink(small.file("soft.csv"), small.file("d.csv"));
    Files.createLink(small.file("hard.csv"), small.file("d.csv"));
    Files.createDirectory(small.file("sub"));
    Files.createSymbolicLink(small.file("here"), directory);
    for (String name : new String[] {"soft.csv", "hard.csv", "sub/../d.csv", "here/d.csv"}) {
      replaces(TRAIN + "--log-csv " + name, "--log-csv " + name, "--data csv:d.csv");
      replaces(
          "train --model m.json --data csv:" + name + " --out d.csv",
          "--out d.csv",
          "--data csv:" + name);
    }
  }

  @Test
  void imagesOfAFolderThatIsReadStay() throws IOException {
    String train = "train --model m.json --data folder:photos ";
    replaces(train + "--out photos/a/1.png", "--out photos/a/1.png", "--data folder:photos");
    replaces(
        train + "--log-csv photos/a/9.jpg", "--log-csv photos/a/9.jpg", "--data folder:photos");
    Files.createLink(small.file("hard.csv"), small.file("photos/b/2.png"));
    replaces(train + "--log-csv hard.csv", "--log-csv hard.csv", "--data folder:photos");
    small.run(train + "--out photos/model.safetensors").good();
    small.run(train + "--out photos/model.safetensors").good();
  }

  @Test
  void modelsThatAreReadStay() throws IOException {
    small.run(TRAIN + "--out m.safetensors --checkpoint c.safetensors").good();
    replaces(
        "train --from m.safetensors --data csv:d.csv --out m.safetensors",
        "--out m.safetensors",
        "--from m.safetensors");
    refused(
        "train --resume c.safetensors --out c.safetensors",
        "Each output must have a file of its own. Received: --out c.safetensors and --resume"
            + " c.safetensors");
    replaces(
        "train --resume c.safetensors --checkpoint k.safetensors --log-csv c.safetensors",
        "--log-csv c.safetensors",
        "--resume c.safetensors");
    replaces("train --resume c.safetensors --out d.csv", "--out d.csv", "the data csv:d.csv");
    replaces("bench train --model m.json --out m.json", "--out m.json", "--model m.json");
    // Its own checkpoint is written again.
    small.run("train --resume c.safetensors --checkpoint c.safetensors").good();
  }

  @Test
  void theDefaultOutputIsHeldAgainstTheInputsToo() throws IOException {
    small.run(TRAIN).good();
    assertTrue(Files.exists(small.file("m-d.safetensors")));
    replaces(
        "train --from m-d.safetensors --data csv:d.csv",
        "the model m-d.safetensors",
        "--from m-d.safetensors");
  }

  @Test
  void outputsHaveFilesOfTheirOwn() throws IOException {
    refused(
        TRAIN + "--log-csv a --log-jsonl a",
        "Each output must have a file of its own. Received: --log-csv a and --log-jsonl a");
    Files.createSymbolicLink(small.file("here"), directory);
    refused(
        TRAIN + "--out x --save-last here/x",
        "Each output must have a file of its own. Received: --out x and --save-last here/x");
  }

  @Test
  void placesThatCanNotBeWritten() throws IOException {
    Files.createDirectory(small.file("sub"));
    for (String arguments : new String[] {"--out sub", "--log-csv none/l.csv", "--out d.csv/x"}) {
      Program.Run run = small.run(TRAIN + arguments);
      assertEquals(73, run.code(), run::err);
      assertTrue(run.error().startsWith("lanewise: Cannot write "), run::error);
    }
    assertFalse(Files.exists(small.file("m-d.safetensors")));
  }

  @Test
  void aDeviceMayBeALog() {
    if (Files.exists(Path.of("/dev/null"))) {
      small.run(TRAIN + "--log-csv /dev/null --log-jsonl /dev/null").good();
    }
    assertEquals(0, small.run(TRAIN).code());
  }
}
