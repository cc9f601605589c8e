package dev.lanewise.data.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * ImageIO's readers, each chosen by name: which plugins a program has on its class path must not
 * change the pixels of a file.
 */
final class Readers {

  /** Most bytes that are decoded at a time. */
  static final long MOST = 48L << 20;

  private Readers() {}

  /** The JDK's own reader of a format. */
  static ImageReader ofJdk(String format) throws IOException {
    Iterator<ImageReaderSpi> found =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (found.hasNext()) {
      ImageReaderSpi spi = found.next();
      if (spi.getClass().getName().startsWith("com.sun.imageio.plugins." + format)) {
        return spi.createReaderInstance();
      }
    }
    throw new PictureException("the JDK has no reader of " + format);
  }

  /** What a reader does with its input. */
  interface Use {
    /** Gives the rows of a picture to a sink. */
    void of(ImageReader reader) throws IOException;
  }

  /** Uses a reader on a file, and makes one kind of exception of all that it throws. */
  static void use(ImageReader reader, byte[] file, Use use) throws IOException {
    use(reader, new BytesInput(file), use);
  }

  /** The same on an input, which is closed. */
  static void use(ImageReader reader, BytesInput file, Use use) throws IOException {
    try (BytesInput input = file) {
      reader.setInput(input, false, true);
      use.of(reader);
    } catch (PictureException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Readers throw what they please at damaged files.
      @SuppressWarnings("NullAway")
      String text = e.getMessage();
      String first =
          text == null || text.isBlank() || e instanceof IndexOutOfBoundsException
              ? "it can't be decoded"
              : text.lines().findFirst().orElse("").strip();
      throw new PictureException("the file is damaged: " + first, e);
    } finally {
      reader.dispose();
    }
  }

  /** Reads a picture at once, leaving out rows and columns of a huge one. */
  static BufferedImage whole(ImageReader reader, Picture.Header header, int bytesOfPixel)
      throws IOException {
    return reader.read(0, subsampled(reader, header, bytesOfPixel));
  }

  /** Asks for every pixel, or for every so many of a huge picture. */
  static ImageReadParam subsampled(ImageReader reader, Picture.Header header, int bytesOfPixel) {
    int across = 1;
    int down = 1;
    while ((long) (header.width() / across) * (header.height() / down) * bytesOfPixel > MOST) {
      if (header.width() / across > header.height() / down) {
        across++;
      } else {
        down++;
      }
    }
    ImageReadParam how = reader.getDefaultReadParam();
    how.setSourceSubsampling(across, down, 0, 0);
    return how;
  }

  /** Gives all rows of an image. */
  static void give(BufferedImage image, PixelSink sink) throws IOException {
    DecodedRows rows = new DecodedRows(image);
    int[] argb = new int[rows.width()];
    sink.begin(rows.width(), rows.height());
    for (int y = 0; y < rows.height(); y++) {
      rows.row(y, argb);
      sink.row(argb);
    }
  }
}
