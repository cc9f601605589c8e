package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lanewise.formats.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is complete may go on for more epochs, with another rate or schedule. */
class TrainLongerTest {

  private static final String TRAIN = "train --model m.json --data csv:d.csv ";

  @TempDir Path directory;
  private SmallTraining small;

  @BeforeEach
  void start() throws IOException {
    small = SmallTraining.in(directory);
  }

  private List<String> changes(String name) throws IOException {
    return SavedModel.load(small.file(name)).provenance().changes();
  }

  @Test
  void moreEpochsGiveTheWeightsOfATrainingThatHadThemFromTheStart() throws IOException {
    small.run(TRAIN + "--epochs 6 --out whole.safetensors --log-csv whole.csv").good();
    small.run(TRAIN + "--out part.safetensors --checkpoint c.safetensors --log-csv p.csv").good();
    Program.Run run =
        small.run("train --resume c.safetensors --epochs 6 --log-csv p.csv --log-jsonl p.jsonl");
    assertTrue(run.good().out().contains("changed: epochs 2 to 6\n"), run::out);
    // The original output is the default.
    assertTrue(run.out().contains("saved: part.safetensors\n"), run::out);
    assertFalse(Files.exists(small.file("m-d.safetensors")));
    assertArrayEquals(small.values("whole.safetensors"), small.values("part.safetensors"));
    assertEquals(List.of("from epoch 3: epochs 2 to 6"), changes("part.safetensors"));
    assertEquals(columns("whole.csv"), columns("p.csv"));
    List<JsonObject> lines =
        Files.readAllLines(small.file("p.jsonl")).stream()
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();
    assertEquals("epochs 2 to 6", lines.get(2).get("changed").getAsString());
    assertFalse(lines.get(3).has("changed"));
  }

  private List<String> columns(String name) throws IOException {
    return Files.readAllLines(small.file(name)).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  @Test
  void anotherRateHoldsFromHereOnAndStandsInTheModel() throws IOException {
    small.run(TRAIN + "--checkpoint c.safetensors").good();
    small.run("train --resume c.safetensors --epochs 3 --lr 0.01").good();
    Program.Run run =
        small.run("train --resume c.safetensors --epochs 4 --schedule linear --json").good();
    List<String> expected =
        List.of(
            "from epoch 3: epochs 2 to 3, learning rate 0.1 to 0.01",
            "from epoch 4: epochs 3 to 4, schedule linear");
    assertEquals(expected, changes("m-d.safetensors"));
    JsonObject json = run.json();
    assertEquals(
        expected,
        json.getAsJsonArray("changes").asList().stream().map(e -> e.getAsString()).toList());
    List<Double> rates =
        json.getAsJsonArray("history").asList().stream()
            .map(e -> e.getAsJsonObject().get("learningRate").getAsDouble())
            .toList();
    assertEquals(List.of(0.1, 0.1, 0.01), rates.subList(0, 3));
    assertEquals(0.01 / 8, rates.get(3), 1e-12);
  }

  @Test
  void aScheduleIsStretchedToTheNewLength() throws IOException {
    small.run(TRAIN + "--schedule cosine --checkpoint c.safetensors").good();
    JsonObject json = small.run("train --resume c.safetensors --epochs 4 --json").good().json();
    assertEquals(
        "from epoch 3: epochs 2 to 4, schedule stretched",
        json.getAsJsonArray("changes").get(0).getAsString());
    double third =
        json.getAsJsonArray("history").get(2).getAsJsonObject().get("learningRate").getAsDouble();
    // Step 6 of 8, counted from the training's begin.
    assertEquals(0.05 * (1 + Math.cos(Math.PI * 5 / 8)), third, 1e-9);
  }

  @Test
  void earlyStoppingAndPlateausMayChange() throws IOException {
    small
        .run(TRAIN + "--epochs 3 --patience 2 --schedule plateau:0 --checkpoint c.safetensors")
        .good();
    small.run("train --resume c.safetensors --epochs 4 --lr 0.2").good();
    assertEquals(0.2, small.checkpoint("c.safetensors").state().plateau().orElseThrow().rate());
    small.run("train --resume c.safetensors --epochs 5 --patience 0 --schedule constant").good();
    assertTrue(small.checkpoint("c.safetensors").state().watched().isEmpty());
    assertTrue(small.checkpoint("c.safetensors").state().plateau().isEmpty());
    assertEquals(
        "from epoch 5: epochs 4 to 5, schedule constant, patience 2 to 0",
        changes("m-d.safetensors").get(1));
    fails(
        "train --resume c.safetensors --epochs 6 --patience 3",
        "--patience may be changed, but not begun, in a training that is gone on with. Received: a"
            + " training without early stopping");
  }

  @Test
  void whatCanNotBeIsSaid() throws IOException {
    small.run(TRAIN + "--checkpoint c.safetensors --out m.safetensors").good();
    fails(
        "train --resume c.safetensors --epochs 1",
        "--epochs must be at least 2, the epoch that the training has come to. Received: 1");
    fails(
        "train --resume c.safetensors --batch 4",
        "--resume goes on with the options that the training began with, but for --epochs, --lr,"
            + " --schedule, --warmup and --patience. Received also: --batch");
    Program.Run model = small.run("train --resume m.safetensors");
    assertEquals(65, model.code());
    assertTrue(
        model
            .error()
            .endsWith("To train it further: lanewise train --from " + small.file("m.safetensors")),
        model::error);
    Program.Run complete = small.run("train --resume c.safetensors").good();
    assertTrue(
        complete
            .out()
            .contains("all epochs are complete; to train longer: --epochs N, more than 2\n"),
        complete::out);
  }

  private void fails(String arguments, String message) {
    Program.Run run = small.run(arguments);
    assertEquals(64, run.code(), run::err);
    assertEquals("lanewise: " + message, run.error());
  }

  /** As when both were copied to another machine. */
  @Test
  void theDefaultOutputMovesWithTheCheckpoint() throws IOException {
    Files.createDirectory(small.file("run"));
    small.run(TRAIN + "--checkpoint run/c.safetensors --out run/model.safetensors").good();
    assertEquals("model.safetensors", small.checkpoint("run/c.safetensors").run().output().get());
    Files.move(small.file("run"), small.file("moved"));
    Program.Run run = small.run("train --resume moved/c.safetensors --epochs 3").good();
    assertTrue(
        run.out().contains("saved: " + Path.of("moved", "model.safetensors") + "\n"), run::out);
  }
}
