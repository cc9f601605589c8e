/**
 * Augmented sets: what {@code core.augment} does to images, done by the worker that loads a sample,
 * and which images an epoch draws. Every choice is a function of seed, epoch and sample.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.data.augment;
