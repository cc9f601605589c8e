package dev.lanewise.layers;

/**
 * One of the values that a layer reads.
 *
 * @param x where it lies
 * @param dx where its gradient goes
 * @param wantsGradient whether the backward pass is to write {@code dx}
 */
public record Source(Place x, Place dx, boolean wantsGradient) {}
