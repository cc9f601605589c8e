package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.core.tensor.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the samples of a file are is what a network sees: of all formats and depths. */
class PictureSamplesTest {

  private static final int ALL = 256;

  private static int[] read(byte[] file, int channels, int height, int width) {
    byte[] pixels = ImageFiles.read(file, "x", ImageReading.of(new Shape(channels, height, width)));
    int[] values = new int[pixels.length];
    Arrays.setAll(values, i -> pixels[i] & 0xff);
    return values;
  }

  /** All 256 values of grey, once for each channel. */
  private static void assertGrey(byte[] file) {
    int[] once = new int[ALL];
    Arrays.setAll(once, i -> i);
    assertArrayEquals(once, read(file, 1, 1, ALL));
    int[] thrice = new int[3 * ALL];
    Arrays.setAll(thrice, i -> i % ALL);
    assertArrayEquals(thrice, read(file, 3, 1, ALL));
  }

  private static byte[] values() {
    byte[] values = new byte[ALL];
    for (int i = 0; i < ALL; i++) {
      values[i] = (byte) i;
    }
    return values;
  }

  @Test
  void greyOfEightBitsIsWhatItIs() {
    BufferedImage grey = WrittenPictures.grey(ALL, 1, values());
    assertGrey(WrittenPictures.jdk(grey, "png"));
    assertGrey(WrittenPictures.jdk(grey, "bmp"));
    assertGrey(WrittenPictures.jdk(grey, "tiff"));
    assertGrey(WrittenPictures.jdk(grey, "gif"));
  }

  @Test
  void greyAsColoursIsTheSameGrey() {
    BufferedImage rgb = WrittenPictures.rgb(ALL, 1, (x, y) -> 0x010101 * x);
    assertGrey(WrittenPictures.jdk(rgb, "png"));
    assertGrey(WrittenPictures.jdk(rgb, "bmp"));
    assertGrey(WrittenPictures.jdk(rgb, "tiff"));
    assertGrey(WrittenPictures.webp(ALL, 1, (x, y) -> 0x010101 * x));
  }

  /** 257 v is v; what lies between is rounded. */
  @Test
  void sixteenBitsAreRoundedToEight() {
    byte[] samples = new byte[2 * ALL];
    for (int i = 0; i < ALL; i++) {
      samples[2 * i] = (byte) i;
      samples[2 * i + 1] = (byte) i;
    }
    assertGrey(WrittenPictures.png(ALL, 1, 16, 0, WrittenPictures.rows(1, samples)));
    BufferedImage grey = new BufferedImage(ALL, 1, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < ALL; i++) {
      grey.getRaster().setSample(i, 0, 0, 257 * i);
    }
    assertGrey(WrittenPictures.jdk(grey, "png"));
    assertGrey(WrittenPictures.jdk(grey, "tiff"));
    // 128 is nearest to 0 of 0 and 257, 129 to 1.
    byte[] edges = {0, (byte) 128, 0, (byte) 129};
    assertArrayEquals(
        new int[] {0, 1},
        read(WrittenPictures.png(2, 1, 16, 0, WrittenPictures.rows(1, edges)), 1, 1, 2));
  }

