/**
 * Losses: a number for each image's result, and its gradient. A sum over images is made in double
 * in the order of the images, so it does not depend on threads.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.loss;
