package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.tensor.Shape;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Row by row, a picture is fitted to the same bits as a plane that is resized at once. */
class FittingTest {

  /** Resizes columns, then rows, of a whole plane: what pictures were fitted by at first. */
  private static float[] resized(
      float[] plane, int height, int width, int newHeight, int newWidth) {
    float[] wide = new float[height * newWidth];
    for (int x = 0; x < newWidth; x++) {
      for (int y = 0; y < height; y++) {
        wide[y * newWidth + x] = sum(plane, y * width, 1, width, x, newWidth);
      }
    }
    float[] result = new float[newHeight * newWidth];
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        result[y * newWidth + x] = sum(wide, x, newWidth, height, y, newHeight);
      }
    }
    return result;
  }

  private static float sum(float[] values, int at, int stride, int inputs, int i, int outputs) {
    double ratio = (double) inputs / outputs;
    double reach = Math.max(1, ratio);
    double centre = (i + 0.5) * ratio;
    int first = Math.max(0, (int) Math.ceil(centre - reach - 0.5));
    int last = Math.min(inputs - 1, (int) Math.floor(centre + reach - 0.5));
    double total = 0;
    for (int k = first; k <= last; k++) {
      total += Math.max(0, 1 - Math.abs(k + 0.5 - centre) / reach);
    }
    double sum = 0;
    for (int k = first; k <= last; k++) {
      double weight = Math.max(0, 1 - Math.abs(k + 0.5 - centre) / reach) / total;
      sum += weight * values[at + k * stride];
    }
    return (float) sum;
  }

  @Test
  void bitsAreThoseOfAWholePlane() {
    Random random = new Random(9);
    int[][] sizes = {{1, 1, 5, 3}, {7, 5, 7, 5}, {64, 48, 32, 32}, {13, 40, 28, 28}, {31, 3, 8, 9}};
    for (int[] size : sizes) {
      int width = size[0];
      int height = size[1];
      BufferedImage image = WrittenPictures.rgb(width, height, (x, y) -> random.nextInt(1 << 24));
      byte[] png = WrittenPictures.jdk(image, "png");
      Shape shape = new Shape(3, size[2], size[3]);
      for (ImageFit fit : new ImageFit[] {ImageFit.STRETCH, ImageFit.COVER}) {
        int newHeight = (int) fit.height(height, width, shape);
        int newWidth = (int) fit.width(height, width, shape);
        int top = (int) Math.rint((newHeight - shape.height()) / 2.0);
        int left = (int) Math.rint((newWidth - shape.width()) / 2.0);
        byte[] expected = new byte[shape.elements()];
        for (int c = 0; c < 3; c++) {
          float[] plane = new float[width * height];
          for (int i = 0; i < plane.length; i++) {
            plane[i] = image.getRGB(i % width, i / width) >> 16 - 8 * c & 0xff;
          }
          float[] small = resized(plane, height, width, newHeight, newWidth);
          for (int i = 0; i < shape.pixels(); i++) {
            int row = top + i / shape.width();
            float value = small[row * newWidth + left + i % shape.width()];
            expected[c * shape.pixels() + i] = (byte) Math.clamp(Math.round(value), 0, 255);
          }
        }
        assertArrayEquals(expected, ImageFiles.read(png, "x", ImageReading.of(shape).withFit(fit)));
      }
    }
  }

  /** Twice as wide as high: bars of black above and below, also where light is made dark. */
  @Test
  void paddingKeepsTheRatioAndIsBlack() {
    byte[] png = WrittenPictures.jdk(WrittenPictures.rgb(4, 2, (x, y) -> 0x646464), "png");
    ImageReading reading = ImageReading.of(new Shape(1, 4, 4)).withFit(ImageFit.PAD);
    byte[] padded = {0, 0, 0, 0, 100, 100, 100, 100, 100, 100, 100, 100, 0, 0, 0, 0};
    assertArrayEquals(padded, ImageFiles.read(png, "x", reading));
    byte[] inverted = padded.clone();
    for (int i = 4; i < 12; i++) {
      inverted[i] = (byte) 155;
    }
    assertArrayEquals(inverted, ImageFiles.read(png, "x", reading.withInverted(true)));
    byte[] tall = WrittenPictures.jdk(WrittenPictures.rgb(1, 3, (x, y) -> 0x646464), "png");
    byte[] upright = {0, 100, 0, 0, 100, 0, 0, 100, 0};
    ImageReading three = ImageReading.of(new Shape(1, 3, 3)).withFit(ImageFit.PAD);
    assertArrayEquals(upright, ImageFiles.read(tall, "x", three));
  }

  @Test
  void paddingIsNeverLargerThanTheShape() {
    Shape shape = new Shape(1, 40, 20);
    assertEquals(20, ImageFit.PAD.height(7, 7, shape));
    assertEquals(20, ImageFit.PAD.width(7, 7, shape));
    assertEquals(1, ImageFit.PAD.height(1, 1000000, shape));
    assertEquals(20, ImageFit.PAD.width(1, 1000000, shape));
    assertEquals(40000000L, ImageFit.COVER.height(2000000, 1, new Shape(1, 20, 20)));
  }
}
