package dev.lanewise.bench.jmh;

import dev.lanewise.bench.OptimizerShape;
import dev.lanewise.bench.OptimizerWork;
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

/** Updates of parameters. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 5, jvmArgsAppend = "--add-modules=" + Simd.MODULE)
public class OptimizerBenchmark {

  /** Name of a shape of {@link Shapes#optimizers()}. */
  @Param({"34826:adam", "61706:momentum", "2196810:adam", "2196810:momentum"})
  private String shape = "";

  /** Threads. */
  @Param({"1", "2"})
  private int threads = 1;

  private @Nullable StreamSuite suite;

  /** Makes the operands, measures what to compare with, and checks the results. */
  @Setup
  public void setUp(KernelState kernels) {
    OptimizerShape named = Shapes.optimizer(shape);
    suite =
        new StreamSuite(kernels.simd(), threads, executor -> new OptimizerWork(named, executor));
  }

  /** Ends the threads. */
  @TearDown
  public void tearDown() {
    Objects.requireNonNull(suite).close();
  }

  /** Updates the parameters. */
  @Benchmark
  public void run(StreamRate rate) {
    Objects.requireNonNull(suite).run(rate);
  }
}
