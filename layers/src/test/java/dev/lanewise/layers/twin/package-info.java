/**
 * For tests: samples from arrays, and a network in double precision by plain loops that shares no
 * code with the layers.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.twin;
