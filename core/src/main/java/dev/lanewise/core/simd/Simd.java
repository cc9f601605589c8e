package dev.lanewise.core.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** One set of kernels, all of one width. */
public final class Simd {

  private final SimdWidth width;
  private final ElementwiseKernel elementwise;
  private final PoolKernel pool;

  private Simd(SimdWidth width, ElementwiseKernel elementwise, PoolKernel pool) {
    this.width = width;
    this.elementwise = elementwise;
    this.pool = pool;
  }

  /** The kernels of one width. */
  public static Simd of(SimdWidth width) {
    if (width == SimdWidth.SCALAR) {
      return new Simd(width, new ScalarElementwise(), new ScalarPool());
    }
    VectorSpecies<Float> species =
        switch (width) {
          case V128 -> FloatVector.SPECIES_128;
          case V256 -> FloatVector.SPECIES_256;
          default -> FloatVector.SPECIES_512;
        };
    return new Simd(
        width,
        HiddenKernels.instantiate(VectorElementwise.class, species, ElementwiseKernel.class),
        HiddenKernels.instantiate(VectorPool.class, species, PoolKernel.class));
  }

  /** The width of these kernels. */
  public SimdWidth width() {
    return width;
  }

  /** Activations, dropout, sums. */
  public ElementwiseKernel elementwise() {
    return elementwise;
  }

  /** Pooling. */
  public PoolKernel pool() {
    return pool;
  }
}
