package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that is stopped and gone on with leaves the files of one that was not. */
class ResumeCommandTest {

  private static final String TRAINING =
      "train --limit 96 --test-limit 40 --batch 8 --epochs 4 --log-every 1 --val 0.25 --val-mode"
          + " random --optimizer adam --lr 0.004 --schedule plateau:0 --ema 0.9 --patience 3"
          + " --augment crop:1,mixup:0.4 --label-smoothing 0.1 --seed 12";

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() {
    program = new Program(directory);
  }

  private Program.Run run(String arguments) {
    return program.run(arguments.split(" "));
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(directory.resolve(name));
  }

  /** The lines of a log without their times. */
  private List<String> csv(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name)).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  private List<JsonObject> jsonl(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name)).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .peek(object -> object.remove("seconds"))
        .toList();
  }

  /** Runs until a stop during the output of a step. */
  private Program.Run runUntil(int step, String arguments) {
    List<Runnable> stops = new ArrayList<>();
    StringWriter out =
        new StringWriter() {
          @Override
          public void write(String text, int offset, int length) {
            super.write(text, offset, length);
            if (text.startsWith("step " + step + " ")) {
              stops.forEach(Runnable::run);
            }
          }
        };
    Session.Interrupts interrupts =
        stop -> {
          stops.add(stop);
          return () -> {};
        };
    return new Program(directory).with(interrupts).with(out).run(arguments.split(" "));
  }

  private static final String FILES =
      " --out %1$s.safetensors --save-best %1$s-best.safetensors --save-last %1$s-last.safetensors"
          + " --log-csv %1$s.csv --log-jsonl %1$s.jsonl --threads %2$d";

  @ParameterizedTest
  @ValueSource(ints = {1, 9, 13, 31})
  void theFilesAreThoseOfAWholeTraining(int step) throws Exception {
    run(TRAINING + FILES.formatted("whole", 1)).good();
    Program.Run first =
        runUntil(step, TRAINING + " --checkpoint c.safetensors" + FILES.formatted("part", 1));
    assertEquals(130, first.code(), first::err);
    Program.Run second =
        run("train --resume c.safetensors --json" + FILES.formatted("part", 1)).good();
    assertTrue(
        second
            .err()
            .contains("going on after step %d; epochs complete: %d\n".formatted(step, step / 9)),
        second::err);
    for (String file : List.of("", "-best", "-last")) {
      assertArrayEquals(
          bytes("whole" + file + ".safetensors"), bytes("part" + file + ".safetensors"), file);
    }
    assertEquals(csv("whole.csv"), csv("part.csv"));
    assertEquals(jsonl("whole.jsonl"), jsonl("part.jsonl"));
    JsonArray history = second.json().getAsJsonArray("history");
    assertEquals(jsonl("whole.jsonl").size(), history.size());
    assertEquals(12, second.json().get("seed").getAsLong());
  }

  /** The file is kept up to date: a training may be stopped again. */
  @Test
  void aTrainingMayBeStoppedTwice() throws Exception {
    run(TRAINING + " --out whole.safetensors").good();
    runUntil(4, TRAINING + " --checkpoint c.safetensors --out part.safetensors");
    Program.Run again =
        runUntil(22, "train --resume c.safetensors --threads 2 --out part.safetensors");
    assertEquals(130, again.code(), again::err);
    run("train --resume c.safetensors --threads 1 --out part.safetensors --checkpoint"
            + " d.safetensors")
        .good();
    JsonObject whole = run("eval whole.safetensors --json").good().json();
    JsonObject part = run("eval part.safetensors --json").good().json();
    assertEquals(whole.get("testLoss"), part.get("testLoss"));
    // What is complete stays complete.
    JsonObject nothingLeft =
        run("train --resume d.safetensors --out again.safetensors --json").good().json();
    assertEquals(whole.get("testLoss"), nothingLeft.get("testLoss"));
  }

  @Test
  void badInput() throws Exception {
    run("train --limit 32 --epochs 1 --checkpoint c.safetensors --out m.safetensors").good();
    fails(
        64,
        "--resume goes on with the options that the training began with, but for --epochs, --lr,"
            + " --schedule, --warmup and --patience. Received also: --optimizer",
        "train --resume c.safetensors --optimizer adam");
    fails(66, "Model file not found: none.safetensors", "train --resume none.safetensors");
    Path file = directory.resolve("m.safetensors");
    fails(
        65,
        file
            + ": a saved model, not a checkpoint of a training. To train it further: lanewise train"
            + " --from "
            + file,
        "train --resume m.safetensors");
    Path checkpoint = directory.resolve("c.safetensors");
    fails(
        65,
        "%s: a checkpoint of a training, not a model. To go on with it: lanewise train --resume %s"
            .formatted(checkpoint, checkpoint),
        "eval c.safetensors");
    byte[] content = bytes("c.safetensors");
    content[content.length - 1] ^= 1;
    Files.write(directory.resolve("d.safetensors"), content);
    Program.Run damaged = run("train --resume d.safetensors");
    assertEquals(65, damaged.code());
    assertTrue(
        damaged.error().contains("d.safetensors: the content must be as it was saved; it is"),
        damaged::error);
    Program.Run unwritable =
        run("train --limit 32 --epochs 1 --checkpoint none/c.safetensors --out m.safetensors");
    assertEquals(73, unwritable.code(), unwritable::err);
  }

  /** Other validation samples would decide otherwise about early stopping. */
  @Test
  void validationSamplesMustBeGivenAgain() throws Exception {
    runUntil(
        6,
        "train --limit 32 --batch 8 --epochs 3 --log-every 1 --val-data digits --checkpoint"
            + " c.safetensors --out m.safetensors");
    byte[] before = bytes("c.safetensors");
    fails(
        65,
        "A training must go on with the validation samples that it began with. Expected: 2000."
            + " Received: none",
        "train --resume c.safetensors --out m.safetensors");
    assertArrayEquals(before, bytes("c.safetensors"));
    run("train --resume c.safetensors --val-data digits --out m.safetensors").good();
  }

  private void fails(int code, String message, String arguments) {
    Program.Run run = run(arguments);
    assertEquals(code, run.code(), run::err);
    assertEquals("lanewise: " + message, run.error());
  }
}
