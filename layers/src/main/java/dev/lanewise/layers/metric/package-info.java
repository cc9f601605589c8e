/**
 * How good predictions are: pure functions of what a network gives and what is right. Ties are
 * broken as everywhere in the project: the first of equal results counts as the largest.
 */
@NullMarked
package dev.lanewise.layers.metric;

import org.jspecify.annotations.NullMarked;
