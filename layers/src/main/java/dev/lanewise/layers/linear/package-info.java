/**
 * Layers whose work is sums of products with weights: convolutions and the dense layer. They bind
 * kernels of {@code core.conv} and {@code core.gemm} to the places of a pass's memory.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.layers.linear;
