/**
 * What a recipe means for images: scaling, limits, validation images, augmentation and sampling.
 * The only part of the module that knows recipes, and so {@code layers}.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.data.recipe;
