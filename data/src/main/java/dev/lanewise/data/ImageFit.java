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
  EXACT,
  /**
   * The image is resized, with its aspect ratio, to the greatest size that the wanted one holds,
   * and put into its centre. The border is black (0 in every channel), as the padding of image
   * libraries is; of an image that is read inverted too.
   */
  PAD;

  /** Height to resize to, of an image of {@code height x width}. */
  long height(int height, int width, Shape shape) {
    if (fillsHeight(height, width, shape)) {
      return shape.height();
    }
    return scaled(shape.width(), height, width, shape.height());
  }

  /** Width to resize to. */
  long width(int height, int width, Shape shape) {
    if (fillsWidth(height, width, shape)) {
      return shape.width();
    }
    return scaled(shape.height(), width, height, shape.width());
  }

  private boolean fillsHeight(int height, int width, Shape shape) {
    return switch (this) {
      case STRETCH, EXACT -> true;
      case COVER -> ratio(height, width, shape) >= 0;
      case PAD -> ratio(height, width, shape) <= 0;
    };
  }

  private boolean fillsWidth(int height, int width, Shape shape) {
    return switch (this) {
      case STRETCH, EXACT -> true;
      case COVER -> ratio(height, width, shape) < 0;
      case PAD -> ratio(height, width, shape) >= 0;
    };
  }

  /** The other side, at the same scale: no less than is wanted to cover it, no more to pad it. */
  private long scaled(int wanted, int side, int otherSide, int bound) {
    long size = (long) wanted * side / otherSide;
    return this == COVER ? Math.max(bound, size) : Math.clamp(size, 1, bound);
  }

  /** More than 0 for an image that is wider than the shape, relative to its height. */
  private static int ratio(int height, int width, Shape shape) {
    return Long.compare((long) width * shape.height(), (long) shape.width() * height);
  }
}
