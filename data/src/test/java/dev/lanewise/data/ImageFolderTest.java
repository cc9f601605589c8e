package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.Shape;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

  private static final Shape ONE = new Shape(1, 1, 1);

  @TempDir Path root;

  /** A grey image of one colour. */
  private Path image(String path, int width, int height, int grey) throws Exception {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, grey * 0x010101);
    }
    return save(path, image);
  }

  private Path save(String path, BufferedImage image) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    String format = path.substring(path.lastIndexOf('.') + 1);
    assertTrue(ImageIO.write(image, format.replace("jpeg", "jpg"), file.toFile()));
    return file;
  }

  private Path text(String path) throws Exception {
    return TestFiles.write(root.resolve(path), "no image".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void imagesAreOrderedByClassAndPath() throws Exception {
    image("dog/b.PNG", 1, 1, 30);
    image("dog/a/z.gif", 1, 1, 20);
    image("Cat/2.jpeg", 4, 4, 10);
    image("Cat/10.bmp", 1, 1, 5);
    image("dog/.hidden.png", 1, 1, 99);
    image(".thumbs/x.png", 1, 1, 99);
    image("stray.png", 1, 1, 99);
    text("dog/notes.txt");
    text("dog/png");
    ImageFolder folder = ImageFolder.read(root, ImageFolderOptions.of(ONE));
    assertEquals(List.of("Cat", "dog"), folder.images().classNames());
    int[] greys = {5, 10, 20, 30};
    int[] labels = {0, 0, 1, 1};
    assertEquals(4, folder.images().size());
    for (int i = 0; i < 4; i++) {
      // JPEG is off by little.
      assertEquals(greys[i], folder.images().pixels(i)[0], i == 1 ? 2 : 0);
      assertEquals(labels[i], folder.images().label(i));
    }
    assertEquals(
        List.of("Cat/10.bmp", "Cat/2.jpeg", "dog/a/z.gif", "dog/b.PNG"),
        folder.files().stream()
            .map(f -> root.relativize(f).toString().replace('\\', '/'))
            .toList());
    assertEquals(List.of(), folder.skipped());
    assertEquals(root.getFileName().toString(), folder.images().name());
  }

  @Test
  void whatCantBeReadIsNamedAndCounted() throws Exception {
    image("a/1.png", 1, 1, 10);
    Path bad = text("a/2.png");
    image("a/3.png", 1, 1, 30);
    Path cut = image("b/1.png", 40, 40, 40);
    byte[] bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, 60));
    image("b/2.png", 1, 1, 50);
    ImageFolderOptions options = ImageFolderOptions.of(ONE);
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        bad + ": must be a PNG, JPEG, BMP, GIF, WebP or TIFF image. Received: something else",
        () -> ImageFolder.read(root, options));
    ImageFolder folder =
        ImageFolder.read(root, options.withUnreadable(ImageFolderOptions.Unreadable.SKIP));
    assertEquals(3, folder.images().size());
    int[] greys = {10, 30, 50};
    int[] labels = {0, 0, 1};
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(new byte[] {(byte) greys[i]}, folder.images().pixels(i));
      assertEquals(labels[i], folder.images().label(i));
    }
    assertEquals(
        List.of(bad, cut), folder.skipped().stream().map(ImageFolder.Skipped::file).toList());
    assertEquals(
        bad + ": must be a PNG, JPEG, BMP, GIF, WebP or TIFF image. Received: something else",
        folder.skipped().get(0).reason());
    assertTrue(folder.skipped().get(1).reason().startsWith(cut + ": the image can't be read: "));
    assertEquals(3, folder.files().size());
  }

  @Test
  void nothingButDamageIsAnError() throws Exception {
    Path bad = text("a/2.png");
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        root
            + ": expected at least one image that can be read. Received: 1 that can't, the first: "
            + bad
            + ": must be a PNG, JPEG, BMP, GIF, WebP or TIFF image. Received: something else",
        () ->
            ImageFolder.read(
                root,
                ImageFolderOptions.of(ONE).withUnreadable(ImageFolderOptions.Unreadable.SKIP)));
  }

  @Test
  void foldersThatAreNoneAreRefused() throws Exception {
    ImageFolderOptions options = ImageFolderOptions.of(ONE);
    Path missing = root.resolve("missing");
    TestFiles.assertFails(
        DataException.Kind.NOT_FOUND,
        missing + ": no such directory",
        () -> ImageFolder.read(missing, options));
    Path file = text("file");
    TestFiles.assertFails(
        DataException.Kind.NOT_FOUND,
        file + ": must be a directory",
        () -> ImageFolder.read(file, options));
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        root + ": expected one directory a class. Received: none",
        () -> ImageFolder.read(root, options));
    Files.createDirectories(root.resolve("empty"));
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        root.resolve("empty")
            + ": expected at least one PNG, JPEG, BMP, GIF, WebP or TIFF file. Received: none",
        () -> ImageFolder.read(root, options));
    TestFiles.assertFails(
        DataException.Kind.USAGE,
        "Images must have 1 or 3 channels. Received: 2x3x3",
        () -> ImageFolderOptions.of(new Shape(2, 3, 3)));
    TestFiles.assertFails(
        DataException.Kind.USAGE,
        "Every class must be named once. Received twice: a",
        () -> options.withClassNames(List.of("a", "b", "a")));
  }

  @Test
  void givenClassesDecideTheLabels() throws Exception {
    image("b/1.png", 1, 1, 10);
    image("c/1.png", 1, 1, 20);
    ImageFolderOptions options = ImageFolderOptions.of(ONE);
    ImageSet images =
        ImageFolder.read(root, options.withClassNames(List.of("c", "a", "b"))).images();
    assertEquals(0, images.label(0));
    assertEquals(20, images.pixels(0)[0]);
    assertEquals(2, images.label(1));
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        root.resolve("c")
            + ": a directory must be named like one of the 2 classes (a, b). Received: c",
        () -> ImageFolder.read(root, options.withClassNames(List.of("a", "b"))));
  }

  @Test
  void fitsAreStretchCoverAndExact() throws Exception {
    BufferedImage wide = new BufferedImage(6, 2, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 12; i++) {
      wide.setRGB(i % 6, i / 6, (i % 6 + 1) * 10 * 0x010101);
    }
    Path file = save("a/1.png", wide);
    Shape square = new Shape(1, 2, 2);
    ImageFolderOptions options = ImageFolderOptions.of(square);
    // Columns 3 and 4 of six are the centre.
    assertArrayEquals(
        new byte[] {30, 40, 30, 40},
        ImageFolder.read(root, options.withFit(ImageFit.COVER)).images().pixels(0));
    byte[] stretched = ImageFolder.read(root, options).images().pixels(0);
    assertEquals(70, stretched[0] + stretched[1], 1);
    assertTrue(stretched[0] < 30);
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        file + ": the image must be 2 wide and 2 high. Received: 6 wide, 2 high",
        () -> ImageFolder.read(root, options.withFit(ImageFit.EXACT)));
    Shape same = new Shape(3, 2, 6);
    assertArrayEquals(
        ImageFolder.read(root, ImageFolderOptions.of(same)).images().pixels(0),
        ImageFolder.read(root, ImageFolderOptions.of(same).withFit(ImageFit.EXACT))
            .images()
            .pixels(0));
  }

  /** torchvision: the shorter side becomes the size, the longer int(size * long / short). */
  @Test
  void coverKeepsTheAspectRatio() {
    Shape square = new Shape(1, 32, 32);
    assertEquals(32, ImageFit.COVER.height(100, 301, square));
    assertEquals(96, ImageFit.COVER.width(100, 301, square));
    assertEquals(53, ImageFit.COVER.height(5, 3, square));
    assertEquals(32, ImageFit.COVER.width(5, 3, square));
    Shape tall = new Shape(1, 40, 20);
    assertEquals(40, ImageFit.COVER.height(7, 7, tall));
    assertEquals(40, ImageFit.COVER.width(7, 7, tall));
    assertEquals(40, ImageFit.STRETCH.height(7, 7, tall));
    assertEquals(20, ImageFit.STRETCH.width(7, 7, tall));
  }
}
