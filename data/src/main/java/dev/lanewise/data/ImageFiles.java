package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads PNG and JPEG files as images of a network's input: transparent parts become white, colours
 * become grey by their luma (Rec. 601: 0.299 R + 0.587 G + 0.114 B) where one channel is wanted,
 * and the size is fitted by {@link Resize}, without regard to the aspect ratio.
 */
public final class ImageFiles {

  /** Most pixels that a file may have: decoded it takes four bytes a pixel and more. */
  private static final long MOST_PIXELS = 1 << 26;

  private ImageFiles() {}

  /**
   * Reads files; every label is 0.
   *
   * @param files the files
   * @param shape what to make of them: 1 or 3 channels
   * @param inverted whether light becomes dark, for dark digits on light paper
   * @param classNames names of the classes of the network that is to see them
   * @throws DataException if a file isn't there, can't be read or isn't an image, or if the shape
   *     has neither 1 nor 3 channels
   */
  public static ImageSet read(
      List<Path> files, Shape shape, boolean inverted, List<String> classNames) {
    if (shape.channels() != 1 && shape.channels() != 3) {
      throw new DataException(
          DataException.Kind.DAMAGED,
          "Image files fit models with 1 or 3 channels of input. Received: a model for " + shape);
    }
    return read(files, ImageReading.of(shape).withInverted(inverted), classNames);
  }

  /**
   * Reads files; every label is 0.
   *
   * @param files the files
   * @param reading how
   * @param classNames names of the classes of the network that is to see them
   * @throws DataException if a file isn't there, can't be read or isn't an image
   */
  public static ImageSet read(List<Path> files, ImageReading reading, List<String> classNames) {
    Shape shape = reading.shape();
    byte[] pixels = new byte[Math.multiplyExact(files.size(), shape.elements())];
    for (int i = 0; i < files.size(); i++) {
      BufferedImage image = decode(files.get(i), Endings.KINDS);
      fit(image, reading, pixels, i * shape.elements());
    }
    return ImageSet.of("image files", shape, pixels, new int[files.size()], classNames);
  }

  /**
   * Reads one file.
   *
   * @return the bytes of its image, {@code [C][H][W]} of the reading's shape
   * @throws DataException if it isn't there, can't be read or isn't an image
   */
  public static byte[] read(Path file, ImageReading reading) {
    byte[] pixels = new byte[reading.shape().elements()];
    fit(decode(file, Endings.KINDS), reading, pixels, 0);
    return pixels;
  }

  /**
   * Decodes a file; of an animation, the first image.
   *
   * @param file the file
   * @param kinds what it may be, for messages
   * @throws DataException if it isn't there, can't be read or isn't an image
   */
  static BufferedImage decode(Path file, String kinds) {
    if (!Files.exists(file)) {
      throw new DataException(DataException.Kind.NOT_FOUND, file + ": no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw DataException.damaged(file, "must be a " + kinds + " file. Received: a directory");
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      if (in == null) {
        throw new DataException(DataException.Kind.DISK, file + ": can't be read");
      }
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw DataException.damaged(
            file, "must be a " + kinds + " image. Received: something else");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long size = (long) reader.getWidth(0) * reader.getHeight(0);
        if (size > MOST_PIXELS) {
          throw DataException.damaged(
              file,
              "an image may have at most %d pixels. Received: %d x %d"
                  .formatted(MOST_PIXELS, reader.getWidth(0), reader.getHeight(0)));
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // What ImageIO throws at damaged files isn't IOException alone.
      throw new DataException(
          Files.isReadable(file) ? DataException.Kind.DAMAGED : DataException.Kind.DISK,
          file + ": the image can't be read: " + DataException.reason(e),
          e);
    }
  }

  /** Writes an image as bytes, {@code [C][H][W]}; the shape has 1 or 3 channels. */
  static void fit(BufferedImage image, ImageReading reading, byte[] pixels, int at) {
    Shape shape = reading.shape();
    ImageFit fit = reading.fit();
    int width = image.getWidth();
    int height = image.getHeight();
    int newHeight = (int) fit.height(height, width, shape);
    int newWidth = (int) fit.width(height, width, shape);
    int top = (int) Math.rint((newHeight - shape.height()) / 2.0);
    int left = (int) Math.rint((newWidth - shape.width()) / 2.0);
    int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
    float[] plane = new float[argb.length];
    for (int c = 0; c < shape.channels(); c++) {
      for (int i = 0; i < argb.length; i++) {
        plane[i] = value(argb[i], shape.channels() == 1 ? -1 : c);
      }
      float[] small = Resize.plane(plane, height, width, newHeight, newWidth);
      int to = at + c * shape.pixels();
      for (int y = 0; y < shape.height(); y++) {
        int row = (top + y) * newWidth + left;
        for (int x = 0; x < shape.width(); x++) {
          int b = Math.clamp(Math.round(small[row + x]), 0, 255);
          pixels[to++] = (byte) (reading.inverted() ? 255 - b : b);
        }
      }
    }
  }

  /** A pixel over white: channel 0, 1 or 2, or its luma for -1. */
  private static float value(int argb, int channel) {
    float alpha = (argb >>> 24) / 255f;
    int red = argb >> 16 & 0xff;
    int green = argb >> 8 & 0xff;
    int blue = argb & 0xff;
    float value =
        switch (channel) {
          case 0 -> red;
          case 1 -> green;
          case 2 -> blue;
          default -> 0.299f * red + 0.587f * green + 0.114f * blue;
        };
    return 255 + alpha * (value - 255);
  }
}
