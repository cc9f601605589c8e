package dev.lanewise.layers.loss;

/**
 * Squared distance from the targets; a class is a one-hot target.
 *
 * @param form which of the usual definitions
 */
public record MeanSquaredError(Form form) implements ElementLoss {

  /** The usual definitions. */
  public enum Form {
    /** The mean over images and elements of {@code (x - t)^2}: PyTorch's and Keras's. */
    MEAN_OF_ELEMENTS,
    /** The mean over images of {@code 1/2 sum_e (x - t)^2}: the textbooks', with gradient x - t. */
    HALF_SUM,
    /** The sum over images and elements of {@code (x - t)^2}: PyTorch's {@code reduction='sum'}. */
    SUM
  }

  @Override
  public String name() {
    return "MeanSquaredError";
  }

  @Override
  public double normaliser(double images, int elements) {
    return switch (form) {
      case MEAN_OF_ELEMENTS -> images * elements;
      case HALF_SUM -> images;
      case SUM -> 1;
    };
  }

  private double factor() {
    return form == Form.HALF_SUM ? 0.5 : 1;
  }

  @Override
  public double value(int element, double x, double target) {
    double distance = x - target;
    return factor() * distance * distance;
  }

  @Override
  public double slope(int element, double x, double target) {
    return 2 * factor() * (x - target);
  }
}
