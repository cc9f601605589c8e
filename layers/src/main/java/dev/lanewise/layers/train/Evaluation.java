package dev.lanewise.layers.train;

/**
 * How a network does on samples.
 *
 * @param loss loss over all samples as one batch: the mean, unless the loss is a sum
 * @param accuracy fraction, 0 to 1, whose largest result is at their label
 * @param images number of samples
 * @param invalid how many of them have a result that is not a number: such a network is broken, and
 *     none of these images is right
 */
public record Evaluation(double loss, double accuracy, int images, int invalid) {

  /** All results are numbers. */
  public Evaluation(double loss, double accuracy, int images) {
    this(loss, accuracy, images, 0);
  }
}
