package dev.lanewise.bench.jmh;

import dev.lanewise.bench.PredictWork;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
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

/** Predictions of presets for random images. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 5, jvmArgsAppend = "--add-modules=" + Simd.MODULE)
public class PredictionBenchmark {

  /** Name of a preset. */
  @Param({"mnist-convnet", "lenet5", "vgg-small-plain", "vgg-small", "resnet20", "mobilenetv2"})
  private String model = "";

  /** Images a call. */
  @Param({"1", "128"})
  private int batch = 1;

  /** Threads. */
  @Param({"1", "2"})
  private int threads = 1;

  private double gflop;
  private double peak;
  private @Nullable BatchExecutor executor;
  private @Nullable PredictWork work;

  /** Makes the network and measures the peak. */
  @Setup
  public void setUp(KernelState kernels) {
    ModelSpec spec =
        Presets.named(model)
            .orElseThrow(() -> new IllegalArgumentException("No preset has this name: " + model));
    executor = new BatchExecutor(threads);
    peak = kernels.peak(threads);
    work = new PredictWork(spec, batch, executor, kernels.simd());
    gflop = work.flops() / 1e9;
  }

  /** Checks the results and ends the threads. */
  @TearDown
  public void tearDown() {
    Objects.requireNonNull(work).verify();
    Objects.requireNonNull(executor).close();
  }

  /** Predicts the batch. */
  @Benchmark
  public float[] predict(ProductRate rate) {
    rate.add(gflop, peak);
    return Objects.requireNonNull(work).run();
  }
}
