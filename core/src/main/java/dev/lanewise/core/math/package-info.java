/**
 * Functions of one number and random numbers, with the same bits on every machine. The vector
 * kernels follow the same steps, so they agree to the last bit.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.math;
