package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.lanewise.formats.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of which nothing counts, and models of what is no number. */
class BrokenNumbersTest {

  private static final String MODEL =
      """
      {"name": "m", "input": [1, 2, 2], "layers": ["flatten", {"type": "dense", "outputs": 2}],
       "recipe": {"data": {"dataset": "csv:d.csv"},
                  "optimizer": {"type": "sgd", "learningRate": 0.1}, "epochs": 2, "batch": 4}}
      """;

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() throws IOException {
    program = new Program(directory);
    Files.writeString(directory.resolve("m.json"), MODEL);
    Files.writeString(
        directory.resolve("d.csv"),
        "label,p0,p1,p2,p3\n0,0,0,255,255\n1,255,255,0,0\n0,0,1,250,251\n1,251,250,3,4\n");
  }

  private Program.Run run(String arguments) {
    return program.run(arguments.split(" "));
  }

  @Test
  void aBatchOfTheIgnoredClassAddsNothingAndTrainingGoesOn() {
    for (int batch = 1; batch <= 4; batch++) {
      JsonObject trained =
          run("train --model m.json --data csv:d.csv --ignore-class 0 --out m.safetensors --json"
                  + " --batch "
                  + batch)
              .good()
              .json();
      assertFalse(trained.toString().contains("NaN"), trained::toString);
    }
  }

  @Test
  void aSetOfTheIgnoredClassAloneIsRefused() throws IOException {
    Files.writeString(directory.resolve("one.csv"), "1,0,0,255,255\n1,255,255,0,0\n");
    Program.Run run =
        run("train --model m.json --data csv:one.csv --ignore-class 1 --out m.safetensors");
    assertEquals(65, run.code(), run.err());
    assertTrue(
        run.err().contains("At least one sample must count in the loss")
            || run.err().contains("class"),
        run.err());
    assertFalse(Files.exists(directory.resolve("m.safetensors")));
  }

  @Test
  void classWeightsThatAreAllZeroAreAMisuse() {
    Program.Run run =
        run("train --model m.json --data csv:d.csv --class-weights 0,0 --out m.safetensors");
    assertEquals(64, run.code(), run.err());
    assertEquals(
        "lanewise: At least one number of --class-weights must be above 0. Received: 2 numbers of"
            + " 0",
        run.err().lines().toList().getLast());
  }

  @Test
  void aModelOfNotANumberIsNeverRightAndSaidToBeBroken() throws IOException {
    run("train --model m.json --data csv:d.csv --out m.safetensors").good();
    Path file = directory.resolve("m.safetensors");
    SavedModel saved = SavedModel.load(file);
    Arrays.fill(saved.network().parameters().values(), Float.NaN);
    SavedModel.save(file, saved.spec(), saved.network(), saved.provenance());
    Program.Run run = run("eval m.safetensors --data csv:d.csv --metrics --json").good();
    JsonObject measured = run.json();
    assertEquals(0, measured.get("testAccuracy").getAsDouble());
    assertEquals(4, measured.get("invalid").getAsInt());
    assertEquals(4, measured.getAsJsonObject("metrics").get("unanswered").getAsInt());
    assertEquals(0, measured.getAsJsonObject("metrics").get("topKAccuracy").getAsDouble());
    assertTrue(
        run.err()
            .contains(
                "lanewise: 4 of 4 results are not numbers, and count as wrong: this model is"
                    + " broken."),
        run.err());
  }

  @Test
  void summaryRefusesWhatTrainRefuses() throws IOException {
    Files.writeString(
        directory.resolve("image.json"),
        "{\"name\": \"image\", \"input\": [1, 5, 5],"
            + " \"layers\": [{\"type\": \"conv2d\", \"channels\": 2, \"kernel\": 3}]}");
    Program.Run summary = run("summary image.json");
    Program.Run train = run("train --model image.json --data csv:d.csv --out m.safetensors");
    assertEquals(65, summary.code(), summary.err());
    assertTrue(
        summary
            .err()
            .contains("A network's last layer must give a flat result, n x 1 x 1. Received: 2x3x3"),
        summary.err());
    assertEquals(65, train.code(), train.err());
    assertTrue(train.err().contains("flat result, n x 1 x 1"), train.err());
  }
}
