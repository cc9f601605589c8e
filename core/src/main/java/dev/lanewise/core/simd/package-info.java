/**
 * The kernels, and the only package that knows the Vector API. Every kernel exists twice, scalar
 * and vector, with the same bits; {@link dev.lanewise.core.simd.Simd} hands out one set of them.
 * Kernels trust their arguments: the packages above check.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.simd;
