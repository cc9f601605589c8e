package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;

/** A file that was cut or damaged is refused in one line, whatever its format. */
class DamagedPicturesTest {

  private static final ImageReading READING = ImageReading.of(new Shape(3, 8, 8));

  private static BufferedImage noise() {
    Random random = new Random(5);
    return WrittenPictures.rgb(24, 24, (x, y) -> random.nextInt(1 << 24));
  }

  private static byte[] progressive(BufferedImage image) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), how);
    }
    return out.toByteArray();
  }

  private static Map<String, byte[]> files() throws IOException {
    BufferedImage image = noise();
    BufferedImage indexed = new BufferedImage(24, 24, BufferedImage.TYPE_BYTE_INDEXED);
    indexed.getGraphics().drawImage(image, 0, 0, null);
    Map<String, byte[]> files = new TreeMap<>();
    files.put("png", WrittenPictures.jdk(image, "png"));
    files.put("jpeg", WrittenPictures.jdk(image, "jpg"));
    files.put("progressive jpeg", progressive(image));
    files.put("gif", WrittenPictures.jdk(indexed, "gif"));
    files.put("bmp", WrittenPictures.jdk(image, "bmp"));
    files.put("webp", WrittenPictures.webp(24, 24, (x, y) -> image.getRGB(x, y) & 0xffffff));
    return files;
  }

  private static String refusal(byte[] file) {
    DataException e = assertThrows(DataException.class, () -> ImageFiles.read(file, "x", READING));
    assertEquals(DataException.Kind.DAMAGED, e.kind());
    assertTrue(e.getMessage().startsWith("x: "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    return e.getMessage();
  }

  @Test
  void aFileThatIsCutAnywhereIsRefused() throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      byte[] whole = file.getValue();
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        DataException e =
            assertThrows(
                DataException.class,
                () -> ImageFiles.read(cut, "x", READING),
                file.getKey() + " of " + length + " bytes of " + whole.length);
        assertEquals(1, e.getMessage().lines().count());
      }
    }
  }

  /** Directories of a TIFF lie behind its pixels: each strip must be in the file. */
  @Test
  void aTiffThatIsCutIsRefused() {
    byte[] whole = WrittenPictures.jdk(noise(), "tiff");
    for (int length = 0; length < whole.length; length += 1 + length / 50) {
      refusal(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void whatFollowsAWholePictureDoesNotMatter() throws IOException {
    for (Map.Entry<String, byte[]> file : files().entrySet()) {
      byte[] longer =
          WrittenPictures.concat(file.getValue(), new byte[] {0, -1, (byte) 0xd9, 7, 7, 7, 7});
      assertArrayEquals(
          ImageFiles.read(file.getValue(), "x", READING),
          ImageFiles.read(longer, "x", READING),
          file.getKey());
    }
  }

  /** Every byte of a PNG is covered by a checksum, or by what a PNG must be. */
  @Test
  void eachChangedByteOfAPngIsNoticed() {
    byte[] png = WrittenPictures.jdk(noise(), "png");
    Random random = new Random(3);
    for (int i = 0; i < png.length; i++) {
      byte[] changed = png.clone();
      changed[i] ^= (byte) (1 << random.nextInt(8));
      refusal(changed);
    }
  }

  @Test
  void aWrongChecksumIsNamed() {
    byte[] png =
        WrittenPictures.png(
            1, 1, 8, 0, new byte[] {0, 9}, WrittenPictures.chunk("tEXt", (byte) 65));
    png[8 + 25 + 8] = 66;
    assertEquals(
        "x: the image can't be read: the file is damaged: the checksum of its chunk tEXt is wrong",
        refusal(png));
  }

  /** The JDK's reader only warns, and paints the rest grey. */
  @Test
  void aJpegWhoseCodesAreBrokenIsRefused() throws IOException {
    byte[] jpeg = files().get("jpeg");
    int scan = 0;
    while (jpeg[scan] != -1 || jpeg[scan + 1] != (byte) 0xda) {
      scan++;
    }
    for (int at = scan + 20; at < jpeg.length - 12; at += 5) {
      byte[] holed = jpeg.clone();
      holed[at] = -1;
      holed[at + 1] = (byte) 0xd9;
      assertTrue(refusal(holed).startsWith("x: the image can't be read: the file is damaged: "));
      byte[] shortened =
          WrittenPictures.concat(Arrays.copyOf(jpeg, at), new byte[] {-1, (byte) 0xd9});
      assertTrue(
          refusal(shortened).startsWith("x: the image can't be read: the file is damaged: "));
    }
  }

  @Test
  void whatIsNoPictureIsNamed() {
    String kinds = "x: must be a PNG, JPEG, BMP, GIF, WebP or TIFF image. Received: ";
    assertEquals(kinds + "an empty file", refusal(new byte[0]));
    assertEquals(kinds + "something else", refusal("a text".getBytes(StandardCharsets.UTF_8)));
    byte[] heic = "\0\0\0\u0018ftypheic\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(kinds + "HEIC or AVIF: convert it to JPEG or PNG", refusal(heic));
  }

  /** Changed bytes may give other pixels where a format has no checksum, but no other exception. */
  @Test
  void changedBytesEndInOneLineAtWorst() throws IOException {
    Random random = new Random(11);
    Map<String, byte[]> files = files();
    files.put("tiff", WrittenPictures.jdk(noise(), "tiff"));
    int refused = 0;
    for (byte[] file : files.values()) {
      for (int i = 0; i < 300; i++) {
        byte[] changed = file.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
          changed[random.nextInt(random.nextBoolean() ? 60 : changed.length)] =
              (byte) random.nextInt(256);
        }
        try {
          assertEquals(192, ImageFiles.read(changed, "x", READING).length);
        } catch (DataException e) {
          assertEquals(1, e.getMessage().lines().count());
          refused++;
        }
      }
    }
    assertTrue(refused > 600, "refused: " + refused);
  }
}
