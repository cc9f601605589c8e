/**
 * Layers that change values at random in training and nothing in prediction. Their random numbers
 * depend on the seed, the step, the image, the layer and the value alone.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.noise;
