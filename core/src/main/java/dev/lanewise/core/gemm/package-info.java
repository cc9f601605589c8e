/**
 * Matrix products: packing, blocking, and the products of dense layers. The micro-kernel is {@link
 * dev.lanewise.core.simd.ProductKernel}.
 */
@org.jspecify.annotations.NullMarked
package dev.lanewise.core.gemm;
