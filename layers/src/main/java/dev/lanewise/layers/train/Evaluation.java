package dev.lanewise.layers.train;

/**
 * How a network does on samples.
 *
 * @param loss mean loss
 * @param accuracy fraction, 0 to 1, whose largest result is at their label
 * @param images number of samples
 */
public record Evaluation(double loss, double accuracy, int images) {}
