package dev.lanewise.bench.jmh;

import dev.lanewise.core.kernel.PeakKernel;
import dev.lanewise.core.setting.SimdWidth;
import dev.lanewise.core.simd.Simd;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Multiply-adds in registers alone. With {@code -t n} on n threads; {@code gflops} counts them per
 * second.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 5, jvmArgsAppend = "--add-modules=" + Simd.MODULE)
public class FmaPeakBenchmark {

  private static final int ITERATIONS = 1 << 18;

  private PeakKernel kernel = Simd.of(SimdWidth.SCALAR).peak();

  /** What was done. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {

    /** Billions of floating-point operations; JMH makes it a rate. */
    public double gflops;
  }

  /** Checks the kernel's value. */
  @Setup
  public void setUp(KernelState kernels) {
    float expected = kernel.run(ITERATIONS);
    kernel = kernels.simd().peak();
    float received = kernel.run(ITERATIONS);
    if (received != expected) {
      throw new IllegalStateException(
          "The peak kernel must give the scalar kernel's value. Expected: %s. Received: %s"
              .formatted(expected, received));
    }
  }

  /** Runs the kernel. */
  @Benchmark
  public float peak(Work work) {
    work.gflops += ITERATIONS / 1e9 * kernel.flopsPerIteration();
    return kernel.run(ITERATIONS);
  }
}
