package dev.lanewise.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.lanewise.cli.CommandRuns;
import dev.lanewise.proof.fuzz.Pngs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as other programs leave them: what went wrong for people elsewhere, tried here. */
class UnusualFilesTest {

  private static final int SIZE = 8;

  private static final String MODEL =
      """
      {"name": "m", "input": %s, "layers": ["flatten", {"type": "dense", "outputs": %d}],
       "recipe": {"optimizer": {"type": "sgd", "learningRate": 0.1}, "epochs": %d, "batch": 4}}
      """;

  @TempDir Path directory;

  private final Random random = new Random(4);

  @BeforeEach
  void model() throws IOException {
    model("[3, 8, 8]", 2, 1);
  }

  private void model(String input, int outputs, int epochs) throws IOException {
    Files.writeString(directory.resolve("m.json"), MODEL.formatted(input, outputs, epochs));
  }

  private CommandRuns.Result run(String arguments) {
    return CommandRuns.run(directory, arguments.split(" "));
  }

  private CommandRuns.Result good(String arguments) {
    CommandRuns.Result result = run(arguments);
    assertEquals(0, result.code(), result::err);
    return result;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  /** Colours at random. */
  private byte[] picture() {
    byte[] raw = new byte[SIZE * (1 + 3 * SIZE)];
    random.nextBytes(raw);
    for (int y = 0; y < SIZE; y++) {
      raw[y * (1 + 3 * SIZE)] = 0;
    }
    return Pngs.of(SIZE, SIZE, 8, 2, raw);
  }

  private void pictures(String folder, List<String> classes, int each) throws IOException {
    for (String name : classes) {
      for (int i = 0; i < each; i++) {
        write("%s/%s/%d.png".formatted(folder, name, i), picture());
      }
    }
  }

  /** A chessboard, of which each pixel takes some bits, all set or none. */
  private static byte[] chessboard(int depth, int kind, int samples) {
    byte[] raw = new byte[SIZE * (1 + SIZE * depth * samples / 8)];
    int at = 0;
    for (int y = 0; y < SIZE; y++) {
      at += 8;
      for (int x = 0; x < SIZE * depth * samples; x++, at++) {
        int white = (x / (depth * samples) + y) % 2;
        raw[at / 8] |= (byte) (white << 7 - at % 8);
      }
    }
    return Pngs.of(SIZE, SIZE, depth, kind, raw);
  }

  @Test
  void picturesOfOtherDepthsGiveTheAnswersOfThoseOfEightBits() throws IOException {
    pictures("d", List.of("a", "b"), 3);
    good("train --model m.json --data folder:d --out m.safetensors");
    write("8.png", chessboard(8, 2, 3));
    write("16.png", chessboard(16, 2, 3));
    write("1.png", chessboard(1, 0, 1));
    write("grey.png", chessboard(8, 0, 1));
    CommandRuns.Result run = good("predict m.safetensors 8.png 16.png 1.png grey.png --json");
    JsonArray answers =
        JsonParser.parseString(run.out().lines().toList().getLast())
            .getAsJsonObject()
            .getAsJsonArray("predictions");
    JsonObject first = answers.get(0).getAsJsonObject();
    for (int i = 1; i < 4; i++) {
      JsonObject other = answers.get(i).getAsJsonObject();
      assertEquals(first.get("class"), other.get("class"), run::out);
      assertEquals(first.get("probability"), other.get("probability"), run::out);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty.jpg", "cut.png"})
  void emptyAndCutPicturesAreFatalOrNamedAndSkipped(String name) throws IOException {
    pictures("d", List.of("a", "b"), 3);
    byte[] whole = picture();
    write(
        "d/a/" + name,
        name.startsWith("empty") ? new byte[0] : Arrays.copyOf(whole, whole.length / 2));
    CommandRuns.Result fatal = run("train --model m.json --data folder:d");
    assertEquals(65, fatal.code(), fatal::err);
    assertTrue(fatal.err().contains(name), fatal::err);
    CommandRuns.Result skipping = good("train --model m.json --data folder:d --skip-unreadable");
    assertTrue(
        skipping.err().lines().anyMatch(l -> l.contains("skipped") && l.contains(name)),
        skipping::err);
  }

  @Test
  void filesOfDesktopsAreNeitherClassesNorImages() throws IOException {
    pictures("d", List.of("a", "b"), 3);
    for (String name : List.of(".DS_Store", "a/.DS_Store", "a/Thumbs.db", "b/desktop.ini")) {
      write("d/" + name, new byte[] {1, 2, 3});
    }
    write("d/.ipynb_checkpoints/x.png", picture());
    write("d/a/.ipynb_checkpoints/x.png", picture());
    JsonObject trained =
        JsonParser.parseString(
                good("train --model m.json --data folder:d --json")
                    .out()
                    .lines()
                    .toList()
                    .getLast())
            .getAsJsonObject();
    assertEquals(0, trained.get("skipped").getAsInt());
    CommandRuns.Result told = good("train --model m.json --data folder:d");
    assertTrue((told.out() + told.err()).contains("6 training images"), told::out);
  }

  /** The second class of three has no test images: the third must not take its label. */
  @Test
  void aTestFolderThatLacksAClassKeepsTheLabelsOfTraining() throws IOException {
    model("[3, 8, 8]", 3, 60);
    pictures("d/train", List.of("a", "b", "c"), 1);
    for (String name : List.of("a", "c")) {
      write(
          "d/test/%s/0.png".formatted(name),
          Files.readAllBytes(directory.resolve("d/train/%s/0.png".formatted(name))));
    }
    JsonObject trained =
        JsonParser.parseString(
                good("train --model m.json --data folder:d --json")
                    .out()
                    .lines()
                    .toList()
                    .getLast())
            .getAsJsonObject();
    assertEquals(1, trained.get("testAccuracy").getAsDouble());
  }

  @Test
  void aSpreadsheetsCsvHasAllItsImages() throws IOException {
    model("[1, 2, 2]", 2, 2);
    Files.writeString(
        directory.resolve("x.csv"),
        "\ufeff\"label\",\"p0\",\"p1\",\"p2\",\"p3\"\r\n\"0\",\"0\",\"0\",\"255\",\"255\"\r\n"
            + "\"1\",\"255\",\"255\",\"0\",\"0\"\r\n\r\n\"0\",\"0\",\"1\",\"250\",\"251\"\r\n"
            + "\"1\",\"251\",\"250\",\"3\",\"4\"");
    CommandRuns.Result run = good("train --model m.json --data csv:x.csv --out m.safetensors");
    assertTrue((run.out() + run.err()).contains("4 training images"), run::out);
  }

  /** MNIST's four files with 20 images each. */
  private void mnist(String folder, String dot, int type, int labelType, int labels, int cut)
      throws IOException {
    int bytes = type == 8 ? 1 : 4;
    int labelBytes = labelType == 8 ? 1 : 2;
    for (String part : List.of("train", "t10k")) {
      ByteBuffer images = ByteBuffer.allocate(16 + 20 * 784 * bytes);
      images.putInt(type << 8 | 3).putInt(20).putInt(28).putInt(28);
      write(
          "%s/mnist/%s-images%sidx3-ubyte".formatted(folder, part, dot),
          Arrays.copyOf(images.array(), images.capacity() - cut));
      ByteBuffer marks = ByteBuffer.allocate(8 + labels * labelBytes);
      marks.putInt(labelType << 8 | 1).putInt(labels);
      for (int i = 0; i < labels; i++) {
        marks.put(8 + i * labelBytes + labelBytes - 1, (byte) (i % 10));
      }
      write("%s/mnist/%s-labels%sidx1-ubyte".formatted(folder, part, dot), marks.array());
    }
  }

  @Test
  void idxFilesWithDotsAreFoundAndOtherKindsRefused() throws IOException {
    mnist("dots", ".", 8, 8, 20, 0);
    good("data info mnist --data-dir dots");
    mnist("floats", "-", 13, 8, 20, 0);
    mnist("wide", "-", 8, 11, 20, 0);
    mnist("few", "-", 8, 8, 19, 0);
    mnist("cut", "-", 8, 8, 20, 9);
    for (String folder : List.of("floats", "wide", "few", "cut")) {
      CommandRuns.Result run = run("data info mnist --data-dir " + folder);
      assertEquals(65, run.code(), folder + ": " + run.err());
      assertEquals(1, run.err().lines().count(), run::err);
    }
  }

  /** Other programs leave bytes behind the values, or write a name twice. */
  @Test
  void modelsWithBytesAtTheEndOrANameTwiceAreRefused() throws IOException {
    model("[1, 2, 2]", 2, 1);
    Files.writeString(directory.resolve("d.csv"), "0,0,0,255,255\n1,255,255,0,0\n");
    good("train --model m.json --data csv:d.csv --out m.safetensors");
    byte[] whole = Files.readAllBytes(directory.resolve("m.safetensors"));
    write("x.safetensors", Arrays.copyOf(whole, whole.length + 3));
    int length = (int) Long.reverseBytes(ByteBuffer.wrap(whole).getLong());
    String header = new String(whole, 8, length, UTF_8).strip();
    String name = "\"fc1.bias\":";
    int from = header.indexOf(name);
    assertTrue(from > 0, header);
    String entry = header.substring(from, header.indexOf('}', from) + 1);
    byte[] twice = (header.substring(0, header.length() - 1) + "," + entry + "}").getBytes(UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + twice.length + whole.length - 8 - length);
    file.putLong(Long.reverseBytes(twice.length))
        .put(twice)
        .put(whole, 8 + length, whole.length - 8 - length);
    write("y.safetensors", file.array());
    for (String damaged : List.of("x.safetensors", "y.safetensors")) {
      CommandRuns.Result run = run("eval " + damaged + " --data csv:d.csv");
      assertEquals(65, run.code(), run::err);
      assertEquals(1, run.err().lines().count(), run::err);
    }
  }
}
