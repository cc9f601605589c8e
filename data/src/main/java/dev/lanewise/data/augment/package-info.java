/**
 * Random changes of training images: crops, flips, warps, colours, erasing, mixtures; and which
 * images an epoch draws. Every choice is a function of seed, epoch and sample. Changes are made on
 * pixels, before normalisation, by the worker that loads the sample.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.data.augment;
