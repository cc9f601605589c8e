package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.Parameter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningTest {

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void start() {
    program = new Program(directory);
  }

  private Program.Run run(String arguments) {
    return program.run(arguments.split(" "));
  }

  private Network saved(String name) throws IOException {
    return SavedModel.load(directory.resolve(name)).network();
  }

  private static float[] values(Network network, String name) {
    Parameter parameter = network.parameters().named(name);
    return network.parameters().copyOf(parameter);
  }

  @Test
  void aFrozenTrunkStaysAndANewHeadFitsTheClasses() throws Exception {
    run("train --model lenet5 --data digits --limit 120 --epochs 1 --test-limit 20 -o a").good();
    // Five classes of digits as text.
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      text.append(i % 5);
      for (int p = 0; p < 784; p++) {
        text.append(',').append((p * (i % 5 + 1)) % 251);
      }
      text.append('\n');
    }
    Files.writeString(directory.resolve("five.csv"), text);
    // The head's size says how many classes a text file has.
    Program.Run wrong = run("train --from a --data csv:five.csv --freeze conv9.");
    assertEquals(64, wrong.code());
    assertEquals(
        "lanewise: --freeze must begin the name of a parameter. Expected one of: conv1.weight,"
            + " conv1.bias, conv2.weight, conv2.bias, fc1.weight, fc1.bias, fc2.weight, fc2.bias,"
            + " fc3.weight, fc3.bias. Received: conv9.",
        wrong.error());
    run("train --from a --data digits --limit 60 --epochs 1 --test-limit 20 --new-head"
            + " --freeze conv,fc1.weight -o b")
        .good();
    Network before = saved("a");
    Network after = saved("b");
    for (Parameter parameter : before.parameters().list()) {
      String name = parameter.name();
      boolean same = Arrays.equals(values(before, name), values(after, name));
      assertEquals(name.startsWith("conv") || name.equals("fc1.weight"), same, name);
    }
    // The scaling of pixels is that of the first training, to the last digits of a float.
    List<Float> scale = SavedModel.load(directory.resolve("a")).provenance().pixels().scale();
    List<Float> same = SavedModel.load(directory.resolve("b")).provenance().pixels().scale();
    assertEquals(scale.getFirst(), same.getFirst(), 1e-6f * scale.getFirst());
  }

  @Test
  void aHeadForOtherClasses() throws Exception {
    run("train --limit 60 --epochs 1 --test-limit 20 -o a").good();
    Path folder = directory.resolve("two");
    for (String name : List.of("x", "y")) {
      Files.createDirectories(folder.resolve(name));
      BufferedImage image = new BufferedImage(28, 28, 1);
      image.setRGB(3, name.equals("x") ? 3 : 20, 0xffffff);
      ImageIO.write(image, "png", folder.resolve(name).resolve("1.png").toFile());
    }
    Program.Run old = run("train --from a --data folder:two --epochs 1 -o o").good();
    assertTrue(
        old.err()
            .contains(
                "lanewise: a was trained on other classes (0, 1, 2, 3, 4, 5, 6, 7, 8, 9) than those"
                    + " of folder:two (x, y): its last layer, fc1, begins anew with them\n"),
        old::err);
    assertEquals(2, saved("o").output().elements());
    run("train --from a --data folder:two --new-head --epochs 1 -o b").good();
    assertEquals(2, saved("b").output().elements());
    run("train --data folder:two --new-head --epochs 1 -o c").good();
    assertEquals(2, saved("c").output().elements());
  }

  @Test
  void withoutAChangeItGoesOnFromTheValues() throws Exception {
    run("train --limit 64 --epochs 1 --test-limit 20 -o a").good();
    run("train --from a --freeze conv,fc --limit 64 --epochs 1 --test-limit 20 -o b").good();
    assertArrayEquals(saved("a").parameters().values(), saved("b").parameters().values());
    Program.Run both = run("train --from a --model lenet5");
    assertEquals(64, both.code());
    assertEquals("lanewise: --from and --model exclude each other. Received: both", both.error());
  }

  @Test
  void aRateIsSuggested() {
    Program.Run run = run("lr-find --limit 400 --batch 32 --steps 60 --json").good();
    JsonObject found = run.json();
    double suggestion = found.get("suggestion").getAsDouble();
    assertTrue(suggestion > 1e-5 && suggestion < 1, found::toString);
    JsonArray points = found.getAsJsonArray("points");
    assertEquals(found.get("steps").getAsInt(), points.size());
    assertEquals(1e-5, points.get(0).getAsJsonObject().get("learningRate").getAsDouble(), 1e-12);
    assertTrue(run.err().contains("suggestion: "), run::err);
    assertFalse(Files.exists(directory.resolve("digits-cnn-digits.safetensors")));
    Program.Run wrong = run("lr-find --low 1 --high 0.5");
    assertEquals(64, wrong.code());
    assertEquals(
        "lanewise: --low must be above 0 and below --high. Received: 1.0 and 0.5", wrong.error());
  }
}
