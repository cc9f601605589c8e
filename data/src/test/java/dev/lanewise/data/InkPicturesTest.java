package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.tensor.Shape;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** JPEG of four inks: CMYK and YCCK, with Adobe's marker and without. */
class InkPicturesTest {

  /** A JPEG of four channels that are stored as they are. */
  private static byte[] jpeg(int... values) throws Exception {
    WritableRaster raster = Raster.createInterleavedRaster(0, 8, 8, 4, null);
    for (int i = 0; i < 256; i++) {
      raster.setSample(i / 4 % 8, i / 32, i % 4, values[i % 4]);
    }
    var writer = ImageIO.getImageWritersByFormatName("jpg").next();
    var how = writer.getDefaultWriteParam();
    how.setCompressionMode(javax.imageio.ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), how);
    }
    return out.toByteArray();
  }

  private static byte[] adobe(int transform) {
    return new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
  }

  private static void assertColour(int red, int green, int blue, byte[] file) {
    byte[] pixels = ImageFiles.read(file, "x", ImageReading.of(new Shape(3, 1, 1)));
    int[] expected = {red, green, blue};
    for (int c = 0; c < 3; c++) {
      assertEquals(expected[c], pixels[c] & 0xff, 3, () -> Arrays.toString(pixels));
    }
  }

  /** Red is (255 - C)(255 - K) / 255. */
  @Test
  void inksTakeLightAway() throws Exception {
    assertColour(255, 255, 255, jpeg(0, 0, 0, 0));
    assertColour(55, 155, 225, jpeg(200, 100, 30, 0));
    assertColour(28, 78, 113, jpeg(200, 100, 30, 127));
    assertColour(0, 0, 0, jpeg(0, 0, 0, 255));
  }

  /** Adobe's programs store light. */
  @Test
  void adobesNumbersAreLight() throws Exception {
    byte[] file = WrittenPictures.withSegment(jpeg(55, 155, 225, 255), 0xee, adobe(0));
    assertColour(55, 155, 225, file);
    byte[] dark = WrittenPictures.withSegment(jpeg(55, 155, 225, 128), 0xee, adobe(0));
    assertColour(28, 78, 113, dark);
  }

  /** Y 76, Cb 85, Cr 255 is light of red (254, 0, 0). */
  @Test
  void threeOfFourMayBeLumaAndChroma() throws Exception {
    byte[] file = WrittenPictures.withSegment(jpeg(76, 85, 255, 255), 0xee, adobe(2));
    assertColour(254, 0, 0, file);
    byte[] grey = WrittenPictures.withSegment(jpeg(100, 128, 128, 255), 0xee, adobe(2));
    assertColour(100, 100, 100, grey);
  }
}
