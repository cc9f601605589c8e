package dev.lanewise.rules.bad.core.simd;

/** What others may know. */
public interface Kernels {

  /** Floats at once. */
  int width();
}
