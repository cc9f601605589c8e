package dev.lanewise.layers.loss;

/** What the sum of a loss is divided by. */
public enum Reduction {
  /** The number of images. */
  MEAN,
  /** The number of images times the number of elements of a result. */
  MEAN_OF_ELEMENTS,
  /** Nothing. */
  SUM;

  double normaliser(int images, int elements) {
    return switch (this) {
      case MEAN -> images;
      case MEAN_OF_ELEMENTS -> (double) images * elements;
      case SUM -> 1;
    };
  }

  /** Zeroes the gradient of a lane without an image. */
  static void clear(Result gradient, int lane) {
    for (int e = 0; e < gradient.elements(); e++) {
      gradient.values()[gradient.index(e) + lane] = 0f;
    }
  }
}
