/**
 * Pooling layers: the greatest or the average value of windows, with windows of a given size or a
 * given number of them.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.pool;
