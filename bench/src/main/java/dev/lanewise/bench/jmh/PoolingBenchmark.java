package dev.lanewise.bench.jmh;

import dev.lanewise.bench.PoolPass;
import dev.lanewise.bench.PoolShape;
import dev.lanewise.bench.PoolWork;
import dev.lanewise.bench.Shapes;
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

/** The passes of max and average pooling over a batch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 5, jvmArgsAppend = "--add-modules=" + Simd.MODULE)
public class PoolingBenchmark {

  /** Name of a shape of {@link Shapes#pooling()}. */
  @Param({
    "32:26x26:k2s2p0:b128",
    "64:32x32:k2s2p0:b128",
    "16:10x10:k2s2p0:b128",
    "64:32x32:k3s2p1:b128"
  })
  private String shape = "";

  /** What to compute. */
  @Param private PoolPass pass = PoolPass.MAX_FORWARD;

  /** Threads. */
  @Param({"1", "2"})
  private int threads = 1;

  private @Nullable StreamSuite suite;

  /** Makes the operands, measures what to compare with, and checks the results. */
  @Setup
  public void setUp(KernelState kernels) {
    Simd simd = kernels.simd();
    PoolShape named = Shapes.pooling(shape);
    suite = new StreamSuite(simd, threads, executor -> new PoolWork(named, pass, executor, simd));
  }

  /** Ends the threads. */
  @TearDown
  public void tearDown() {
    Objects.requireNonNull(suite).close();
  }

  /** Runs the pass. */
  @Benchmark
  public void run(StreamRate rate) {
    Objects.requireNonNull(suite).run(rate);
  }
}
