package dev.lanewise.bench.jmh;

import dev.lanewise.bench.MemoryLevel;
import dev.lanewise.bench.QuickBench;
import dev.lanewise.bench.StreamWork;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import java.util.function.Function;

/** What the suites of works that move data have in common: workers, and what to compare with. */
final class StreamSuite implements AutoCloseable {

  private final BatchExecutor executor;
  private final StreamWork work;
  private final double gigabyte;
  private final double bandwidth;

  /**
   * Measures the bandwidth, makes the work and checks it.
   *
   * @param simd kernels
   * @param threads workers
   * @param factory makes the work
   * @throws IllegalStateException if a result is wrong
   */
  StreamSuite(Simd simd, int threads, Function<BatchExecutor, StreamWork> factory) {
    executor = new BatchExecutor(threads);
    work = factory.apply(executor);
    gigabyte = work.bytes() / 1e9;
    QuickBench bench = new QuickBench(simd, threads, KernelState.REFERENCE, step -> {});
    bandwidth = bench.triad(MemoryLevel.holding(work.workingSet()), threads).gigabytesPerSecond();
    work.verify();
  }

  /** Runs the work. */
  void run(StreamRate rate) {
    rate.add(gigabyte, bandwidth);
    work.run();
  }

  @Override
  public void close() {
    executor.close();
  }
}
