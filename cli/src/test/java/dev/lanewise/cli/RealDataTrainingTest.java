package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains on real data if {@code LANEWISE_DATA} names a directory of it. */
class RealDataTrainingTest {

  private static final Path REPORT = Path.of("target", "real-data-tests.txt");

  @TempDir Path directory;

  private boolean isThere(String what) {
    String data = System.getenv().getOrDefault("LANEWISE_DATA", "");
    if (data.isBlank()) {
      new PrintWriter(System.out, true, StandardCharsets.UTF_8)
          .println(what + " was left out: LANEWISE_DATA is not set");
      return false;
    }
    return true;
  }

  private Program program() {
    return new Program(directory).with("LANEWISE_DATA", System.getenv("LANEWISE_DATA"));
  }

  private static void report(String line) throws Exception {
    Files.createDirectories(REPORT.getParent());
    Files.writeString(REPORT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * The max-pooling program reached 87 of the last 100 images of its first epoch. A hundred images
   * are few and its steps are large, so that seeds differ by ten and more; the second epoch's
   * thousand images are the better measure.
   */
  @Test
  void theMaxPoolingProgramLearnsMnist() throws Exception {
    if (!isThere("scratch-max on mnist")) {
      return;
    }
    Program.Run run = program().run("train", "--model", "scratch-max", "--json").good();
    Matcher last =
        Pattern.compile("step 1000 \\(epoch 1\\), last 100 steps: loss \\S+, accuracy (\\S+);")
            .matcher(run.err());
    assertTrue(last.find(), run::err);
    double second =
        run.json().getAsJsonArray("history").get(1).getAsJsonObject().get("accuracy").getAsDouble();
    report(
        "scratch-max on mnist: accuracy %s in the first epoch's last 100 images, %s in epoch 2"
            .formatted(last.group(1), second));
    assertTrue(second > 0.8, run::err);
    List<String> eval =
        program().run("eval", "scratch-max-mnist.safetensors").good().out().lines().toList();
    assertTrue(eval.getFirst().endsWith("(1,000 test images)"), eval::toString);
  }

  @Test
  void cifarTrainsFromItsArchive() throws Exception {
    if (!isThere("digits-cnn on cifar10")) {
      return;
    }
    JsonObject json =
        program()
            .run("train --data cifar10 --limit 1600 --epochs 1 --test-limit 500 --json".split(" "))
            .good()
            .json();
    report(
        "digits-cnn on cifar10, 1,600 images, one epoch: test accuracy "
            + json.get("testAccuracy"));
    assertEquals("digits-cnn-cifar10.safetensors", json.get("output").getAsString());
    assertTrue(json.get("testAccuracy").getAsDouble() > 0.15, json::toString);
  }
}
