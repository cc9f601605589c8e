package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;

/**
 * How a picture becomes an image of a network's input.
 *
 * @param shape what to make of it: 1 channel (its luma) or 3 (red, green, blue)
 * @param fit how its size is changed
 * @param inverted whether light becomes dark, for dark digits on light paper
 * @param orientation whether its EXIF orientation is honoured
 * @param limits the largest picture that is read
 */
public record ImageReading(
    Shape shape, ImageFit fit, boolean inverted, ImageOrientation orientation, ImageLimits limits) {

  /**
   * Checks the shape.
   *
   * @throws DataException if it has neither 1 nor 3 channels
   */
  public ImageReading {
    if (shape.channels() != 1 && shape.channels() != 3) {
      throw new DataException(
          DataException.Kind.USAGE, "Images must have 1 or 3 channels. Received: " + shape);
    }
  }

  /** Stretched, not inverted, turned as its EXIF orientation says, within the usual limits. */
  public static ImageReading of(Shape shape) {
    return new ImageReading(
        shape, ImageFit.STRETCH, false, ImageOrientation.HONOUR, ImageLimits.defaults());
  }

  /** The same with another fit. */
  public ImageReading withFit(ImageFit newFit) {
    return new ImageReading(shape, newFit, inverted, orientation, limits);
  }

  /** The same, inverted or not. */
  public ImageReading withInverted(boolean newInverted) {
    return new ImageReading(shape, fit, newInverted, orientation, limits);
  }

  /** The same with another answer to EXIF orientations. */
  public ImageReading withOrientation(ImageOrientation newOrientation) {
    return new ImageReading(shape, fit, inverted, newOrientation, limits);
  }

  /** The same within other limits. */
  public ImageReading withLimits(ImageLimits newLimits) {
    return new ImageReading(shape, fit, inverted, orientation, newLimits);
  }
}
