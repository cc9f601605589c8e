package dev.lanewise.core.kernel;

/**
 * Independent chains of fused multiply-adds that never leave the registers: the most floating-point
 * operations that a thread can do in these kernels' registers.
 */
public interface PeakKernel {

  /** Most chains that a kernel runs side by side, times the lanes of the widest register. */
  int VALUES = 24 * 16;

  /** Left factor of the product that each step adds. */
  float LEFT = 0.003f;

  /** Right factor of the product that each step adds. */
  float RIGHT = 0.007f;

  /**
   * Runs every chain for a number of steps, {@code c = LEFT * RIGHT + c} with one rounding: a sum,
   * as in a matrix product, which C2 compiles to one instruction without a copy. Chain {@code i}
   * begins with {@link #start}{@code (i)}. A step keeps the order of the values, so the largest
   * result is chain 0's, however many chains a kernel has.
   *
   * @param iterations steps, at least 0
   * @return the largest value of all chains; the same bits for every kernel
   */
  float run(int iterations);

  /** Floating-point operations of one step of all chains: two for each multiply-add. */
  int flopsPerIteration();

  /** The first value of a chain: 1 and less, each below the one before. */
  static float start(int chain) {
    return 1 - chain * 0x1p-10f;
  }
}
