package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody takes training images for test images. */
class WhatIsMeasuredTest {

  private static final String MODEL =
      """
      {"name": "m", "input": [3, 12, 12], "layers": ["flatten", {"type": "dense", "outputs": 3}],
       "recipe": {"optimizer": {"type": "adam", "learningRate": 0.01}, "epochs": 1, "batch": 8}}
      """;

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() throws Exception {
    program = new Program(directory);
    Files.writeString(directory.resolve("m.json"), MODEL);
  }

  private Program.Run run(String arguments) {
    return program.run(arguments.split(" "));
  }

  private String split(String arguments) {
    return run(arguments + " --json").good().json().get("split").getAsString();
  }

  @Test
  void aFolderWithoutTestImages() throws Exception {
    Pictures.rgb(12, 12).draw(directory.resolve("photos"), 8);
    Pictures.rgb(12, 12).draw(directory.resolve("others"), 2);
    Program.Run trained = run("train --model m.json --data photos -o m").good();
    assertTrue(
        trained.out().contains("test: nothing measured, the folder has no test images\n"),
        trained::out);
    Program.Run measured = run("eval m").good();
    assertTrue(
        measured.out().contains("(24 training images: the folder has no test images)"),
        measured::out);
    assertEquals("training", split("eval m"));
    assertEquals("training", split("eval m --data photos"));
    assertEquals("training", split("eval m --data " + directory.resolve("photos")));
    Program.Run other = run("eval m --data others").good();
    assertTrue(other.out().contains("(6 images)"), other::out);
    assertEquals("all", split("eval m --data others"));
    Program.Run indexed = run("predict m --index 0").good();
    assertTrue(
        indexed
            .err()
            .contains("lanewise: --index counts training images: the folder has no test images\n"),
        indexed::err);
  }

  @Test
  void whatWasSetAsideIsMeasuredBeforeWhatWasLearned() throws Exception {
    Pictures.rgb(12, 12).draw(directory.resolve("photos"), 10);
    run("train --model m.json --data photos --val 0.2 -o m").good();
    Program.Run measured = run("eval m").good();
    assertTrue(
        measured.out().contains("(6 validation images; the folder has no test images)"),
        measured::out);
    assertEquals("validation", split("eval m"));
    Program.Run trained = run("train --model m.json --data photos --val 0.2 -o m --json").good();
    assertEquals(
        trained.json().getAsJsonArray("history").get(0).getAsJsonObject().get("validationLoss"),
        run("eval m --json").good().json().get("testLoss"));
  }

  @Test
  void partsOfTheFolderAreKnown() throws Exception {
    Path parts = directory.resolve("parts");
    Pictures.rgb(12, 12).draw(parts.resolve("training"), 4);
    Pictures.rgb(12, 12).draw(parts.resolve("validation"), 2);
    run("train --model m.json --data parts -o m").good();
    assertEquals("validation", split("eval m"));
    assertEquals("training", split("eval m --data parts/training"));
    Pictures.rgb(12, 12).draw(parts.resolve("testing"), 3);
    assertEquals("test", split("eval m"));
    assertEquals("test", split("eval m --data parts/testing"));
    Program.Run twice =
        run("train --model m.json --data parts --test-data parts/training -o m").good();
    assertTrue(
        twice.err().contains("lanewise: --test-data names the training images: "), twice::err);
  }

  @Test
  void aTextFileWithoutTestImages() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      text.append(i / 4).append(",7".repeat(3 * 12 * 12 - 1)).append(',').append(i).append('\n');
    }
    Files.writeString(directory.resolve("t.csv"), text);
    run("train --model m.json --data t.csv -o m").good();
    Program.Run measured = run("eval m").good();
    assertTrue(
        measured.out().contains("(12 training images: the file has no test images)"),
        measured::out);
    Files.writeString(directory.resolve("u.csv"), text);
    assertEquals("all", split("eval m --data u.csv"));
  }

  @Test
  void otherClassesAreNotMeasured() throws Exception {
    Pictures.rgb(12, 12).draw(directory.resolve("photos"), 2);
    run("train --model m.json --data photos -o m").good();
    Path others = directory.resolve("others");
    Pictures.rgb(12, 12).draw(others, "cat", "circle", 2);
    Pictures.rgb(12, 12).draw(others, "dog", "square", 2);
    Pictures.rgb(12, 12).draw(others, "emu", "triangle", 2);
    Program.Run run = run("eval m --data others");
    assertEquals(65, run.code());
    assertTrue(run.error().contains("Received: cat"), run::error);
    run("train --epochs 1 --limit 20 --test-limit 10 -o d").good();
    Program.Run clothes = run("eval d --data fashion-mnist");
    assertEquals(65, clothes.code());
    assertTrue(
        clothes.error().startsWith("lanewise: The classes of fashion-mnist must be those that"),
        clothes::error);
    assertFalse(run("eval d").good().out().isEmpty());
  }
}
