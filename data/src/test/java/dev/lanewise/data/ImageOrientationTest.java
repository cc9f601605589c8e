package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.tensor.Shape;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture that says how it is to be held is turned, as viewers do. */
class ImageOrientationTest {

  @TempDir java.nio.file.Path directory;

  /** Where the pixel that is shown at a place lies in the file (EXIF 2.32, tag 0112). */
  private static int stored(int orientation, int x, int y, int width, int height) {
    int column =
        switch (orientation) {
          case 1, 4 -> x;
          case 2, 3 -> width - 1 - x;
          case 5, 6 -> y;
          default -> width - 1 - y;
        };
    int row =
        switch (orientation) {
          case 1, 2 -> y;
          case 3, 4 -> height - 1 - y;
          case 5, 8 -> x;
          default -> height - 1 - x;
        };
    return row * width + column;
  }

  private static int colour(int i) {
    return (i * 37 % 251) << 16 | (i * 59 % 241) << 8 | i * 83 % 239;
  }

  private static byte[] read(byte[] file, ImageReading reading) {
    return ImageFiles.read(file, "x", reading);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void allEightAreHonoured(int orientation) {
    int width = 7;
    int height = 5;
    boolean turned = orientation > 4;
    int shownWidth = turned ? height : width;
    int shownHeight = turned ? width : height;
    BufferedImage image = WrittenPictures.rgb(width, height, (x, y) -> colour(y * width + x));
    BufferedImage shown =
        WrittenPictures.rgb(
            shownWidth, shownHeight, (x, y) -> colour(stored(orientation, x, y, width, height)));
    byte[] upright = WrittenPictures.jdk(shown, "png");
    for (boolean big : new boolean[] {false, true}) {
      byte[] exif = WrittenPictures.exif(orientation, big);
      byte[] png = WrittenPictures.jdk(image, "png");
      byte[] tagged =
          WrittenPictures.concat(
              java.util.Arrays.copyOf(png, 33),
              WrittenPictures.chunk("eXIf", exif),
              java.util.Arrays.copyOfRange(png, 33, png.length));
      byte[] webp = WrittenPictures.webp(width, height, (x, y) -> colour(y * width + x), exif);
      for (int size : new int[] {3, 4, 8, 11}) {
        for (ImageFit fit : new ImageFit[] {ImageFit.STRETCH, ImageFit.COVER, ImageFit.PAD}) {
          ImageReading reading = ImageReading.of(new Shape(3, size, 8)).withFit(fit);
          assertArrayEquals(read(upright, reading), read(tagged, reading));
          assertArrayEquals(read(upright, reading), read(webp, reading));
          ImageReading stored = reading.withOrientation(ImageOrientation.IGNORE);
          assertArrayEquals(read(png, reading), read(tagged, stored));
        }
      }
      ImageReading exact =
          ImageReading.of(new Shape(3, shownHeight, shownWidth)).withFit(ImageFit.EXACT);
      assertArrayEquals(read(upright, exact), read(tagged, exact));
      byte[] jpeg = WrittenPictures.jdk(image, "jpg");
      byte[] turnedJpeg = read(WrittenPictures.withExif(jpeg, exif), exact);
      byte[] plainJpeg = read(jpeg, ImageReading.of(new Shape(3, height, width)));
      for (int i = 0; i < turnedJpeg.length; i++) {
        int pixel = i % (width * height);
        int from = stored(orientation, pixel % shownWidth, pixel / shownWidth, width, height);
        assertEquals(plainJpeg[i / (width * height) * width * height + from], turnedJpeg[i]);
      }
    }
  }

  @Test
  void brokenMetadataDoNotMakeAPictureUnreadable() {
    BufferedImage image = WrittenPictures.rgb(4, 2, (x, y) -> 0x101010 * (x + y));
    byte[] jpeg = WrittenPictures.jdk(image, "jpg");
    ImageReading reading = ImageReading.of(new Shape(1, 2, 4));
    byte[] expected = read(jpeg, reading);
    byte[] exif = WrittenPictures.exif(9, false);
    assertArrayEquals(expected, read(WrittenPictures.withExif(jpeg, exif), reading));
    byte[] far = WrittenPictures.exif(6, false);
    far[7] = 0x7f;
    assertArrayEquals(expected, read(WrittenPictures.withExif(jpeg, far), reading));
    assertArrayEquals(expected, read(WrittenPictures.withExif(jpeg, new byte[] {'I'}), reading));
  }

  @Test
  void theProbeTellsWhatIsShown() throws Exception {
    byte[] jpeg = WrittenPictures.jdk(WrittenPictures.rgb(9, 4, (x, y) -> 0), "jpg");
    var file =
        java.nio.file.Files.write(
            directory.resolve("a.jpg"),
            WrittenPictures.withExif(jpeg, WrittenPictures.exif(6, true)));
    ImageLimits limits = ImageLimits.defaults();
    assertEquals("4x9", ImageProbe.of(List.of(file), ImageOrientation.HONOUR, limits).sizes());
    assertEquals("9x4", ImageProbe.of(List.of(file), ImageOrientation.IGNORE, limits).sizes());
  }
}
