package dev.lanewise.proof.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.DataException;
import dev.lanewise.data.ImageFiles;
import dev.lanewise.data.ImageSet;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** The readers of pictures, one target a format. */
final class ImageTargets {

  private static final int SIZE = 16;
  private static final Shape SHAPE = new Shape(3, SIZE, SIZE);

  private ImageTargets() {}

  /** A picture format. */
  private static class ImageTarget implements Target {
    private final String name;
    private final List<byte[]> seeds;

    ImageTarget(String name, List<byte[]> seeds) {
      this.name = name;
      this.seeds = seeds;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String ending() {
      return "." + name;
    }

    @Override
    public List<byte[]> seeds() {
      return seeds;
    }

    @Override
    public List<byte[]> words() {
      return List.of(
          "IHDR".getBytes(ISO_8859_1),
          "IDAT".getBytes(ISO_8859_1),
          "IEND".getBytes(ISO_8859_1),
          "tRNS".getBytes(ISO_8859_1),
          "iCCP".getBytes(ISO_8859_1),
          "zTXt".getBytes(ISO_8859_1),
          new byte[] {(byte) 0xff, (byte) 0xd8},
          new byte[] {(byte) 0xff, (byte) 0xd9},
          new byte[] {(byte) 0xff, (byte) 0xda},
          new byte[] {(byte) 0xff, (byte) 0xc4, 0, 4},
          new byte[] {(byte) 0xff, (byte) 0xc2, 0, 17},
          new byte[] {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e'},
          new byte[] {(byte) 0xff, (byte) 0xe1, 0, 8, 'E', 'x', 'i', 'f', 0, 0},
          new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f},
          new byte[] {0x21, (byte) 0xf9, 4},
          new byte[] {0x2c, 0, 0, 0, 0},
          "VP8L".getBytes(ISO_8859_1),
          "VP8X".getBytes(ISO_8859_1),
          "ALPH".getBytes(ISO_8859_1),
          new byte[] {'I', 'I', 42, 0},
          new byte[] {'M', 'M', 0, 42});
    }

    @Override
    public Object read(Path file) {
      ImageSet images = ImageFiles.read(List.of(file), SHAPE, false, List.of("one"));
      return ByteBuffer.wrap(images.pixels(0));
    }

    @Override
    public boolean mayThrow(Throwable e) {
      return e instanceof DataException;
    }

    @Override
    public Optional<String> complaint(byte[] input, Object read) {
      int size = ((ByteBuffer) read).capacity();
      return size == SHAPE.elements()
          ? Optional.empty()
          : Optional.of("%d pixels were read".formatted(size));
    }
  }

