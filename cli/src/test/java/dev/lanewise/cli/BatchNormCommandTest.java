package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network with batch normalisation and a branch, from file to file. */
class BatchNormCommandTest {

  private static final String MODEL =
      """
      {"name": "normed", "input": [1, 28, 28],
       "layers": [{"type": "conv2d", "channels": 4, "kernel": 3, "stride": 2, "name": "stem"},
                  "batchnorm", {"type": "relu", "name": "trunk"},
                  {"type": "conv2d", "channels": 4, "kernel": 3, "padding": "same"},
                  {"type": "batchnorm", "name": "branch"},
                  {"type": "add", "inputs": ["branch", "trunk"]}, "relu",
                  {"type": "maxpool2d", "kernel": 2}, "flatten",
                  {"type": "dense", "outputs": 16}, {"type": "batchnorm", "name": "flat"}, "relu",
                  {"type": "dense", "outputs": 10}],
       "recipe": {"data": {"dataset": "digits", "limit": 481, "testLimit": 100},
                  "optimizer": {"type": "adam", "learningRate": 0.01}, "epochs": 4, "batch": 32}}
      """;

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() throws IOException {
    program = new Program(directory);
    Files.writeString(directory.resolve("m.json"), MODEL);
  }

  private Program.Run run(String arguments) {
    return program.run(arguments.split(" "));
  }

  @Test
  void aBatchOfOneValueIsRefusedBeforeTrainingBegins() {
    Program.Run run = run("train --model m.json --out m.safetensors");
    assertEquals(65, run.code());
    assertEquals(
        "lanewise: Batch normalisation needs more than one value a channel in training. Received:"
            + " 481 samples in batches of 32, so that layer flat, whose channels have 1 pixel, gets"
            + " a batch of 1 image; another batch size helps",
        run.err().lines().toList().getLast());
    assertFalse(Files.exists(directory.resolve("m.safetensors")));
  }

  @Test
  void runningStatisticsAreSavedAndUsed() {
    JsonObject trained =
        run("train --model m.json --batch 37 --out m.safetensors --json").good().json();
    double accuracy = trained.get("testAccuracy").getAsDouble();
    assertTrue(accuracy > 0.6, "accuracy " + accuracy);
    JsonObject measured = run("eval m.safetensors --json").good().json();
    assertEquals(accuracy, measured.get("testAccuracy").getAsDouble());
    assertEquals(trained.get("testLoss"), measured.get("testLoss"));
    JsonObject summary = run("summary m.safetensors --json").good().json();
    assertEquals(2 * (4 + 4 + 16), summary.get("buffers").getAsInt());
    assertEquals(
        "[\"branch\",\"trunk\"]",
        summary.getAsJsonArray("layers").get(5).getAsJsonObject().get("inputs").toString());
  }
}
