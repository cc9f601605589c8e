package dev.lanewise.core.kernel;

/**
 * Passes over memory that compute next to nothing: what they take is the memory's time. Runs are
 * {@code x[xAt .. xAt + n - 1]} with {@code n} a multiple of 128. Filling and copying are {@link
 * ElementwiseKernel}'s.
 */
public interface StreamKernel {

  /** What the length of a run is a multiple of: eight of the widest registers. */
  int BLOCK = 8 * 16;

  /**
   * Reads a run.
   *
   * @return the values' bits, combined by exclusive or, which has the same result in any order
   */
  int read(float[] x, int xAt, int n);

  /**
   * {@code y = a * x + z} with one rounding, as the triad of McCalpin's STREAM benchmark; {@code y}
   * must not overlap the others.
   */
  void triad(float a, float[] x, int xAt, float[] z, int zAt, float[] y, int yAt, int n);
}
