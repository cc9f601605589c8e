package dev.lanewise.bench.jmh;

import dev.lanewise.bench.BandwidthWork;
import dev.lanewise.bench.MemoryLevel;
import dev.lanewise.bench.StreamOperation;
import dev.lanewise.core.simd.Simd;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Bandwidth of caches and memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 5, jvmArgsAppend = "--add-modules=" + Simd.MODULE)
public class BandwidthBenchmark {

  /** Size of what is worked on. */
  @Param private MemoryLevel level = MemoryLevel.L1;

  /** What to do. */
  @Param private StreamOperation operation = StreamOperation.READ;

  /** Threads. */
  @Param({"1", "2"})
  private int threads = 1;

  private @Nullable StreamSuite suite;

  /** Makes the operands, measures what to compare with, and checks the results. */
  @Setup
  public void setUp(KernelState kernels) {
    Simd simd = kernels.simd();
    suite =
        new StreamSuite(
            simd, threads, executor -> new BandwidthWork(level, operation, executor, simd));
  }

  /** Ends the threads. */
  @TearDown
  public void tearDown() {
    Objects.requireNonNull(suite).close();
  }

  /** Passes over the arrays. */
  @Benchmark
  public void run(StreamRate rate) {
    Objects.requireNonNull(suite).run(rate);
  }
}