  @Test
  void coloursOfSixteenBitsAreRoundedToo() {
    byte[] samples = {10, 10, 20, 20, 30, 30, 40, 40, 50, 50, 60, 60, -1, -1, -1, -1};
    int[] colours = {10, 20, 30};
    byte[] rgb = Arrays.copyOf(samples, 6);
    assertArrayEquals(
        colours, read(WrittenPictures.png(1, 1, 16, 2, WrittenPictures.rows(1, rgb)), 3, 1, 1));
    byte[] opaque = {10, 10, 20, 20, 30, 30, -1, -1};
    assertArrayEquals(
        colours, read(WrittenPictures.png(1, 1, 16, 6, WrittenPictures.rows(1, opaque)), 3, 1, 1));
    byte[] clear = {10, 10, 20, 20, 30, 30, 0, 0};
    assertArrayEquals(
        new int[] {255, 255, 255},
        read(WrittenPictures.png(1, 1, 16, 6, WrittenPictures.rows(1, clear)), 3, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void greyOfFewBitsReachesFromBlackToWhite(int depth) {
    int values = 1 << depth;
    byte[] row = new byte[(values * depth + 7) / 8];
    int[] expected = new int[values];
    for (int i = 0; i < values; i++) {
      row[i * depth / 8] |= (byte) (i << 8 - depth - i * depth % 8);
      expected[i] = i * 255 / (values - 1);
    }
    byte[] png = WrittenPictures.png(values, 1, depth, 0, WrittenPictures.rows(1, row));
    assertArrayEquals(expected, read(png, 1, 1, values));
  }

  @Test
  void greyWithAlphaLiesOnWhite() {
    byte[] row = {100, -1, 100, 0, 0, (byte) 128};
    byte[] png = WrittenPictures.png(3, 1, 8, 4, WrittenPictures.rows(1, row));
    assertArrayEquals(new int[] {100, 255, 127}, read(png, 1, 1, 3));
    assertArrayEquals(new int[] {100, 255, 127, 100, 255, 127, 100, 255, 127}, read(png, 3, 1, 3));
  }

  /** One colour is transparent: of grey, of colours, of a palette. */
  @Test
  void transparentColoursAreWhite() {
    byte[] grey =
        WrittenPictures.png(
            2,
            1,
            8,
            0,
            WrittenPictures.rows(1, new byte[] {7, 8}),
            WrittenPictures.chunk("tRNS", (byte) 0, (byte) 7));
    assertArrayEquals(new int[] {255, 8}, read(grey, 1, 1, 2));
    byte[] colour =
        WrittenPictures.png(
            2,
            1,
            8,
            2,
            WrittenPictures.rows(1, new byte[] {1, 2, 3, 1, 2, 4}),
            WrittenPictures.chunk("tRNS", new byte[] {0, 1, 0, 2, 0, 3}));
    assertArrayEquals(new int[] {255, 1, 255, 2, 255, 4}, read(colour, 3, 1, 2));
    byte[] palette =
        WrittenPictures.png(
            4,
            1,
            2,
            3,
            WrittenPictures.rows(1, new byte[] {0b00011000}),
            WrittenPictures.chunk("PLTE", new byte[] {9, 8, 7, 6, 5, 4, 3, 2, 1}),
            WrittenPictures.chunk("tRNS", (byte) 0));
    assertArrayEquals(
        new int[] {255, 6, 3, 255, 255, 5, 2, 255, 255, 4, 1, 255}, read(palette, 3, 1, 4));
  }

  /** Adam7 puts each pixel where the plain order has it; the JDK writes both. */
  @Test
  void interlacedPicturesAreThePlainOnes() throws Exception {
    for (int[] size : new int[][] {{1, 1}, {3, 2}, {5, 9}, {8, 8}, {13, 17}}) {
      BufferedImage image =
          WrittenPictures.rgb(size[0], size[1], (x, y) -> x * 0x10305 + y * 0x030911);
      var writer = javax.imageio.ImageIO.getImageWritersByFormatName("png").next();
      var how = writer.getDefaultWriteParam();
      how.setProgressiveMode(javax.imageio.ImageWriteParam.MODE_DEFAULT);
      var out = new java.io.ByteArrayOutputStream();
      try (var stream = javax.imageio.ImageIO.createImageOutputStream(out)) {
        writer.setOutput(stream);
        writer.write(null, new javax.imageio.IIOImage(image, null, null), how);
      }
      byte[] interlaced = out.toByteArray();
      assertEquals(1, interlaced[28]);
      assertArrayEquals(
          read(WrittenPictures.jdk(image, "bmp"), 3, size[1], size[0]),
          read(interlaced, 3, size[1], size[0]));
    }
  }

  @Test
  void bitmapsOfAllDepthsAreRead() {
    int[] argb = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000, 0x84a5c6, 0x080808};
    BufferedImage full = WrittenPictures.rgb(7, 1, (x, y) -> argb[x]);
    int[] expected = read(WrittenPictures.jdk(full, "png"), 3, 1, 7);
    assertArrayEquals(expected, read(WrittenPictures.jdk(full, "bmp"), 3, 1, 7));
    for (int type :
        new int[] {BufferedImage.TYPE_USHORT_555_RGB, BufferedImage.TYPE_USHORT_565_RGB}) {
      BufferedImage few = new BufferedImage(7, 1, type);
      few.getGraphics().drawImage(full, 0, 0, null);
      int[] wanted = new int[21];
      Arrays.setAll(wanted, i -> few.getRGB(i % 7, 0) >> 16 - i / 7 * 8 & 0xff);
      assertArrayEquals(wanted, read(WrittenPictures.jdk(few, "bmp"), 3, 1, 7));
    }
    for (int bits : new int[] {1, 4, 8}) {
      int colours = 1 << bits;
      byte[] levels = new byte[colours];
      for (int i = 0; i < colours; i++) {
        levels[i] = (byte) (i * 255 / (colours - 1));
      }
      IndexColorModel model = new IndexColorModel(bits, colours, levels, levels, levels);
      int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
      BufferedImage few = new BufferedImage(colours, 1, type, model);
      int[] wanted = new int[colours];
      for (int i = 0; i < colours; i++) {
        few.getRaster().setSample(i, 0, 0, i);
        wanted[i] = levels[i] & 0xff;
      }
      assertArrayEquals(wanted, read(WrittenPictures.jdk(few, "bmp"), 1, 1, colours));
      assertArrayEquals(wanted, read(WrittenPictures.jdk(few, "png"), 1, 1, colours));
      assertArrayEquals(wanted, read(WrittenPictures.jdk(few, "gif"), 1, 1, colours));
      assertArrayEquals(wanted, read(WrittenPictures.jdk(few, "tiff"), 1, 1, colours));
    }
  }

  /** Grey of one value is exact in JPEG too, where nothing is rounded. */
  @ParameterizedTest
  @ValueSource(ints = {0, 50, 100, 150, 200, 255})
  void greyJpegIsNotLightened(int value) {
    byte[] values = new byte[64];
    Arrays.fill(values, (byte) value);
    byte[] jpeg = WrittenPictures.jdk(WrittenPictures.grey(8, 8, values), "jpg");
    for (int read : read(jpeg, 3, 8, 8)) {
      assertEquals(value, read, 1);
    }
  }
}
