package dev.lanewise.layers.train;

/**
 * How a network does on samples.
 *
 * @param loss loss over all samples as one batch: the mean, unless the loss is a sum
 * @param accuracy fraction, 0 to 1, whose largest result is at their label
 * @param images number of samples
 */
public record Evaluation(double loss, double accuracy, int images) {}
