package dev.lanewise.bench.jmh;

import dev.lanewise.bench.GemmShape;
import dev.lanewise.bench.GemmWork;
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

/** Matrix products on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 5, jvmArgsAppend = "--add-modules=" + Simd.MODULE)
public class GemmBenchmark {

  /** Name of a shape of {@link Shapes#gemm()}. */
  @Param({
    "256x256x256:nn",
    "512x512x512:nn",
    "1024x1024x1024:nn",
    "2048x2048x2048:nn",
    "64x3872x288:nn",
    "64x288x3872:nt",
    "128x1600x10:nn",
    "128x10x1600:nn",
    "10x128x1600:nn",
    "10x1600x128:tn",
    "32x21632x9:nn",
    "64x131072x27:nn",
    "64x131072x576:nn",
    "128x32768x1152:nn",
    "128x1152x32768:nt",
    "256x8192x2304:nn"
  })
  private String shape = "";

  private double gflop;
  private double peak;
  private @Nullable GemmWork work;

  /** Makes the product and checks it. */
  @Setup
  public void setUp(KernelState kernels) {
    GemmShape named = Shapes.gemm(shape);
    gflop = named.flops() / 1e9;
    peak = kernels.peak(1);
    work = new GemmWork(named, kernels.simd());
    work.verify();
  }

  /** Computes the product. */
  @Benchmark
  public float[] multiply(ProductRate rate) {
    rate.add(gflop, peak);
    return Objects.requireNonNull(work).run();
  }
}
