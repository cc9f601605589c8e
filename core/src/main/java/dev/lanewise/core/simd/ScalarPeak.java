package dev.lanewise.core.simd;

/**
 * {@link PeakKernel} in plain Java: twelve chains, enough to hide the latency of a multiply-add.
 */
final class ScalarPeak implements PeakKernel {

  private static final int CHAINS = 12;

  @Override
  public float run(int iterations) {
    float c0 = PeakKernel.start(0);
    float c1 = PeakKernel.start(1);
    float c2 = PeakKernel.start(2);
    float c3 = PeakKernel.start(3);
    float c4 = PeakKernel.start(4);
    float c5 = PeakKernel.start(5);
    float c6 = PeakKernel.start(6);
    float c7 = PeakKernel.start(7);
    float c8 = PeakKernel.start(8);
    float c9 = PeakKernel.start(9);
    float c10 = PeakKernel.start(10);
    float c11 = PeakKernel.start(11);
    for (int i = 0; i < iterations; i++) {
      c0 = Math.fma(c0, FACTOR, SUMMAND);
      c1 = Math.fma(c1, FACTOR, SUMMAND);
      c2 = Math.fma(c2, FACTOR, SUMMAND);
      c3 = Math.fma(c3, FACTOR, SUMMAND);
      c4 = Math.fma(c4, FACTOR, SUMMAND);
      c5 = Math.fma(c5, FACTOR, SUMMAND);
      c6 = Math.fma(c6, FACTOR, SUMMAND);
      c7 = Math.fma(c7, FACTOR, SUMMAND);
      c8 = Math.fma(c8, FACTOR, SUMMAND);
      c9 = Math.fma(c9, FACTOR, SUMMAND);
      c10 = Math.fma(c10, FACTOR, SUMMAND);
      c11 = Math.fma(c11, FACTOR, SUMMAND);
    }
    float left = Math.max(Math.max(c0, c1), Math.max(c2, c3));
    float middle = Math.max(Math.max(c4, c5), Math.max(c6, c7));
    float right = Math.max(Math.max(c8, c9), Math.max(c10, c11));
    return Math.max(Math.max(left, middle), right);
  }

  @Override
  public int flopsPerIteration() {
    return 2 * CHAINS;
  }
}
