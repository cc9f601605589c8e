package dev.lanewise.data;

import dev.lanewise.core.tensor.Shape;

/** How an image of any size becomes one of the wanted size. */
public enum ImageFit {
  /** Both directions are resized, each by its own factor. */
  STRETCH,
  /**
   * The image is resized, with its aspect ratio, to the least size that covers the wanted one, and
   * its centre is cut out: torchvision's {@code Resize} and {@code CenterCrop} for a square.
   */
  COVER,
  /**
   * The image's size must be the wanted one: another is an error, as of an image that can't be
   * read.
   */
  EXACT;

  /** Height to resize to, of an image of {@code height x width}. */
  int height(int height, int width, Shape shape) {
    if (this != COVER || relativelyWide(height, width, shape)) {
      return shape.height();
    }
    return Math.max(shape.height(), (int) ((long) shape.width() * height / width));
  }

  /** Width to resize to. */
  int width(int height, int width, Shape shape) {
    if (this != COVER || !relativelyWide(height, width, shape)) {
      return shape.width();
    }
    return Math.max(shape.width(), (int) ((long) shape.height() * width / height));
  }

  private static boolean relativelyWide(int height, int width, Shape shape) {
    return (long) width * shape.height() >= (long) shape.width() * height;
  }
}
