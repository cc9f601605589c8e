package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lanewise.core.augment.Cutout;
import dev.lanewise.core.augment.RandomCrop;
import dev.lanewise.core.augment.RandomHorizontalFlip;
import dev.lanewise.core.math.CounterRandom;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.layers.model.AugmentRecipe;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that a user has in folders or in a text file. */
class OwnImagesTest {

  private static final String MODEL =
      """
      {"name": "shapes", "input": [3, 14, 14],
       "layers": [{"type": "conv2d", "channels": 8, "kernel": 3, "padding": "same"}, "relu",
                  {"type": "maxpool2d", "kernel": 2}, "flatten", {"type": "dense", "outputs": 3}],
       "recipe": {"optimizer": {"type": "adam", "learningRate": 0.01}, "epochs": 2, "batch": 16}}
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

  /** Discs, crosses and bars somewhere on noise, of different sizes. */
  private void draw(String folder, int each) throws IOException {
    Random random = new Random(folder.hashCode());
    for (String shape : List.of("bar", "cross", "disc")) {
      Path place = Files.createDirectories(directory.resolve(folder).resolve(shape));
      for (int i = 0; i < each; i++) {
        int size = 14 + random.nextInt(9);
        BufferedImage image = new BufferedImage(size, size + 2, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(new Color(random.nextInt(60), random.nextInt(60), random.nextInt(60)));
        pen.fillRect(0, 0, size, size + 2);
        pen.setColor(new Color(random.nextInt(0x606060) | 0x9f9f9f));
        int at = 2 + random.nextInt(4);
        switch (shape) {
          case "bar" -> pen.fillRect(at, at, 9, 3);
          case "cross" -> {
            pen.drawLine(at, at, at + 8, at + 8);
            pen.drawLine(at + 8, at, at, at + 8);
          }
          default -> pen.fillOval(at, at, 9, 9);
        }
        pen.dispose();
        ImageIO.write(image, "png", place.resolve(i + ".png").toFile());
      }
    }
  }

  @Test
  void aFolderIsTrainedWithAugmentationScheduleAndEarlyStopping() throws Exception {
    draw("png/train", 60);
    draw("png/test", 20);
    JsonObject trained =
        run("train --model m.json --data folder:png --normalize standardised --augment"
                + " crop:1,flip,cutout:3 --schedule cosine --warmup 2 --epochs 24 --patience 6"
                + " --val 0.2 --val-mode random --label-smoothing 0.05 --ema 0.8"
                + " --optimizer nesterov --lr 0.05 --weight-decay 5e-4 --no-decay-on-vectors"
                + " --clip-norm 5 --save-best best.safetensors --log-csv log.csv"
                + " --log-jsonl log.jsonl --json")
            .good()
            .json();
    int epochs = trained.get("epochs").getAsInt();
    assertTrue(epochs < 24, trained::toString);
    assertTrue(trained.get("testAccuracy").getAsDouble() > 0.85, trained::toString);
    assertEquals("shapes-png.safetensors", trained.get("output").getAsString());
    assertEquals(0, trained.get("skipped").getAsInt());

    SavedModel model = SavedModel.load(directory.resolve("shapes-png.safetensors"));
    assertEquals(List.of("bar", "cross", "disc"), model.provenance().classes());
    assertEquals("folder:png", model.provenance().dataset());
    AugmentRecipe augment = model.provenance().recipe().augment();
    assertEquals(
        AugmentRecipe.of(RandomCrop.of(1), new RandomHorizontalFlip(), new Cutout(3)), augment);

    JsonObject measured = run("eval shapes-png.safetensors --json").good().json();
    assertEquals(trained.get("testLoss"), measured.get("testLoss"));
    assertEquals(60, measured.get("images").getAsInt());
    metricsAreShown(measured);

    List<String> csv = Files.readAllLines(directory.resolve("log.csv"));
    assertEquals(epochs + 1, csv.size());
    assertEquals(
        "epoch,steps,loss,accuracy,validationLoss,validationAccuracy,learningRate,seconds",
        csv.getFirst());
    List<String> lines = Files.readAllLines(directory.resolve("log.jsonl"));
    assertEquals(epochs, lines.size());
    double best = Double.POSITIVE_INFINITY;
    int bestEpoch = 0;
    for (int i = 0; i < epochs; i++) {
      JsonObject line = JsonParser.parseString(lines.get(i)).getAsJsonObject();
      assertEquals(trained.getAsJsonArray("history").get(i), line);
      String[] fields = csv.get(i + 1).split(",");
      assertEquals(i + 1, Integer.parseInt(fields[0]));
      double loss = Double.parseDouble(fields[4]);
      assertEquals(line.get("validationLoss").getAsDouble(), loss);
      if (loss < best) {
        best = loss;
        bestEpoch = i + 1;
      }
    }
    SavedModel saved = SavedModel.load(directory.resolve("best.safetensors"));
    assertEquals(bestEpoch, saved.provenance().epochs());
    assertEquals(
        List.of(bestEpoch == epochs, epochs < 24),
        List.of(trained.get("restoredEpoch").isJsonNull(), epochs == bestEpoch + 6));
    // The best epoch's weights were given back: both files have the same.
    assertEquals(
        measured.get("testLoss"),
        run("eval best.safetensors --json").good().json().get("testLoss"));
  }

  private void metricsAreShown(JsonObject measured) {
    Program.Run run = run("eval shapes-png.safetensors --metrics --json").good();
    JsonObject metrics = run.json().getAsJsonObject("metrics");
    assertEquals(measured.get("testAccuracy"), metrics.get("microF1"));
    assertEquals(1, metrics.get("topKAccuracy").getAsDouble());
    assertEquals(3, metrics.getAsJsonArray("classes").size());
    JsonObject bar = metrics.getAsJsonArray("classes").get(0).getAsJsonObject();
    assertEquals("bar", bar.get("name").getAsString());
    assertEquals(20, bar.get("images").getAsInt());
    double hits = metrics.getAsJsonArray("confusion").get(0).getAsJsonArray().get(0).getAsInt();
    assertEquals(hits / 20, bar.get("recall").getAsDouble());
    assertTrue(metrics.get("macroAuc").getAsDouble() > 0.9, metrics::toString);
    assertTrue(
        run.err().contains("class precision    recall        F1       AUC    images\n"), run::err);
    assertTrue(run.err().contains("confusion (a row for each class"), run::err);
  }

  @Test
  void unreadableImagesAreFatalOrNamedCountedAndSkipped() throws Exception {
    draw("some", 5);
    Path damaged = directory.resolve("some/cross/bad.png");
    Files.writeString(damaged, "no image");
    Program.Run fatal = run("train --model m.json --data folder:some");
    assertEquals(65, fatal.code());
    String reason =
        damaged + ": must be a PNG, JPEG, BMP, GIF, WebP or TIFF image. Received: something else";
    assertEquals("lanewise: " + reason, fatal.error());
    Program.Run skipping = run("train --model m.json --data folder:some --skip-unreadable --json");
    assertEquals(0, skipping.code(), skipping::err);
    assertTrue(skipping.err().startsWith("lanewise: skipped " + reason + "\n"), skipping::err);
    assertEquals(1, skipping.json().get("skipped").getAsInt());
    assertTrue(skipping.json().get("testLoss").isJsonNull());
  }

  @Test
  void foldersThatAreNotThereOrDoNotFit() throws Exception {
    Program.Run missing = run("train --model m.json --data folder:none");
    assertEquals(66, missing.code());
    assertEquals("lanewise: " + directory.resolve("none") + ": no such directory", missing.error());
    draw("a", 2);
    draw("b", 2);
    Files.move(directory.resolve("b/bar"), directory.resolve("b/bars"));
    Program.Run other = run("train --model m.json --data folder:a --test-data folder:b");
    assertEquals(65, other.code());
    assertEquals(
        "lanewise: "
            + directory.resolve("b/bars")
            + ": a directory must be named like one of the 3 classes (bar, cross, disc). Received:"
            + " bars",
        other.error());
    Program.Run kind = run("train --model m.json --data folder:a --test-data csv:x");
    assertEquals(64, kind.code());
    assertEquals(
        "lanewise: --test-data must be of the kind of --data, folder:PATH. Received: csv:x",
        kind.error());
    Program.Run empty = run("train --model m.json --data folder:");
    assertEquals(64, empty.code());
    assertEquals(
        "lanewise: Images of your own must name a folder or a file. Received: folder:",
        empty.error());
    Program.Run known = run("train --model m.json --data digits --test-data folder:a");
    assertEquals(64, known.code());
    assertEquals(
        "lanewise: --test-data is for --data folder:PATH or csv:PATH. Received: --data digits",
        known.error());
    assertFalse(Files.exists(directory.resolve("shapes-a.safetensors")));
  }

  @Test
  void aFolderWithValidationImagesAndAnotherSize() throws Exception {
    draw("c/train", 7);
    draw("c/val", 3);
    draw("d", 4);
    Program.Run run =
        run("train --model m.json --data folder-cover:c --test-data folder:d --save-last l"
                + " --monitor accuracy --patience 5")
            .good();
    assertTrue(
        run.out()
            .startsWith(
                "shapes on folder-cover:c: 21 training images, 9 validation images, 12 test"
                    + " images\n"),
        run::out);
    assertEquals(2, SavedModel.load(directory.resolve("l")).provenance().epochs());
    // Without a directory of test images, all of a folder is measured.
    assertEquals(12, run("eval l --data folder:d --json").good().json().get("images").getAsInt());
  }

  @Test
  void aTextFile() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      text.append(i % 3);
      for (int p = 0; p < 3 * 14 * 14; p++) {
        int noise = CounterRandom.below(5, 1000L * i + p, 60);
        text.append(',').append(p % 3 == i % 3 ? 190 + noise : noise);
      }
      text.append('\n');
    }
    Files.writeString(directory.resolve("t.csv"), text);
    JsonObject trained =
        run("train --model m.json --data csv:t.csv --test-data csv:t.csv --epochs 20 --json")
            .good()
            .json();
    assertEquals("shapes-t.safetensors", trained.get("output").getAsString());
    assertTrue(trained.get("testAccuracy").getAsDouble() > 0.9, trained::toString);
    assertEquals(
        trained.get("testLoss"),
        run("eval shapes-t.safetensors --json").good().json().get("testLoss"));
    Files.writeString(directory.resolve("t.csv"), text.insert(text.indexOf("\n") + 1, "x"));
    Program.Run wrong = run("train --model m.json --data csv:t.csv");
    assertEquals(65, wrong.code());
    assertTrue(wrong.error().startsWith("lanewise: " + directory.resolve("t.csv") + ", line 2"));
  }

  @Test
  void imagesOfOtherPlacesAreWatched() throws Exception {
    draw("png/train", 20);
    draw("png/test", 7);
    draw("more", 5);
    JsonObject same =
        run("train --model m.json --data folder:png --val-data folder:png --json").good().json();
    JsonObject last = same.getAsJsonArray("history").get(1).getAsJsonObject();
    assertEquals(same.get("testLoss"), last.get("validationLoss"));
    assertEquals(same.get("testAccuracy"), last.get("validationAccuracy"));

    Program.Run mixed =
        run("train --model m.json --data folder:png --val 0.25 --val-data folder:more --val-data"
                + " folder:png --epochs 1 --json")
            .good();
    assertTrue(
        mixed
            .err()
            .contains(
                "shapes on folder:png: 45 training images, 51 validation images, 21 test images"),
        mixed::err);
  }

  @Test
  void imagesToWatchMustFit() throws Exception {
    draw("png", 4);
    draw("other", 2);
    Files.move(directory.resolve("other/disc"), directory.resolve("other/ring"));
    Program.Run unknown = run("train --model m.json --data folder:png --val-data minst");
    assertEquals(64, unknown.code());
    assertEquals("lanewise: Unknown data set minst. Did you mean mnist?", unknown.error());
    Program.Run shape = run("train --model m.json --data folder:png --val-data mnist");
    assertEquals(65, shape.code());
    assertEquals(
        "lanewise: The images of --val-data must have the shape of the training images. Expected:"
            + " 3x14x14. Received: 1x28x28 of mnist",
        shape.error());
    Program.Run names = run("train --model m.json --data folder:png --val-data folder:other");
    assertEquals(65, names.code());
    assertTrue(names.error().contains("ring"), names::error);
    Program.Run classes =
        run("train --model digits-cnn --data digits --epochs 1 --val-data fashion-mnist");
    assertEquals(65, classes.code());
    assertTrue(
        classes
            .error()
            .startsWith(
                "lanewise: The images of --val-data must have the classes of the training images."
                    + " Expected: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]. Received: ["),
        classes::error);
    assertFalse(Files.exists(directory.resolve("shapes-png.safetensors")));
  }
}
