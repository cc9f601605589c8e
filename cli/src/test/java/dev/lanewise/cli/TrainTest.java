package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.data.Digits;
import dev.lanewise.data.Split;
import dev.lanewise.formats.SavedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {

  private static final String DEFAULT_OUTPUT = "digits-cnn-digits.safetensors";

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() {
    program = new Program(directory);
  }

  private SavedModel saved(String name) throws IOException {
    return SavedModel.load(directory.resolve(name));
  }

  private static double number(JsonObject json, String name) {
    return json.get(name).getAsDouble();
  }

  /** Train, eval and predict tell one story. */
  @Test
  void whatWasTrainedIsSavedMeasuredAndAsked() throws Exception {
    JsonObject trained =
        program
            .run("train", "--limit", "203", "--epochs", "2", "--test-limit", "101", "--json")
            .good()
            .json();
    assertEquals("digits-cnn", trained.get("model").getAsString());
    assertEquals("digits", trained.get("data").getAsString());
    assertEquals(12_810, trained.get("parameters").getAsInt());
    assertEquals(2, trained.get("epochs").getAsInt());
    assertEquals(8, trained.get("steps").getAsInt());
    assertEquals(1, trained.get("seed").getAsInt());
    assertEquals(Runtime.getRuntime().availableProcessors(), trained.get("threads").getAsInt());
    assertTrue(
        Stream.of(SimdWidth.values())
            .anyMatch(width -> width.toString().equals(trained.get("simd").getAsString())));
    assertTrue(number(trained, "trainLoss") > 0);
    assertTrue(number(trained, "imagesPerSecond") > 0);
    assertTrue(number(trained, "seconds") > 0);
    assertEquals(DEFAULT_OUTPUT, trained.get("output").getAsString());
    assertEquals(2, trained.getAsJsonArray("history").size());
    assertFalse(trained.get("stopped").getAsBoolean());

    SavedModel model = saved(DEFAULT_OUTPUT);
    assertEquals(12_810, model.network().parameters().count());
    assertEquals("digits", model.provenance().dataset());
    assertEquals(1, model.provenance().seed());
    assertEquals(2, model.provenance().epochs());
    assertEquals(10, model.provenance().classes().size());
    double accuracy = number(trained, "testAccuracy");
    assertEquals(accuracy, model.provenance().test().orElseThrow().accuracy());
    assertEquals(101, model.provenance().test().orElseThrow().images());

    JsonObject measured = program.run("eval", DEFAULT_OUTPUT, "--json").good().json();
    assertEquals(number(trained, "testLoss"), number(measured, "testLoss"));
    assertEquals(accuracy, number(measured, "testAccuracy"));
    assertEquals(101, measured.get("images").getAsInt());
    JsonObject more = program.run("eval", DEFAULT_OUTPUT, "--limit", "333", "--json").good().json();
    assertEquals(333, more.get("images").getAsInt());

    predictsFilesAsTestImages();
    summaryShowsThePast();
  }

  private void predictsFilesAsTestImages() throws IOException {
    JsonArray indexed =
        program
            .run("predict", DEFAULT_OUTPUT, "--index", "7,0", "--top", "10", "--json")
            .good()
            .json()
            .getAsJsonArray("predictions");
    assertEquals(2, indexed.size());
    BufferedImage light = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
    BufferedImage dark = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
    byte[] pixels = Digits.generate(Split.TEST).pixels(7);
    for (int i = 0; i < pixels.length; i++) {
      int grey = pixels[i] & 0xff;
      light.setRGB(i % 28, i / 28, grey * 0x10101);
      dark.setRGB(i % 28, i / 28, (255 - grey) * 0x10101);
    }
    ImageIO.write(light, "png", directory.resolve("light.png").toFile());
    ImageIO.write(dark, "png", directory.resolve("dark.png").toFile());
    for (String[] file : new String[][] {{"light.png"}, {"dark.png", "--invert"}}) {
      List<String> args = new ArrayList<>(List.of("predict", DEFAULT_OUTPUT));
      args.addAll(List.of(file));
      args.addAll(List.of("--json", "--top", "10"));
      JsonObject prediction =
          program
              .run(args.toArray(String[]::new))
              .good()
              .json()
              .getAsJsonArray("predictions")
              .get(0)
              .getAsJsonObject();
      JsonObject expected = indexed.get(0).getAsJsonObject();
      assertEquals(file[0], prediction.get("input").getAsString());
      assertEquals(expected.get("class"), prediction.get("class"));
      assertEquals(expected.get("probability"), prediction.get("probability"));
    }
    JsonArray probabilities = indexed.get(0).getAsJsonObject().getAsJsonArray("probability");
    double sum = 0;
    double last = 1;
    for (int i = 0; i < 10; i++) {
      double p = probabilities.get(i).getAsDouble();
      assertTrue(p <= last, probabilities::toString);
      last = p;
      sum += p;
    }
    assertEquals(1, sum, 1e-5);
    Program.Run text = program.run("predict", DEFAULT_OUTPUT, "--index", "0").good();
    assertTrue(
        text.out().matches("digits 0: (\\d \\d+\\.\\d\\d %(, )?){3} \\(it is \\d\\)\\R"),
        text::out);

    Program.Run range = program.run("predict", DEFAULT_OUTPUT, "--index", "2000");
    assertEquals(64, range.code());
    assertEquals("lanewise: --index must be between 0 and 1999. Received: 2000", range.error());
    Program.Run missing = program.run("predict", DEFAULT_OUTPUT, "no.png");
    assertEquals(66, missing.code());
    assertEquals("lanewise: " + directory.resolve("no.png") + ": no such file", missing.error());
    Files.writeString(directory.resolve("no.png"), "no image");
    Program.Run damaged = program.run("predict", DEFAULT_OUTPUT, "no.png");
    assertEquals(65, damaged.code());
    assertEquals(
        "lanewise: "
            + directory.resolve("no.png")
            + ": must be a PNG, JPEG, BMP, GIF, WebP or TIFF image. Received: something else",
        damaged.error());
    Program.Run misfit = program.run("eval", DEFAULT_OUTPUT, "--data", "cifar10");
    assertEquals(65, misfit.code());
    assertEquals(
        "lanewise: The images of cifar10 must have the shape that digits-cnn was trained on."
            + " Expected: 1x28x28. Received: 3x32x32",
        misfit.error());
  }

  private void summaryShowsThePast() {
    String text = program.run("summary", DEFAULT_OUTPUT).good().out();
    assertTrue(text.contains("Total params: 12,810"), text);
    assertTrue(text.contains("Trained on digits, seed 1, 2 epochs, by Lanewise "), text);
    Program.Run again = program.run("train", "--model", DEFAULT_OUTPUT);
    assertEquals(64, again.code());
  }

  @Test
  void linesOfStepsAndEpochsAndValidation() throws Exception {
    Program.Run run =
        program
            .run(
                "train --model scratch-max --data digits --limit 40 --test-limit 17 --epochs 2"
                    .concat(" --log-every 15 --val 0.25 --val-mode random --out m.safetensors")
                    .split(" "))
            .good();
    String number = "\\d+\\.\\d{4}";
    List<String> patterns =
        List.of(
            "scratch-max on digits: 30 training images, 10 validation images, 17 test images",
            "seed 1, 2 epochs, batch 1, SGD, learning rate 0\\.05, \\d+ threads?, SIMD \\w+",
            "step 15 \\(epoch 1\\), last 15 steps: loss N, accuracy N; epoch so far: loss N,"
                + " accuracy N",
            "step 45 \\(epoch 2\\), last 15 steps: loss N, accuracy N; epoch so far: loss N,"
                + " accuracy N",
            "epoch 2/2: loss N, accuracy N, validation loss N, accuracy N; [\\d,]+ images/s,"
                + " \\d+\\.\\d s",
            "test: loss N, accuracy N \\(17 images\\)",
            "[\\d,]+ images/s; \\d+\\.\\d s of training",
            "saved: m.safetensors");
    int at = 0;
    List<String> lines = run.out().lines().toList();
    for (String pattern : patterns) {
      String full = pattern.replace("N", number);
      int from = at;
      while (at < lines.size() && !lines.get(at).matches(full)) {
        at++;
      }
      assertTrue(at < lines.size(), full + " is not in\n" + lines.subList(from, lines.size()));
    }
    assertEquals("", run.err());
  }

  @Test
  void reportsOfARecipe() throws Exception {
    String model = program.run("summary", "digits-cnn", "--as-model", "--json").good().out();
    Path file = directory.resolve("m.json");
    String report = "\"report\":{\"parameter\":\"conv1.weight\",\"predictions\":5}";
    String changed = model.replaceFirst("\"recipe\":\\{", "\"recipe\":{" + report + ",");
    Files.writeString(file, changed);
    Program.Run run =
        program.run("train", "--model", "m.json", "--limit", "33", "--epochs", "1").good();
    assertTrue(
        run.out().contains("conv1.weight before training:\n  output 0, input 0\n"), run.out());
    assertTrue(
        run.out().contains("conv1.weight after training:\n  output 0, input 0\n"), run.out());
    assertEquals(5, run.out().lines().filter(l -> l.matches("pred: \\d, true: \\d")).count());
    String before = run.out().substring(run.out().indexOf("before"), run.out().indexOf("epoch 1"));
    String after = run.out().substring(run.out().indexOf("after"));
    assertFalse(after.contains(before.lines().skip(2).findFirst().orElseThrow()), run.out());

    Files.writeString(file, changed.replace("conv1.weight", "conv9.weight"));
    Program.Run wrong = program.run("train", "--model", "m.json");
    assertEquals(65, wrong.code());
    assertTrue(wrong.error().contains("Received: conv9.weight"), wrong::err);
  }

  @Test
  void aPresetAsModelFileTrainsTheSame() throws Exception {
    Files.writeString(
        directory.resolve("m.json"), program.run("summary", "digits-cnn", "--as-model").out());
    program.run("train", "--limit", "31", "--epochs", "1", "--out", "a.safetensors").good();
    program
        .run("train", "--model", "m.json", "--limit", "31", "--epochs", "1", "-o", "b.safetensors")
        .good();
    assertArrayEquals(
        Files.readAllBytes(directory.resolve("a.safetensors")),
        Files.readAllBytes(directory.resolve("b.safetensors")));
  }

  @Test
  void threadsAndWidthsChangeNoBit() throws Exception {
    float[] expected = weights("--threads", "1", "--simd", "max");
    for (String threads : List.of("2", "3")) {
      assertArrayEquals(expected, weights("--threads", threads, "--simd", "max"));
    }
    for (SimdWidth width : SimdWidth.values()) {
      assertArrayEquals(expected, weights("--threads", "2", "--simd", width.toString()));
    }
    float[] other = weights("--seed", "2", "--simd", "max");
    assertFalse(Arrays.equals(expected, other));
  }

  /** The algorithm is part of the recipe: it is saved, and measuring follows it unless told. */
  @Test
  void theAlgorithmOfConvolutionsIsSaved() throws Exception {
    float[] auto = weights();
    assertEquals(ConvAlgorithm.AUTO, saved(DEFAULT_OUTPUT).provenance().recipe().conv());
    float[] direct = weights("--conv", "direct");
    assertFalse(Arrays.equals(auto, direct), "the second layer suits Winograd's tiles");
    assertEquals(ConvAlgorithm.DIRECT, saved(DEFAULT_OUTPUT).provenance().recipe().conv());
    String file = DEFAULT_OUTPUT;
    JsonObject own = program.run("eval", file, "--json").good().json();
    assertEquals("direct", own.get("conv").getAsString());
    JsonObject other = program.run("eval", file, "--json", "--conv", "winograd").good().json();
    assertEquals("winograd", other.get("conv").getAsString());
    double loss = own.get("testLoss").getAsDouble();
    assertEquals(loss, other.get("testLoss").getAsDouble(), 1e-4 * loss);
    program.run("predict", file, "--index", "1", "--conv", "auto").good();
  }

  private float[] weights(String... options) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of("train", "--limit", "53", "--batch", "37", "--epochs", "1", "--val", "0.1"));
    args.addAll(List.of("--test-limit", "3"));
    args.addAll(List.of(options));
    program.run(args.toArray(String[]::new)).good();
    return saved(DEFAULT_OUTPUT).network().parameters().values();
  }

  /** A stop during the output of step 3 ends the training after step 3. */
  @Test
  void aStopSavesWhatIsThere() throws Exception {
    List<Runnable> stops = new ArrayList<>();
    StringWriter out =
        new StringWriter() {
          @Override
          public void write(String text, int offset, int length) {
            super.write(text, offset, length);
            if (text.startsWith("step 3 ")) {
              stops.forEach(Runnable::run);
            }
          }
        };
    List<String> closed = new ArrayList<>();
    Session.Interrupts interrupts =
        stop -> {
          stops.add(stop);
          return () -> closed.add("closed");
        };
    Program.Run run =
        program
            .with(interrupts)
            .with(out)
            .run(
                "train --limit 80 --batch 16 --epochs 1 --log-every 1 --out s.safetensors"
                    .split(" "));
    assertEquals(130, run.code(), run::err);
    assertTrue(
        run.err().contains("lanewise: stopping after this step; the model so far is saved."),
        run::err);
    assertTrue(run.out().contains("step 3 "), run::out);
    assertFalse(run.out().contains("step 4 "), run::out);
    assertTrue(run.out().endsWith("saved: s.safetensors\n"), run::out);
    assertEquals(List.of("closed"), closed);
    assertEquals(0, saved("s.safetensors").provenance().epochs());
    assertTrue(saved("s.safetensors").provenance().test().isEmpty());
  }

  /** The figures that standardise pixels come from the training images: the file must have them. */
  @Test
  void standardisedPixelsAreTheSameInEval() {
    JsonObject trained =
        program
            .run("train --model lenet5 --data digits --limit 49 --epochs 1 --json".split(" "))
            .good()
            .json();
    JsonObject measured = program.run("eval", "lenet5-digits.safetensors", "--json").good().json();
    assertEquals(number(trained, "testLoss"), number(measured, "testLoss"));
    assertEquals(number(trained, "testAccuracy"), number(measured, "testAccuracy"));
  }

  @Test
  void aSplitThatLeavesNothingIsRefused() {
    Program.Run run = program.run("train", "--limit", "1", "--val", "0.5");
    assertEquals(64, run.code());
    assertEquals(
        "lanewise: A validation split must leave samples on both sides. Received: 0.5 of 1 samples",
        run.error());
    assertFalse(Files.exists(directory.resolve(DEFAULT_OUTPUT)));
  }
}
