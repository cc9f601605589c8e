/**
 * Normalisation within each image: {@link dev.lanewise.core.norm.NormGeometry} says of what, {@link
 * dev.lanewise.core.norm.GroupNormalization} does it.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.norm;
