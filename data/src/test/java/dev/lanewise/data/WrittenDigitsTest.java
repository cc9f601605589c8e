package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three hundred digits, written in five formats, are the digits that they were, so that a network
 * gives them the same answers: of MNIST where {@code LANEWISE_DATA} names a directory that holds
 * it, and drawn ones everywhere.
 */
class WrittenDigitsTest {

  private static final Shape GREY = new Shape(1, 28, 28);
  private static final Shape COLOUR = new Shape(3, 28, 28);

  @TempDir Path directory;

  @Test
  void drawnDigitsAreTheSameInEveryFormat() throws IOException {
    check(Digits.generate(1, 300, Split.TEST));
  }

  @Test
  void mnistDigitsAreTheSameInEveryFormat() throws IOException {
    String place = System.getenv(DataPlaces.VARIABLE);
    if (place == null || place.isBlank()) {
      // Nothing was read, so nothing is noted: CI fails if it should have been.
      assertEquals(List.of(), List.of(directory.toFile().list()));
      return;
    }
    DataSource source = new DataSource(new DataPlaces(List.of(Path.of(place)), false));
    check(source.load(DataSet.MNIST, Split.TEST));
    Path marker =
        Path.of(System.getProperty("lanewise.realDataTests", "target/real-data-tests.txt"));
    Files.createDirectories(marker.getParent());
    Files.writeString(
        marker,
        "real mnist was written in five formats\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void check(ImageSet digits) throws IOException {
    List<List<Path>> files =
        List.of(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    for (int i = 0; i < 300; i++) {
      byte[] pixels = digits.pixels(i);
      BufferedImage grey = WrittenPictures.grey(28, 28, pixels);
      BufferedImage rgb = WrittenPictures.rgb(28, 28, (x, y) -> colour(pixels[28 * y + x]));
      byte[] wide = new byte[2 * 784];
      for (int p = 0; p < 784; p++) {
        wide[2 * p] = pixels[p];
        wide[2 * p + 1] = pixels[p];
      }
      files.get(0).add(write(i + "-8.png", WrittenPictures.jdk(grey, "png")));
      files
          .get(1)
          .add(
              write(
                  i + "-16.png",
                  WrittenPictures.png(28, 28, 16, 0, WrittenPictures.rows(28, wide))));
      files.get(2).add(write(i + "-rgb.png", WrittenPictures.jdk(rgb, "png")));
      files.get(3).add(write(i + ".bmp", WrittenPictures.jdk(rgb, "bmp")));
      files
          .get(4)
          .add(
              write(
                  i + ".webp", WrittenPictures.webp(28, 28, (x, y) -> colour(pixels[28 * y + x]))));
    }
    for (List<Path> format : files) {
      ImageSet grey = ImageFiles.read(format, GREY, false, List.of("a"));
      ImageSet colour = ImageFiles.read(format, COLOUR, false, List.of("a"));
      for (int i = 0; i < 300; i++) {
        byte[] pixels = digits.pixels(i);
        assertArrayEquals(pixels, grey.pixels(i), format.get(i).toString());
        assertArrayEquals(
            WrittenPictures.concat(pixels, pixels, pixels),
            colour.pixels(i),
            format.get(i).toString());
      }
    }
  }

  private static int colour(byte value) {
    return 0x010101 * (value & 0xff);
  }

  private Path write(String name, byte[] file) throws IOException {
    return Files.write(directory.resolve(name), file);
  }
}
