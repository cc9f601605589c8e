package dev.lanewise.bench.jmh;

import dev.lanewise.bench.TrainWork;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
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

/** Training steps of presets on random images. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 5, jvmArgsAppend = "--add-modules=" + Simd.MODULE)
public class TrainStepBenchmark {

  /** Name of a preset. */
  @Param({
    "mnist-convnet",
    "lenet5",
    "scratch-max",
    "vgg-small-plain",
    "vgg-small",
    "resnet20",
    "mobilenetv2"
  })
  private String model = "";

  /** Images a step. */
  @Param({"1", "64", "128"})
  private int batch = 1;

  /** Threads. */
  @Param({"1", "2"})
  private int threads = 1;

  private double gflop;
  private double peak;
  private @Nullable BatchExecutor executor;
  private @Nullable TrainWork work;

  /** Images; JMH makes a rate of them. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Images {

    /** How many. */
    public long samples;
  }

  /**
   * Makes the network. It is checked in {@link #tearDown}, since the other kernels that it takes
   * would cost these some speed.
   */
  @Setup
  public void setUp(KernelState kernels) {
    ModelSpec spec =
        Presets.named(model)
            .orElseThrow(() -> new IllegalArgumentException("No preset has this name: " + model));
    executor = new BatchExecutor(threads);
    work = new TrainWork(spec, batch, executor, kernels.simd());
    gflop = work.flops() / 1e9;
    peak = kernels.peak(threads);
  }

  /** Checks a step and ends the threads. */
  @TearDown
  public void tearDown() {
    Objects.requireNonNull(work).verify();
    Objects.requireNonNull(executor).close();
  }

  /** Takes a step. */
  @Benchmark
  public double step(ProductRate rate, Images images) {
    rate.add(gflop, peak);
    images.samples += batch;
    return Objects.requireNonNull(work).step();
  }
}
