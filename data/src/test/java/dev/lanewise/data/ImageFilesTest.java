package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.Shape;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

  private static final List<String> CLASSES = List.of("a", "b");

  @TempDir Path directory;

  private Path png(int width, int... argb) throws Exception {
    BufferedImage image =
        new BufferedImage(width, argb.length / width, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, width, argb.length / width, argb, 0, width);
    Path file = directory.resolve("image.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  private static int[] bytes(ImageSet images) {
    byte[] pixels = images.pixels(0);
    int[] values = new int[pixels.length];
    Arrays.setAll(values, i -> pixels[i] & 0xff);
    return values;
  }

  /** 0.299 * 255 = 76.2, 0.587 * 255 = 149.7, 0.114 * 255 = 29.1. */
  @Test
  void coloursBecomeGreyByTheirLuma() throws Exception {
    Path file = png(3, 0xffff0000, 0xff00ff00, 0xff0000ff);
    Shape shape = new Shape(1, 1, 3);
    assertArrayEquals(
        new int[] {76, 150, 29}, bytes(ImageFiles.read(List.of(file), shape, false, CLASSES)));
    assertArrayEquals(
        new int[] {179, 105, 226}, bytes(ImageFiles.read(List.of(file), shape, true, CLASSES)));
  }

  @Test
  void channelsStayApartAndWhatIsTransparentIsWhite() throws Exception {
    Path file = png(2, 0xff102030, 0x00123456);
    ImageSet images = ImageFiles.read(List.of(file), new Shape(3, 1, 2), false, CLASSES);
    assertArrayEquals(new int[] {0x10, 255, 0x20, 255, 0x30, 255}, bytes(images));
    assertEquals(2, images.classes());
  }

  @Test
  void halfTransparentIsHalfWhite() throws Exception {
    Path file = png(1, 0x80000000);
    assertArrayEquals(
        new int[] {127}, bytes(ImageFiles.read(List.of(file), new Shape(1, 1, 1), false, CLASSES)));
  }

  private void fails(DataException.Kind kind, String message, Path file, Shape shape) {
    DataException e =
        assertThrows(
            DataException.class, () -> ImageFiles.read(List.of(file), shape, false, CLASSES));
    assertEquals(kind, e.kind());
    assertTrue(e.getMessage().startsWith(message), e::getMessage);
  }

  @Test
  void whatIsNoImageIsRefused() throws Exception {
    Shape shape = new Shape(1, 28, 28);
    Path missing = directory.resolve("missing.png");
    fails(DataException.Kind.NOT_FOUND, missing + ": no such file", missing, shape);
    fails(
        DataException.Kind.DAMAGED,
        directory + ": must be a PNG, JPEG, BMP, GIF, WebP or TIFF file. Received: a directory",
        directory,
        shape);
    Path text = Files.writeString(directory.resolve("text.png"), "text");
    fails(
        DataException.Kind.DAMAGED,
        text + ": must be a PNG, JPEG, BMP, GIF, WebP or TIFF image. Received: something else",
        text,
        shape);
    Path whole = png(7, new int[49]);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(directory.resolve("cut.png"), Arrays.copyOf(bytes, 30));
    fails(DataException.Kind.DAMAGED, cut + ": the image can't be read: ", cut, shape);
    fails(
        DataException.Kind.DAMAGED,
        "Image files fit models with 1 or 3 channels of input. Received: a model for 2x28x28",
        whole,
        new Shape(2, 28, 28));
  }

  /** A PNG's header may claim any size; nothing of that size may be reserved. */
  @Test
  void sizesBeyondReasonAreRefused() throws Exception {
    Path file = png(1, 0xff000000);
    byte[] bytes = Files.readAllBytes(file);
    bytes[16] = 0x00;
    bytes[17] = 0x10;
    bytes[21] = 0x10;
    CRC32 sum = new CRC32();
    sum.update(bytes, 12, 17);
    for (int i = 0; i < 4; i++) {
      bytes[29 + i] = (byte) (sum.getValue() >> 24 - 8 * i);
    }
    Files.write(file, bytes);
    fails(
        DataException.Kind.DAMAGED,
        file + ": an image may have at most 67108864 pixels. Received: 1048577 x 1048577",
        file,
        new Shape(1, 28, 28));
  }

  @Test
  void aSizeThatFitsIsKept() {
    float[] plane = {1, 2, 3, 4, 5, 6};
    assertArrayEquals(plane, Resize.plane(plane, 2, 3, 2, 3));
  }

  /** Each output pixel's triangle is 4 wide: weights 1/8 3/8 3/8 1/8, cut off at the border. */
  @Test
  void shrinkingCountsEveryPixel() {
    float[] row = {0, 8, 0, 0, 0, 0, 0, 0};
    float[] half = Resize.plane(row, 1, 8, 1, 4);
    assertArrayEquals(new float[] {8 * 3 / 7f, 1, 0, 0}, half, 1e-6f);
    float[] ones = new float[35];
    Arrays.fill(ones, 5f);
    for (float value : Resize.plane(ones, 5, 7, 3, 2)) {
      assertEquals(5f, value, 1e-6f);
    }
  }

  @Test
  void growingInterpolates() {
    float[] wide = Resize.plane(new float[] {0, 4}, 1, 2, 1, 4);
    assertArrayEquals(new float[] {0, 1, 3, 4}, wide, 1e-6f);
    float[] tall = Resize.plane(new float[] {0, 4}, 2, 1, 4, 1);
    assertArrayEquals(new float[] {0, 1, 3, 4}, tall, 1e-6f);
  }
}
