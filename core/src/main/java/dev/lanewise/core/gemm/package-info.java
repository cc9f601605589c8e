/**
 * Matrix products and the products of dense layers. {@link dev.lanewise.core.gemm.Gemm}'s
 * micro-kernel is {@link dev.lanewise.core.kernel.GemmKernel}, dense layers' is {@link
 * dev.lanewise.core.kernel.ProductKernel}.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.gemm;
