package dev.lanewise.bench;

import dev.lanewise.core.kernel.PeakKernel;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.parallel.Job;
import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.simd.Simd;

/**
 * The most GFLOP/s that the machine does in the registers of one set of kernels, a fused
 * multiply-add counting as two.
 */
public final class FmaPeak {

  /** Steps of an item: about a millisecond. */
  private static final int ITERATIONS = 1 << 18;

  /** Items a worker takes in one run, so that waking the workers counts for little. */
  private static final int ITEMS = 8;

  private FmaPeak() {}

  /**
   * Measures the peak of some threads together.
   *
   * @param simd kernels
   * @param threads how many threads
   * @param effort how long
   * @return GFLOP/s
   * @throws IllegalArgumentException if {@code threads} is below 1 or beyond 1024
   * @throws IllegalStateException if the kernel's result is wrong
   */
  public static Spread measure(Simd simd, int threads, Effort effort) {
    PeakKernel kernel = simd.peak();
    int items = threads * ITEMS;
    float[] results = new float[items];
    Job job = (item, worker) -> results[item] = kernel.run(ITERATIONS);
    Measurement measurement;
    try (BatchExecutor executor = new BatchExecutor(threads)) {
      measurement = Measurement.of(() -> executor.run(job, items), effort);
    }
    float expected = Simd.of(SimdWidth.SCALAR).peak().run(ITERATIONS);
    for (float result : results) {
      if (result != expected) {
        throw new IllegalStateException(
            "The peak kernel must give the scalar kernel's value. Expected: %s. Received: %s"
                .formatted(expected, result));
      }
    }
    double flops = (double) items * ITERATIONS * kernel.flopsPerIteration();
    return measurement.seconds().rates(flops / 1e9);
  }
}
