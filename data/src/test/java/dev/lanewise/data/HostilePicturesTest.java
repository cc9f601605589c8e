package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lanewise.core.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Small files that claim much: at most ten times the file and 64 MiB are allocated for them. */
class HostilePicturesTest {

  private static final ImageReading READING = ImageReading.of(new Shape(3, 28, 28));

  /** Reads a file and checks what that allocated. */
  private static byte[] frugal(byte[] file, ImageReading reading) {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = bean.getCurrentThreadAllocatedBytes();
    try {
      return ImageFiles.read(file, "x", reading);
    } finally {
      long allocated = bean.getCurrentThreadAllocatedBytes() - before;
      assertTrue(
          allocated <= 10L * file.length + (64 << 20),
          () -> file.length + " bytes of a file made " + allocated);
    }
  }

  private static String refusal(byte[] file) {
    return assertThrows(DataException.class, () -> frugal(file, READING)).getMessage();
  }

  private static void assertAll(int value, byte[] pixels) {
    byte[] expected = new byte[pixels.length];
    Arrays.fill(expected, (byte) value);
    assertArrayEquals(expected, pixels);
  }

  /** A header alone, with a right checksum. */
  private static byte[] claim(int width, int height) {
    return WrittenPictures.png(width, height, 8, 2, new byte[0]);
  }

  @Test
  void sizesAreBoundedBeforeAnythingIsDecoded() {
    assertEquals(
        "x: an image may have at most 1048576 pixels a side. Received: 1 x 2200000",
        refusal(claim(1, 2200000)));
    assertEquals(
        "x: an image may have at most 67108864 pixels. Received: 1000000 x 1000000",
        refusal(claim(1000000, 1000000)));
    assertEquals(
        "x: an image may have at most 67108864 pixels. Received: 2147483647 x 2147483647",
        refusal(claim(Integer.MAX_VALUE, Integer.MAX_VALUE)));
    assertEquals(
        "x: the image can't be read: the file is damaged: a picture must have at least 1 x 1"
            + " pixels. Received: -1 x 5",
        refusal(claim(-1, 5)));
    ImageLimits small = ImageLimits.defaults().withPixels(8).withBytes(300);
    byte[] nine = WrittenPictures.png(3, 3, 8, 0, new byte[12]);
    assertEquals(
        "x: an image may have at most 8 pixels. Received: 3 x 3",
        assertThrows(
                DataException.class, () -> ImageFiles.read(nine, "x", READING.withLimits(small)))
            .getMessage());
    assertEquals(
        "x: an image file may have at most 300 bytes. Received: 1000",
        assertThrows(
                DataException.class,
                () -> ImageFiles.read(new byte[1000], "x", READING.withLimits(small)))
            .getMessage());
    assertEquals(
        "Limits of images must be at least 1, of bytes at most 2147483639. Received: 0 pixels, a"
            + " side of 1048576, 268435456 bytes",
        assertThrows(DataException.class, () -> ImageLimits.defaults().withPixels(0)).getMessage());
  }

  /** 67 million pixels of one bit in 8 KB: each row is summed and forgotten. */
  @Test
  void aLargePngOfLittleContentTakesLittleMemory() {
    byte[] rows = new byte[8192 * 1025];
    assertAll(0, frugal(WrittenPictures.png(8192, 8192, 1, 0, rows), READING));
  }

