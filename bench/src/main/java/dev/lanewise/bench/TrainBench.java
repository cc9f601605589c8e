package dev.lanewise.bench;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.ModelSpec;

/** Measures training steps of a model. */
public final class TrainBench {

  private TrainBench() {}

  /**
   * Measures the FMA peak, then training steps on random images.
   *
   * @param spec the model
   * @param batch images a step, at least 1
   * @param threads threads, at least 1
   * @param simd kernels
   * @param seconds time of each of the two measurements, after as long a warm-up
   * @throws IllegalArgumentException if a number is out of range or the model can't be trained
   * @throws IllegalStateException if the steps compute something wrong
   */
  public static BenchReport.Training measure(
      ModelSpec spec, int batch, int threads, Simd simd, double seconds) {
    Effort effort = Effort.of(seconds);
    Spread peak = FmaPeak.measure(simd, threads, effort);
    return measure(spec, batch, BenchReport.Peak.of(threads, peak), simd, effort);
  }

  /**
   * Measures training steps on random images, with as many threads as a peak was measured with.
   *
   * @param spec the model
   * @param batch images a step, at least 1
   * @param peak FMA peak
   * @param simd kernels
   * @param effort how long
   * @throws IllegalArgumentException if a number is out of range or the model can't be trained
   * @throws IllegalStateException if the steps compute something wrong
   */
  public static BenchReport.Training measure(
      ModelSpec spec, int batch, BenchReport.Peak peak, Simd simd, Effort effort) {
    try (BatchExecutor executor = new BatchExecutor(peak.threads())) {
      TrainWork work = new TrainWork(spec, batch, executor, simd);
      Measurement measurement = Measurement.ofQuiet(work::step, effort);
      work.verify();
      Spread samples = measurement.seconds().rates(batch);
      double step = measurement.seconds().median();
      double gflops = work.flops() / step / 1e9;
      return new BenchReport.Training(
          spec.name(),
          simd.width().toString(),
          batch,
          peak.threads(),
          samples.median(),
          samples.min(),
          samples.max(),
          step,
          gflops,
          peak.gflops(),
          100 * gflops / peak.gflops(),
          measurement.allocatedBytes());
    }
  }
}
