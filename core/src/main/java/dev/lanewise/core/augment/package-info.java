/**
 * Random changes of training images: crops, flips, warps, colours, erasing, mixtures. Every choice
 * is a function of a key. They work on one image, plane by plane, before normalisation; who reads
 * samples and makes keys is the package {@code augment} of the module data.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.augment;