  /** A picture of a type: a slope in each colour with some noise. */
  private static BufferedImage picture(int type) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, type);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int noise = (x * 31 + y * 17) % 23;
        int alpha = x < 4 ? 128 : 255;
        image.setRGB(x, y, alpha << 24 | 15 * x + noise / 2 << 16 | 15 * y << 8 | 10 * noise);
      }
    }
    return image;
  }

  /** An image file as the JDK writes it; empty if it has no such writer. */
  private static Optional<byte[]> written(
      String format, BufferedImage image, Optional<String> compression, boolean progressive) {
    Iterator<ImageWriter> writers =
        ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), format);
    if (!writers.hasNext()) {
      return Optional.empty();
    }
    ImageWriter writer = writers.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam options = writer.getDefaultWriteParam();
      if (compression.isPresent()) {
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionType(compression.get());
      }
      if (progressive) {
        options.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, new IIOImage(image, null, null), options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return Optional.of(bytes.toByteArray());
  }

  private static void add(
      List<byte[]> seeds, String format, int type, Optional<String> compression, boolean other) {
    written(format, picture(type), compression, other).ifPresent(seeds::add);
  }

  private static byte[] rows(int bytesARow) {
    byte[] raw = new byte[SIZE * (1 + bytesARow)];
    for (int i = 0; i < raw.length; i++) {
      int at = i % (1 + bytesARow);
      raw[i] = (byte) (at == 0 ? i / (1 + bytesARow) % 5 : i * 7 + at);
    }
    return raw;
  }

  static Target png() {
    List<byte[]> seeds = new ArrayList<>();
    for (int type :
        new int[] {
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_INT_ARGB,
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_USHORT_GRAY,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_BYTE_BINARY
        }) {
      add(seeds, "png", type, Optional.empty(), false);
      add(seeds, "png", type, Optional.empty(), true);
    }
    seeds.add(Pngs.of(SIZE, SIZE, 16, 2, rows(6 * SIZE)));
    seeds.add(Pngs.of(SIZE, SIZE, 16, 4, rows(4 * SIZE)));
    seeds.add(Pngs.of(SIZE, SIZE, 8, 0, rows(SIZE), new Pngs.Chunk("tRNS", new byte[] {0, 7})));
    seeds.add(
        Pngs.of(
            SIZE,
            SIZE,
            2,
            0,
            rows(SIZE / 4),
            new Pngs.Chunk("gAMA", new byte[] {0, 0, (byte) 0xb1, (byte) 0x8f}),
            new Pngs.Chunk("tEXt", "Title\0a picture".getBytes(ISO_8859_1))));
    return new ImageTarget("png", seeds) {
      @Override
      public List<byte[]> hostile() {
        return Hostile.pngs();
      }

      @Override
      public boolean isSummed(byte[] seed) {
        return true;
      }

      @Override
      public Optional<byte[]> deepChange(byte[] seed, Mutator mutator) {
        return Optional.of(Pngs.deepChange(seed, mutator));
      }
    };
  }

  /** A JPEG file with a note on how the camera was held. */
  private static byte[] turned(byte[] jpeg, int orientation) {
    byte[] note = {
      (byte) 0xff,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    return Mutator.replaced(jpeg, 2, 2, note);
  }

  static Target jpeg() {
    List<byte[]> seeds = new ArrayList<>();
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
      add(seeds, "jpeg", type, Optional.empty(), false);
      add(seeds, "jpeg", type, Optional.empty(), true);
    }
    seeds.add(turned(seeds.getFirst(), 6));
    byte[] inks = inks();
    seeds.add(inks);
    byte[] adobe = {
      (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 2
    };
    seeds.add(Mutator.replaced(inks, 2, 2, adobe));
    return new ImageTarget("jpg", seeds);
  }

  /** A JPEG file of four channels. */
  private static byte[] inks() {
    WritableRaster raster = Raster.createInterleavedRaster(0, SIZE, SIZE, 4, null);
    for (int i = 0; i < 4 * SIZE * SIZE; i++) {
      raster.setSample(i / 4 % SIZE, i / 4 / SIZE, i % 4, i % 251);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), writer.getDefaultWriteParam());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  static Target webp() {
    List<byte[]> seeds =
        List.of(
            WebPs.coloured(SIZE, SIZE, (x, y) -> x * 5 + y * 3),
            WebPs.coloured(7, 5, (x, y) -> x ^ y),
            WebPs.plain(SIZE, SIZE));
    return new ImageTarget("webp", seeds) {
      @Override
      public List<byte[]> hostile() {
        return Hostile.webps();
      }
    };
  }

  static Target gif() {
    List<byte[]> seeds = new ArrayList<>();
    add(seeds, "gif", BufferedImage.TYPE_BYTE_INDEXED, Optional.empty(), false);
    add(seeds, "gif", BufferedImage.TYPE_INT_ARGB, Optional.empty(), true);
    add(seeds, "gif", BufferedImage.TYPE_BYTE_BINARY, Optional.empty(), false);
    return new ImageTarget("gif", seeds) {
      @Override
      public List<byte[]> hostile() {
        return Hostile.gifs();
      }
    };
  }

  static Target bmp() {
    List<byte[]> seeds = new ArrayList<>();
    add(seeds, "bmp", BufferedImage.TYPE_INT_RGB, Optional.empty(), false);
    add(seeds, "bmp", BufferedImage.TYPE_BYTE_INDEXED, Optional.of("BI_RLE8"), false);
    add(seeds, "bmp", BufferedImage.TYPE_BYTE_BINARY, Optional.empty(), false);
    add(seeds, "bmp", BufferedImage.TYPE_BYTE_GRAY, Optional.empty(), false);
    return new ImageTarget("bmp", seeds);
  }

  static Target tiff() {
    List<byte[]> seeds = new ArrayList<>();
    add(seeds, "tiff", BufferedImage.TYPE_INT_RGB, Optional.empty(), false);
    add(seeds, "tiff", BufferedImage.TYPE_INT_RGB, Optional.of("LZW"), false);
    add(seeds, "tiff", BufferedImage.TYPE_BYTE_GRAY, Optional.of("Deflate"), false);
    add(seeds, "tiff", BufferedImage.TYPE_USHORT_GRAY, Optional.of("PackBits"), false);
    add(seeds, "tiff", BufferedImage.TYPE_BYTE_BINARY, Optional.of("CCITT T.6"), false);
    return new ImageTarget("tiff", seeds);
  }

  static List<Target> all() {
    return List.of(png(), jpeg(), gif(), bmp(), tiff(), webp());
  }
}
