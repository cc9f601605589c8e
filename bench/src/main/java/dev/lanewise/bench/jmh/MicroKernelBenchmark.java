package dev.lanewise.bench.jmh;

import dev.lanewise.bench.MicroShape;
import dev.lanewise.bench.MicroWork;
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
import org.openjdk.jmh.annotations.Warmup;

/** Micro-kernels alone on one thread, their operands in the first-level cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 5, jvmArgsAppend = "--add-modules=" + Simd.MODULE)
public class MicroKernelBenchmark {

  /** Name of a shape of {@link Shapes#microKernels()}. */
  @Param({
    "product:8x128x2",
    "product:8x64x6",
    "product:24x64x4",
    "outer-product:4x4x48",
    "outer-product:8x12x20"
  })
  private String shape = "";

  private double gflop;
  private double peak;
  private @Nullable MicroWork work;

  /** Makes the operands, measures the peak and checks the kernel. */
  @Setup
  public void setUp(KernelState kernels) {
    MicroShape named = Shapes.microKernel(shape);
    work = new MicroWork(named, kernels.simd());
    gflop = work.flops() / 1e9;
    peak = kernels.peak(1);
    work.verify();
  }

  /** Calls the kernel. */
  @Benchmark
  public float[] run(ProductRate rate) {
    rate.add(gflop, peak);
    return Objects.requireNonNull(work).run();
  }
}