  /** Interlaced, its pixels come out of order: every so many are kept. */
  @Test
  void aLargeInterlacedPngTakesLittleMemory() {
    int side = 6000;
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int[] pass :
        new int[][] {
          {0, 0, 8, 8},
          {4, 0, 8, 8},
          {0, 4, 4, 8},
          {2, 0, 4, 4},
          {0, 2, 2, 4},
          {1, 0, 2, 2},
          {0, 1, 1, 2}
        }) {
      int columns = (side - pass[0] + pass[2] - 1) / pass[2];
      int lines = (side - pass[1] + pass[3] - 1) / pass[3];
      rows.writeBytes(new byte[((columns + 7) / 8 + 1) * lines]);
    }
    byte[] png = WrittenPictures.png(side, side, 1, 0, 1, WrittenPictures.zip(rows.toByteArray()));
    assertAll(0, frugal(png, READING));
  }

  /** The screen is large, the picture small: the rest is transparent, which is white. */
  @Test
  void aLargeGifTakesLittleMemory() {
    byte[] gif = {
      'G',
      'I',
      'F',
      '8',
      '9',
      'a',
      0,
      32,
      0,
      32,
      (byte) 0x80,
      0,
      0,
      0,
      0,
      0,
      9,
      9,
      9,
      0x2c,
      0,
      0,
      0,
      0,
      1,
      0,
      1,
      0,
      0,
      2,
      2,
      0x44,
      1,
      0,
      0x3b
    };
    assertAll(255, frugal(gif, READING));
  }

  @Test
  void aLargeBitmapOfRunsTakesLittleMemory() {
    ByteBuffer bmp = ByteBuffer.allocate(14 + 40 + 8 + 2).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(64).putInt(0).putInt(62).putInt(40);
    bmp.putInt(8000).putInt(8000).putShort((short) 1).putShort((short) 8).putInt(1);
    bmp.putInt(0).putInt(0).putInt(0).putInt(2).putInt(0).putInt(0x070707).putInt(0x090909);
    bmp.put((byte) 0).put((byte) 1);
    assertAll(7, frugal(bmp.array(), READING));
  }

  @Test
  void aPlainBitmapMustHaveItsPixels() {
    ByteBuffer bmp = ByteBuffer.allocate(58).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(58).putInt(0).putInt(54).putInt(40);
    bmp.putInt(8000).putInt(8000).putShort((short) 1).putShort((short) 24);
    assertEquals(
        "x: the image can't be read: the file ends before the picture does", refusal(bmp.array()));
  }

  /** A photo's size is read whole; a larger one by every second row or column. */
  @Test
  void largeJpegsAreReadInPart() {
    BufferedImage large = new BufferedImage(7000, 5000, BufferedImage.TYPE_BYTE_GRAY);
    byte[] values = ((java.awt.image.DataBufferByte) large.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (i % 7000 < 3500 ? 40 : 200);
    }
    BufferedImage rgb = new BufferedImage(7000, 5000, BufferedImage.TYPE_3BYTE_BGR);
    byte[] colours = ((java.awt.image.DataBufferByte) rgb.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < colours.length; i++) {
      colours[i] = values[i / 3];
    }
    byte[] pixels = frugal(WrittenPictures.jdk(rgb, "jpg"), READING);
    assertEquals(40, pixels[0] & 0xff, 1);
    assertEquals(200, pixels[27] & 0xff, 1);
  }

  /** Each block of pixels takes a bit: what a few bytes can't hold is not made room for. */
  @Test
  void jpegsCannotHoldMoreThanTheirBytesDo() {
    BufferedImage small = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
    byte[] file = WrittenPictures.jdk(small, "jpg");
    int frame = 0;
    while ((file[frame] & 0xff) != 0xff || (file[frame + 1] & 0xff) != 0xc0) {
      frame++;
    }
    file[frame + 5] = (byte) 0xff;
    file[frame + 7] = 0x03;
    assertEquals(
        "x: the image can't be read: the file is damaged: %s bytes can't hold 784 x 65296 pixels"
            .formatted(file.length),
        refusal(file));
  }

  /** A length of the whole that leaves no room for a picture would hide where its data ends. */
  @Test
  void aWebpMustHaveRoomForItsPicture() {
    for (int length : new int[] {0, 1, 11}) {
      byte[] file = new byte[48];
      ByteBuffer.wrap(file)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
          .putInt(length)
          .put("WEBPVP8L".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
          .putInt(13)
          .put(new byte[] {0x2f, 0x0f, (byte) 0xff, 0x03, 0, (byte) 0xa8, 0x56, (byte) 0xb5});
      assertEquals(
          "x: the image can't be read: the file is damaged: a WebP of %s bytes has no picture"
              .formatted(length + 8),
          refusal(file));
    }
  }

  /** Text and profiles that unpack to gigabytes aren't unpacked. */
  @Test
  void compressedMetadataAreLeftAlone() {
    byte[] bomb = WrittenPictures.zip(new byte[200 << 20]);
    byte[] text = WrittenPictures.concat(new byte[] {'a', 0, 0}, bomb);
    byte[] rows = {0, 5, 5, 5};
    byte[] zipped = WrittenPictures.png(1, 1, 8, 2, rows, WrittenPictures.chunk("zTXt", text));
    assertAll(5, frugal(zipped, READING));
    byte[] profiled = WrittenPictures.png(1, 1, 8, 2, rows, WrittenPictures.chunk("iCCP", text));
    assertEquals(
        "x: the image can't be read: the file is damaged: its colour profile must have 128 to"
            + " 4194304 bytes. Received: 0",
        refusal(profiled));
    byte[] surplus = WrittenPictures.png(1, 1, 8, 2, new byte[100 << 20]);
    assertEquals(
        "x: the image can't be read: the file is damaged: its pixels don't end where they should",
        refusal(surplus));
  }

  /** One pixel wide and a million high, and the other way round, in every fit that takes them. */
  @Test
  void extremeRatiosDoNotOverflow() {
    int side = 1_000_000;
    byte[] tall = WrittenPictures.png(1, side, 8, 0, new byte[2 * side]);
    byte[] wide = WrittenPictures.png(side, 1, 8, 0, new byte[side + 1]);
    for (ImageFit fit : new ImageFit[] {ImageFit.STRETCH, ImageFit.COVER, ImageFit.PAD}) {
      assertAll(0, frugal(tall, READING.withFit(fit)));
      assertAll(0, frugal(wide, READING.withFit(fit)));
    }
    assertEquals(
        "x: the image must be 28 wide and 28 high. Received: 1 wide, 1000000 high",
        assertThrows(DataException.class, () -> frugal(tall, READING.withFit(ImageFit.EXACT)))
            .getMessage());
  }

  /** Each scan of a JPEG costs a pass over all its pixels, for a few bytes. */
  @Test
  void scansAreCounted() {
    byte[] jpeg = WrittenPictures.jdk(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "jpg");
    int scan = 0;
    while (jpeg[scan] != -1 || jpeg[scan + 1] != (byte) 0xda) {
      scan++;
    }
    byte[] one = Arrays.copyOfRange(jpeg, scan, jpeg.length - 2);
    byte[][] parts = new byte[103][];
    Arrays.fill(parts, one);
    parts[0] = Arrays.copyOf(jpeg, scan);
    parts[102] = new byte[] {-1, (byte) 0xd9};
    assertEquals(
        "x: the image can't be read: a JPEG may have at most 100 scans. Received: more",
        refusal(WrittenPictures.concat(parts)));
  }
}
