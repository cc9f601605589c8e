/**
 * Layers, networks, and the plan that gives every value of a lane group its place. A {@link
 * dev.lanewise.layers.Layer} is an immutable description; a {@link dev.lanewise.layers.Network} is
 * layers with parameters; a {@link dev.lanewise.layers.BoundNetwork} runs one.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers;
