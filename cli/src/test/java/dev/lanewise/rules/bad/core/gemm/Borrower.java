package dev.lanewise.rules.bad.core.gemm;

import dev.lanewise.rules.bad.core.kernel.Kernels;
import dev.lanewise.rules.bad.core.kernel.VectorKernels;
import jdk.incubator.vector.FloatVector;

/** Uses the Vector API, and a class that does; its use of the interface is right. */
public record Borrower() {

  int width(Kernels kernels) {
    return kernels.width();
  }

  int ownWidth() {
    return FloatVector.SPECIES_128.length();
  }

  int borrowedWidth() {
    return new VectorKernels().width();
  }
}
