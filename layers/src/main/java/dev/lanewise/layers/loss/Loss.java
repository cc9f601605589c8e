package dev.lanewise.layers.loss;

import org.jspecify.annotations.Nullable;

/** What training makes small. */
public interface Loss {

  /** Its name, for example {@code SoftmaxCrossEntropy}. */
  String name();

  /**
   * What the sum over a batch is divided by.
   *
   * @param images images in the batch
   * @param elements values of one image's result
   */
  double normaliser(int images, int elements);

  /** Whether the results are logits, so that a softmax turns them into probabilities. */
  default boolean onLogits() {
    return false;
  }

  /**
   * The loss of one lane group, before it is divided by the {@link #normaliser}.
   *
   * @param result the network's results
   * @param targets what they should have been
   * @param gradient receives the gradient of the results, times {@code scale}; 0 in lanes without
   *     an image; null if it is not wanted
   * @param scale 1 / normaliser
   * @return the sum over the group's images, in their order
   */
  double compute(Result result, Targets targets, @Nullable Result gradient, double scale);
}
