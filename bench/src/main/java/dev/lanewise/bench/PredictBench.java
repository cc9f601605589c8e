package dev.lanewise.bench;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.ModelSpec;

/** Measures predictions of a model. */
public final class PredictBench {

  private PredictBench() {}

  /**
   * Measures predictions for random images, with as many threads as a peak was measured with.
   *
   * @param spec the model
   * @param batch images a run, at least 1
   * @param peak FMA peak
   * @param simd kernels
   * @param effort how long
   * @throws IllegalArgumentException if a number is out of range or the model gives no flat result
   * @throws IllegalStateException if the results are wrong
   */
  public static BenchReport.Prediction measure(
      ModelSpec spec, int batch, BenchReport.Peak peak, Simd simd, Effort effort) {
    try (BatchExecutor executor = new BatchExecutor(peak.threads())) {
      PredictWork work = new PredictWork(spec, batch, executor, simd);
      Latency latency = Latency.of(work::run, effort);
      work.verify();
      double gflops = work.flops() / latency.median() / 1e9;
      return new BenchReport.Prediction(
          spec.name(),
          simd.width().toString(),
          batch,
          peak.threads(),
          batch / latency.median(),
          latency.median() * 1e6,
          latency.p95() * 1e6,
          latency.min() * 1e6,
          gflops,
          peak.gflops(),
          100 * gflops / peak.gflops(),
          latency.allocatedBytes());
    }
  }
}
