package dev.lanewise.bench.jmh;

import dev.lanewise.bench.ElementwiseOperation;
import dev.lanewise.bench.ElementwiseShape;
import dev.lanewise.bench.ElementwiseWork;
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

/** Functions of each value of a batch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 5, jvmArgsAppend = "--add-modules=" + Simd.MODULE)
public class ElementwiseBenchmark {

  /** Name of a shape of {@link Shapes#elementwise()}. */
  @Param({"64:11x11:b128", "32:26x26:b128", "120:1x1:b128"})
  private String shape = "";

  /** The function. */
  @Param private ElementwiseOperation operation = ElementwiseOperation.RELU;

  /** Threads. */
  @Param({"1", "2"})
  private int threads = 1;

  private @Nullable StreamSuite suite;

  /** Makes the operands, measures what to compare with, and checks the results. */
  @Setup
  public void setUp(KernelState kernels) {
    Simd simd = kernels.simd();
    ElementwiseShape named = Shapes.elementwise(shape);
    suite =
        new StreamSuite(
            simd, threads, executor -> new ElementwiseWork(named, operation, executor, simd));
  }

  /** Ends the threads. */
  @TearDown
  public void tearDown() {
    Objects.requireNonNull(suite).close();
  }

  /** Applies the function. */
  @Benchmark
  public void run(StreamRate rate) {
    Objects.requireNonNull(suite).run(rate);
  }
}
