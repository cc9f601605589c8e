/**
 * The kernels, and the only package that knows the Vector API. Every kernel exists twice, scalar
 * and vector, with the same bits; {@link dev.lanewise.core.kernel.Kernels} makes one set of them.
 * Kernels trust their arguments: the packages above check. Closed to other projects.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.kernel;
