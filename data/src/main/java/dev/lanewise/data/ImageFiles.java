package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.picture.Picture;
import dev.lanewise.data.picture.PictureKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads PNG, JPEG, BMP, GIF, WebP and TIFF files as images of a network's input: transparent parts
 * become white, colours become grey by their luma (Rec. 601: 0.299 R + 0.587 G + 0.114 B) where one
 * channel is wanted, grey is what the file says in every channel, and the size is fitted by {@link
 * Resize}. Files are told by their content. Of several pictures in a file the first counts.
 */
public final class ImageFiles {

  private ImageFiles() {}

  /** Whether a file's name ends as that of an image that is read, in any case. */
  public static boolean isImage(Path file) {
    return Endings.isImage(file);
  }

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
      read(files.get(i), reading, pixels, i * shape.elements());
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
    read(file, reading, pixels, 0);
    return pixels;
  }

  /**
   * Reads one file that is in memory.
   *
   * @param file its bytes
   * @param name what messages call it
   * @return the bytes of its image, {@code [C][H][W]} of the reading's shape
   * @throws DataException if it isn't an image, is damaged or beyond the limits
   */
  public static byte[] read(byte[] file, String name, ImageReading reading) {
    byte[] pixels = new byte[reading.shape().elements()];
    if (file.length > reading.limits().bytes()) {
      throw tooLong(name, file.length, reading.limits());
    }
    decode(file, name, reading, pixels, 0);
    return pixels;
  }

  /**
   * Reads one file from a stream, up to the stream's end.
   *
   * @param in the stream; the caller closes it
   * @param name what messages call it
   * @return the bytes of its image, {@code [C][H][W]} of the reading's shape
   * @throws DataException if it isn't an image, is damaged or beyond the limits
   * @throws IOException if the stream can't be read
   */
  public static byte[] read(InputStream in, String name, ImageReading reading) throws IOException {
    long most = reading.limits().bytes();
    return read(in.readNBytes((int) most + 1), name, reading);
  }

  /** Reads one file into a place of an array. */
  static void read(Path file, ImageReading reading, byte[] pixels, int at) {
    decode(bytes(file, reading.limits(), Long.MAX_VALUE), file.toString(), reading, pixels, at);
  }

  /**
   * The bytes of a file.
   *
   * @param most how many of the first bytes are enough
   * @throws DataException if it isn't there, can't be read or is longer than the limits allow
   */
  static byte[] bytes(Path file, ImageLimits limits, long most) {
    if (!Files.exists(file)) {
      throw new DataException(
          DataException.Kind.NOT_FOUND,
          file + (Files.isSymbolicLink(file) ? ": the link leads to no file" : ": no such file"));
    }
    if (!Files.isRegularFile(file)) {
      throw DataException.damaged(
          file,
          "must be a %s file. Received: %s"
              .formatted(Endings.KINDS, Files.isDirectory(file) ? "a directory" : "no file"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      long length = Files.size(file);
      if (length > limits.bytes()) {
        throw tooLong(file.toString(), length, limits);
      }
      return in.readNBytes((int) Math.min(most, limits.bytes()));
    } catch (IOException e) {
      throw new DataException(
          DataException.Kind.DISK,
          file + ": the image can't be read: " + DataException.reason(e),
          e);
    }
  }

  private static DataException tooLong(String name, long length, ImageLimits limits) {
    return DataException.damaged(
        name,
        "an image file may have at most %s bytes. Received: %s"
            .formatted(limits.bytes(), length > limits.bytes() + 1 ? length : "more"));
  }

  private static void decode(
      byte[] file, String name, ImageReading reading, byte[] pixels, int at) {
    Picture picture = picture(file, name);
    Picture.Header header = picture.header();
    String objection = reading.limits().objection(header.width(), header.height());
    if (!objection.isEmpty()) {
      throw DataException.damaged(name, objection);
    }
    boolean turned = reading.orientation() == ImageOrientation.HONOUR && header.isTurned();
    int width = turned ? header.height() : header.width();
    int height = turned ? header.width() : header.height();
    Shape shape = reading.shape();
    if (reading.fit() == ImageFit.EXACT && (height != shape.height() || width != shape.width())) {
      throw DataException.damaged(
          name,
          "the image must be %s wide and %s high. Received: %s wide, %s high"
              .formatted(shape.width(), shape.height(), width, height));
    }
    try {
      picture.read(new Fitting(header, reading, pixels, at));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** A file's picture, of which the header has been read. */
  static Picture picture(byte[] file, String name) {
    PictureKind kind = PictureKind.of(file);
    if (kind == PictureKind.OTHER || kind == PictureKind.HEIC) {
      throw DataException.damaged(
          name,
          "must be a %s image. Received: %s"
              .formatted(
                  Endings.KINDS,
                  file.length == 0
                      ? "an empty file"
                      : kind.label()
                          + (kind == PictureKind.HEIC ? ": convert it to JPEG or PNG" : "")));
    }
    try {
      return Picture.of(file);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static DataException unreadable(String name, IOException e) {
    return new DataException(
        DataException.Kind.DAMAGED,
        name + ": the image can't be read: " + Shown.brief(String.valueOf(e.getMessage())),
        e);
  }
}
