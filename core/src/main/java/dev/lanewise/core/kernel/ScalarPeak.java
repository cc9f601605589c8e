package dev.lanewise.core.kernel;

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
      c0 = Math.fma(LEFT, RIGHT, c0);
      c1 = Math.fma(LEFT, RIGHT, c1);
      c2 = Math.fma(LEFT, RIGHT, c2);
      c3 = Math.fma(LEFT, RIGHT, c3);
      c4 = Math.fma(LEFT, RIGHT, c4);
      c5 = Math.fma(LEFT, RIGHT, c5);
      c6 = Math.fma(LEFT, RIGHT, c6);
      c7 = Math.fma(LEFT, RIGHT, c7);
      c8 = Math.fma(LEFT, RIGHT, c8);
      c9 = Math.fma(LEFT, RIGHT, c9);
      c10 = Math.fma(LEFT, RIGHT, c10);
      c11 = Math.fma(LEFT, RIGHT, c11);
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
