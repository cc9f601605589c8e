package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --exif}: pictures are turned as cameras say, unless they are to stay. */
class ExifOptionTest {

  private static final String MODEL =
      """
      {"name": "m", "input": [1, 8, 8],
       "layers": ["flatten", {"type": "dense", "outputs": 2}],
       "recipe": {"optimizer": {"type": "sgd", "learningRate": 0.1}, "epochs": 1, "batch": 4}}
      """;

  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void write() throws IOException {
    program = new Program(directory);
    Files.writeString(directory.resolve("m.json"), MODEL);
    for (String name : List.of("a", "b")) {
      Files.createDirectories(directory.resolve("turned/" + name));
      Files.createDirectories(directory.resolve("plain/" + name));
      for (int i = 0; i < 3; i++) {
        byte[] jpeg = jpeg(i + (name.equals("a") ? 0 : 5));
        Files.write(directory.resolve("plain/" + name + "/" + i + ".jpg"), jpeg);
        Files.write(directory.resolve("turned/" + name + "/" + i + ".jpg"), upsideDown(jpeg));
      }
    }
  }

  private static byte[] jpeg(int seed) throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, 0x010101 * (i * (3 + seed) % 250));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  /** Says that the camera was held upside down: orientation 3. */
  private static byte[] upsideDown(byte[] jpeg) {
    byte[] exif =
        "\u00ff\u00e1\0\42Exif\0\0II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0\3\0\0\0\0\0\0\0"
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] result = Arrays.copyOf(jpeg, jpeg.length + exif.length);
    System.arraycopy(exif, 0, result, 2, exif.length);
    System.arraycopy(jpeg, 2, result, 2 + exif.length, jpeg.length - 2);
    return result;
  }

  private String predicted(String file, String... options) {
    List<String> words = new ArrayList<>(List.of("predict", "m.safetensors", file));
    words.addAll(List.of(options));
    String line = program.run(words.toArray(String[]::new)).good().out();
    return line.substring(line.indexOf(": "));
  }

  private void train(String folder, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of("train", "--model", "m.json", "--data", folder, "--out", "m.safetensors"));
    words.addAll(List.of(options));
    program.run(words.toArray(String[]::new)).good();
  }

  @Test
  void turnedPicturesAreOtherPicturesUnlessTheyStay() {
    train("plain");
    String plain = predicted("plain/b/1.jpg");
    assertNotEquals(plain, predicted("turned/b/1.jpg"));
    assertEquals(plain, predicted("turned/b/1.jpg", "--exif", "ignore"));
    assertEquals(predicted("turned/b/1.jpg"), predicted("turned/b/1.jpg", "--exif", "honour"));
  }

  @Test
  void trainingTakesTheOptionToo() {
    train("plain");
    String plain = predicted("plain/b/1.jpg");
    train("turned", "--exif", "ignore");
    assertEquals(plain, predicted("plain/b/1.jpg"));
    train("turned");
    assertNotEquals(plain, predicted("plain/b/1.jpg"));
  }

  @Test
  void otherWordsAreRefused() {
    train("plain");
    Program.Run run = program.run("predict", "m.safetensors", "plain/b/1.jpg", "--exif", "rotate");
    assertEquals(64, run.code());
    assertTrue(run.err().contains("--exif must be honour or ignore. Received: rotate"), run::err);
  }
}
