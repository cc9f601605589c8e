package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;
import java.util.HashSet;
import java.util.List;

/**
 * How a folder of images is read.
 *
 * @param shape what to make of each image: 1 channel (its luma) or 3 (red, green, blue)
 * @param fit how its size is changed
 * @param unreadable what to do about images that can't be read
 * @param classNames the classes, in the order of their labels; empty to take the directories,
 *     sorted by name
 * @param orientation whether EXIF orientations are honoured
 * @param limits the largest image that is read
 */
public record ImageFolderOptions(
    Shape shape,
    ImageFit fit,
    Unreadable unreadable,
    List<String> classNames,
    ImageOrientation orientation,
    ImageLimits limits) {

  /** What to do about an image that can't be read. */
  public enum Unreadable {
    /** The first one, by path, ends the reading with an error. */
    FATAL,
    /** It is left out and listed. */
    SKIP
  }

  /**
   * Checks the options.
   *
   * @throws DataException if the shape has neither 1 nor 3 channels, or a class is named twice
   */
  public ImageFolderOptions {
    if (shape.channels() != 1 && shape.channels() != 3) {
      throw new DataException(
          DataException.Kind.USAGE, "Images must have 1 or 3 channels. Received: " + shape);
    }
    classNames = List.copyOf(classNames);
    HashSet<String> seen = new HashSet<>();
    for (String name : classNames) {
      if (!seen.add(name)) {
        throw new DataException(
            DataException.Kind.USAGE, "Every class must be named once. Received twice: " + name);
      }
    }
  }

  /** EXIF orientations are honoured, within the usual limits. */
  public ImageFolderOptions(
      Shape shape, ImageFit fit, Unreadable unreadable, List<String> classNames) {
    this(shape, fit, unreadable, classNames, ImageOrientation.HONOUR, ImageLimits.defaults());
  }

  /** Stretched images; one that can't be read is an error; classes are the directories. */
  public static ImageFolderOptions of(Shape shape) {
    return new ImageFolderOptions(shape, ImageFit.STRETCH, Unreadable.FATAL, List.of());
  }

  /** The same with another fit. */
  public ImageFolderOptions withFit(ImageFit newFit) {
    return new ImageFolderOptions(shape, newFit, unreadable, classNames, orientation, limits);
  }

  /** The same with another answer to images that can't be read. */
  public ImageFolderOptions withUnreadable(Unreadable newUnreadable) {
    return new ImageFolderOptions(shape, fit, newUnreadable, classNames, orientation, limits);
  }

  /**
   * The same with given classes: those of the training images, for a folder of test images. A
   * directory of another name is then an error, a missing one is not.
   */
  public ImageFolderOptions withClassNames(List<String> newClassNames) {
    return new ImageFolderOptions(shape, fit, unreadable, newClassNames, orientation, limits);
  }

  /** The same with another answer to EXIF orientations. */
  public ImageFolderOptions withOrientation(ImageOrientation newOrientation) {
    return new ImageFolderOptions(shape, fit, unreadable, classNames, newOrientation, limits);
  }

  /** The same within other limits. */
  public ImageFolderOptions withLimits(ImageLimits newLimits) {
    return new ImageFolderOptions(shape, fit, unreadable, classNames, orientation, newLimits);
  }

  /** How each image is read. */
  ImageReading reading() {
    return new ImageReading(shape, fit, false, orientation, limits);
  }
}
