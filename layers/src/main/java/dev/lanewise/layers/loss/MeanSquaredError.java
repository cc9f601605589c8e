package dev.lanewise.layers.loss;

import dev.lanewise.core.tensor.Lanes;
import org.jspecify.annotations.Nullable;

/**
 * Squared distance from the targets; a class is a one-hot target.
 *
 * @param form which of the usual definitions
 */
public record MeanSquaredError(Form form) implements Loss {

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
  public double normaliser(int images, int elements) {
    return switch (form) {
      case MEAN_OF_ELEMENTS -> (double) images * elements;
      case HALF_SUM -> images;
      case SUM -> 1;
    };
  }

  @Override
  public double compute(Result result, Targets targets, @Nullable Result gradient, double scale) {
    double factor = form == Form.HALF_SUM ? 0.5 : 1;
    double total = 0;
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      if (lane >= targets.images()) {
        if (gradient != null) {
          Reduction.clear(gradient, lane);
        }
        continue;
      }
      for (int e = 0; e < result.elements(); e++) {
        double distance =
            (double) result.values()[result.index(e) + lane] - targets.target(e, lane);
        total += factor * distance * distance;
        if (gradient != null) {
          gradient.values()[gradient.index(e) + lane] = (float) (2 * factor * distance * scale);
        }
      }
    }
    return total;
  }
}
