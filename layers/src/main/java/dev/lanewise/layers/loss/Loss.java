package dev.lanewise.layers.loss;

import dev.lanewise.core.tensor.Lanes;
import org.jspecify.annotations.Nullable;

/**
 * What training makes small. A loss says what one image's result costs ({@link #image}); the rest
 * is the same for all.
 */
public interface Loss {

  /** Its name, for example {@code SoftmaxCrossEntropy}. */
  String name();

  /**
   * What the sum over a batch is divided by.
   *
   * @param images images in the batch; for a weighted mean the sum of their {@link #share}s
   * @param elements values of one image's result
   */
  double normaliser(double images, int elements);

  /**
   * What an image of a class adds to the divisor of a mean: 1 unless the loss weighs or ignores
   * classes.
   *
   * @param label the image's class
   */
  default double share(int label) {
    return 1;
  }

  /**
   * Whether images with a label add nothing. A label that is no class is refused unless it is
   * ignored.
   */
  default boolean ignores(int label) {
    return false;
  }

  /** Whether {@link #share} may be anything but 1. */
  default boolean weighs() {
    return false;
  }

  /** Whether the results are logits, so that a softmax turns them into probabilities. */
  default boolean onLogits() {
    return false;
  }

  /**
   * Checks that the loss can be used on results of a size.
   *
   * @param elements values of one image's result
   * @throws IllegalArgumentException if it has weights for another number of them
   */
  default void check(int elements) {}

  /**
   * The loss of one lane group, before it is divided by the {@link #normaliser}. An image of weight
   * 0 adds nothing, whatever its result is.
   *
   * @param result the network's results
   * @param targets what they should have been
   * @param gradient receives the gradient of the results, times {@code scale}; 0 in lanes without
   *     an image; null if it is not wanted
   * @param scale 1 / normaliser
   * @return the sum over the group's images, in their order
   */
  default double compute(Result result, Targets targets, @Nullable Result gradient, double scale) {
    double total = 0;
    for (int lane = 0; lane < Lanes.WIDTH; lane++) {
      if (lane < targets.images()) {
        double weight = targets.weight(lane);
        if (weight != 0) {
          total += weight * image(result, targets, gradient, weight * scale, lane);
        } else if (gradient != null) {
          // Not 0 * image(...): what counts nothing may be infinite.
          gradient.clear(lane);
        }
      } else if (gradient != null) {
        gradient.clear(lane);
      }
    }
    return total;
  }

  /**
   * The loss of one image. Nothing may be allocated, and every sum has a fixed order, in double.
   *
   * @param result the network's results
   * @param targets what they should have been
   * @param gradient receives the gradient of the image's results, times {@code scale}, all of them;
   *     null if it is not wanted
   * @param scale factor of the gradient
   * @param lane the image's lane
   */
  double image(Result result, Targets targets, @Nullable Result gradient, double scale, int lane);
}
