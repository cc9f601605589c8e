package dev.lanewise.rules.bad.core.kernel;

import jdk.incubator.vector.FloatVector;

/** What others may not know. */
public record VectorKernels() implements Kernels {

  @Override
  public int width() {
    return FloatVector.SPECIES_PREFERRED.length();
  }
}
