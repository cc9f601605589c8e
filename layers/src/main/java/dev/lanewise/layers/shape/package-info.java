/**
 * Layers that compute nothing: other shapes for the same values, borders added or cut off, and
 * images made larger.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.shape;
