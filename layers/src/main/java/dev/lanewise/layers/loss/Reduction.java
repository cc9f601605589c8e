package dev.lanewise.layers.loss;

/** What the sum of a loss is divided by. */
public enum Reduction {
  /** The number of images. */
  MEAN,
  /** The number of images times the number of elements of a result. */
  MEAN_OF_ELEMENTS,
  /** Nothing. */
  SUM;

  double normaliser(double images, int elements) {
    return switch (this) {
      case MEAN -> images;
      case MEAN_OF_ELEMENTS -> images * elements;
      case SUM -> 1;
    };
  }
}
