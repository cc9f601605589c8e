package dev.lanewise.rules.bad.core.kernel;

/** What others may know. */
public interface Kernels {

  /** Floats at once. */
  int width();
}
