package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a folder's names and headers say before pixels are read. */
class ImageProbeTest {

  private static final ImageLimits LIMITS = ImageLimits.defaults();

  @TempDir Path root;

  private Path write(String name, byte[] content) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  private Path image(String name, int width, int height) throws Exception {
    String format =
        name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT).replace("jfif", "jpg");
    byte[] content =
        format.equals("webp")
            ? WrittenPictures.webp(width, height, (x, y) -> 0)
            : WrittenPictures.jdk(WrittenPictures.rgb(width, height, (x, y) -> 0), format);
    return write(name, content);
  }

  private Path text(String name) throws Exception {
    return write(name, "text".getBytes(StandardCharsets.UTF_8));
  }

  private ImageProbe folder() {
    return ImageProbe.folder(root, List.of(), ImageOrientation.HONOUR, LIMITS);
  }

  @Test
  void sizesAndKindsAreTold() throws Exception {
    image("b/1.png", 64, 48);
    image("b/2.jpg", 20, 90);
    image("a/3.webp", 50, 40);
    image("a/4.gif", 60, 70);
    image("a/5.bmp", 61, 47);
    image("a/6.tiff", 62, 46);
    text("a/7.png");
    ImageProbe probe = folder();
    assertEquals(6, probe.images());
    assertEquals(1, probe.unreadable());
    assertEquals("20x40 to 64x90", probe.sizes());
    assertEquals(47, probe.medianSide());
    assertEquals(32, probe.sizeClass());
    assertFalse(probe.grey());
    assertEquals(List.of("a", "b"), probe.classNames());
    assertEquals(
        Map.of("bmp", 1, "gif", 1, "jpg", 1, "png", 2, "tiff", 1, "webp", 1), probe.endings());
  }

  @Test
  void greyIsToldByTheFormat() throws Exception {
    byte[] png = WrittenPictures.png(3, 2, 8, 0, new byte[8]);
    byte[] alpha = WrittenPictures.png(3, 2, 8, 4, new byte[14]);
    byte[] jpeg = WrittenPictures.jdk(WrittenPictures.grey(3, 2, new byte[6]), "jpg");
    byte[] tiff = WrittenPictures.jdk(WrittenPictures.grey(3, 2, new byte[6]), "tiff");
    List<Path> files =
        List.of(
            write("1.png", png), write("2.png", alpha), write("3.jpg", jpeg), write("4.tif", tiff));
    ImageProbe probe = ImageProbe.of(files, ImageOrientation.HONOUR, LIMITS);
    assertTrue(probe.grey());
    assertEquals("3x2", probe.sizes());
    assertEquals(28, probe.sizeClass());
    assertEquals(List.of(), probe.classNames());
  }

  @Test
  void nothingReadableIsNoSize() throws Exception {
    ImageProbe probe = ImageProbe.of(List.of(text("a.png")), ImageOrientation.HONOUR, LIMITS);
    assertEquals(0, probe.images());
    assertEquals(1, probe.unreadable());
    assertEquals("0x0", probe.sizes());
    assertFalse(probe.grey());
  }

  /** They won't be read, so they don't choose what a network sees. */
  @Test
  void imagesBeyondTheLimitsDoNotCount() throws Exception {
    List<Path> files = List.of(image("1.png", 3, 3), image("2.png", 3, 2));
    ImageProbe probe = ImageProbe.of(files, ImageOrientation.HONOUR, LIMITS.withPixels(8));
    assertEquals(1, probe.images());
    assertEquals(1, probe.unreadable());
    assertEquals("3x2", probe.sizes());
  }

  @Test
  void sizeClassesAreTheUsualOnes() throws Exception {
    int[][] classes = {{5, 28}, {28, 28}, {31, 28}, {32, 32}, {95, 64}, {100, 96}, {500, 224}};
    for (int[] each : classes) {
      Path file = image(each[0] + ".png", each[0], each[0] + 3);
      assertEquals(
          each[1], ImageProbe.of(List.of(file), ImageOrientation.HONOUR, LIMITS).sizeClass());
    }
  }

  /** A header may lie behind more metadata than are read at first. */
  @Test
  void headersBehindLongMetadataAreFound() throws Exception {
    byte[] jpeg = WrittenPictures.jdk(WrittenPictures.rgb(9, 4, (x, y) -> 0), "jpg");
    for (int i = 0; i < 3; i++) {
      jpeg = WrittenPictures.withSegment(jpeg, 0xed, new byte[60000]);
    }
    Path file = write("a.jpg", jpeg);
    assertEquals("9x4", ImageProbe.of(List.of(file), ImageOrientation.HONOUR, LIMITS).sizes());
  }

  @Test
  void filesThatAreLeftOutAreCountedByEnding() throws Exception {
    image("a/1.png", 2, 2);
    image("a/2.JFIF", 2, 2);
    text("a/notes.TXT");
    text("a/deep/more.txt");
    text("a/LICENSE");
    text("a/photo.heic");
    text("a/.hidden");
    text("a/.cache/x.txt");
    text("__MACOSX/a/x.png");
    text("labels.csv");
    ImageFolder folder = ImageFolder.read(root, ImageFolderOptions.of(new Shape(1, 2, 2)));
    assertEquals(2, folder.files().size());
    assertEquals(Map.of("", 1, "csv", 1, "heic", 1, "txt", 2), folder.ignored());
    assertEquals(
        "1 without an ending, 1 .csv, 1 .heic (convert to JPEG or PNG first), 2 .txt",
        folder.leftOut());
  }

  @Test
  void aClassWithoutImagesSaysWhatItHas() throws Exception {
    text("a/photo.heic");
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        root.resolve("a")
            + ": expected at least one PNG, JPEG, BMP, GIF, WebP or TIFF file. Received: 1 .heic"
            + " (convert to JPEG or PNG first)",
        this::folder);
  }

  @Test
  void linksThatGoRoundOrNowhereEndInOneLine() throws Exception {
    image("a/1.png", 2, 2);
    Path loop = Files.createSymbolicLink(root.resolve("a/loop"), root.resolve("a"));
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        loop + ": a link must not lead to a directory that holds it. Received: a loop",
        this::folder);
    Files.delete(loop);
    Path nowhere = Files.createSymbolicLink(root.resolve("a/2.png"), root.resolve("gone.png"));
    TestFiles.assertFails(
        DataException.Kind.NOT_FOUND,
        nowhere + ": the link leads to no file",
        () -> ImageFolder.read(root, ImageFolderOptions.of(new Shape(1, 2, 2))));
    Files.delete(nowhere);
    Files.createSymbolicLink(root.resolve("a/3.png"), root.resolve("a/1.png"));
    assertEquals(2, folder().images());
  }

  @Test
  void namesWithControlCharactersEndInOneLine() throws Exception {
    Path file = text("a/1\u001b[31m\n\u202e.png");
    TestFiles.assertFails(
        DataException.Kind.DAMAGED,
        root.resolve("a")
            + "/1\\x1b[31m\\x0a\\u202e.png: must be a PNG, JPEG, BMP, GIF, WebP or TIFF image."
            + " Received: something else",
        () -> ImageFiles.read(file, ImageReading.of(new Shape(1, 2, 2))));
  }
}
