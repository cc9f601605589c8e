package dev.lanewise.bench.jmh;

import dev.lanewise.bench.ConvPass;
import dev.lanewise.bench.ConvShape;
import dev.lanewise.bench.ConvWork;
import dev.lanewise.bench.Shapes;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.ConvAlgorithm;
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

/** The passes of convolutions over a batch, whose lane groups are distributed over threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 5, jvmArgsAppend = "--add-modules=" + Simd.MODULE)
public class ConvolutionBenchmark {

  /** Name of a shape of {@link Shapes#convolutions()}. */
  @Param({
    "1-32:28x28:k3s1p0:b128",
    "32-64:13x13:k3s1p0:b128",
    "1-6:28x28:k5s1p2:b128",
    "6-16:14x14:k5s1p0:b128",
    "3-64:32x32:k3s1p1:b128",
    "64-64:32x32:k3s1p1:b128",
    "64-128:16x16:k3s1p1:b128",
    "128-128:16x16:k3s1p1:b128",
    "256-256:8x8:k3s1p1:b128",
    "16-16:32x32:k3s1p1:b128",
    "32-32:16x16:k3s1p1:b128",
    "64-64:8x8:k3s1p1:b128",
    "64-128:32x32:k3s2p1:b128",
    "64-256:16x16:k1s1p0:b128",
    "3-64:64x64:k7s2p3:b32",
    "96-96:32x32:k3s1p1g96:b128",
    "144-144:32x32:k3s2p1g144:b128",
    "192-192:16x16:k3s1p1g192:b128",
    "384-384:8x8:k3s1p1g384:b128",
    "960-960:4x4:k3s1p1g960:b128"
  })
  private String shape = "";

  /** What to compute. */
  @Param private ConvPass pass = ConvPass.FORWARD;

  /** How to compute it; all are counted as the direct algorithm's work. */
  @Param({"AUTO", "DIRECT"})
  private ConvAlgorithm algorithm = ConvAlgorithm.AUTO;

  /** Threads. */
  @Param({"1", "2"})
  private int threads = 1;

  private double gflop;
  private double peak;
  private @Nullable BatchExecutor executor;
  private @Nullable ConvWork work;

  /** Makes the operands and checks the pass. */
  @Setup
  public void setUp(KernelState kernels) {
    ConvShape named = Shapes.convolution(shape);
    gflop = named.flops() / 1e9;
    peak = kernels.peak(threads);
    executor = new BatchExecutor(threads);
    work = new ConvWork(named, pass, algorithm, executor, kernels.simd());
    work.verify();
  }

  /** Ends the threads. */
  @TearDown
  public void tearDown() {
    Objects.requireNonNull(executor).close();
  }

  /** Runs the pass. */
  @Benchmark
  public float[][] run(ProductRate rate) {
    rate.add(gflop, peak);
    return Objects.requireNonNull(work).run();
  }
}
