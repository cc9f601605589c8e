package dev.lanewise.bench.jmh;

import dev.lanewise.bench.LossShape;
import dev.lanewise.bench.LossWork;
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

/** Softmax cross-entropy and its gradient over a batch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 5, jvmArgsAppend = "--add-modules=" + Simd.MODULE)
public class LossBenchmark {

  /** Name of a shape of {@link Shapes#losses()}. */
  @Param({"10:b128", "100:b128"})
  private String shape = "";

  /** Threads. */
  @Param({"1", "2"})
  private int threads = 1;

  private @Nullable StreamSuite suite;

  /** Makes the operands, measures what to compare with, and checks the results. */
  @Setup
  public void setUp(KernelState kernels) {
    LossShape named = Shapes.loss(shape);
    suite = new StreamSuite(kernels.simd(), threads, executor -> new LossWork(named, executor));
  }

  /** Ends the threads. */
  @TearDown
  public void tearDown() {
    Objects.requireNonNull(suite).close();
  }

  /** Computes the loss. */
  @Benchmark
  public void run(StreamRate rate) {
    Objects.requireNonNull(suite).run(rate);
  }
}
