package dev.lanewise.bench;

/**
 * The rows of what was measured, in plain numbers. A rate is a median of several rounds, with the
 * least and the most beside it; the share of the peak is the median's, of the {@link Peak} of as
 * many threads measured in the same run.
 */
public final class BenchReport {

  private BenchReport() {}

  /**
   * The most that some threads do in registers alone. Unlike the other rates it is the best
   * round's: a peak is what the machine can do, and a round that was disturbed says nothing about
   * that.
   *
   * @param threads threads
   * @param gflops GFLOP/s of all of them together, in the fastest round
   * @param gflopsMedian in the median round
   * @param gflopsMin in the slowest round
   */
  public record Peak(int threads, double gflops, double gflopsMedian, double gflopsMin) {

    static Peak of(int threads, Spread rate) {
      return new Peak(threads, rate.max(), rate.median(), rate.min());
    }
  }

  /**
   * A matrix product on one thread.
   *
   * @param shape name of the {@link GemmShape}
   * @param threads threads
   * @param gflops GFLOP/s
   * @param gflopsMin in the slowest round
   * @param gflopsMax in the fastest round
   * @param percentOfPeak 100 times {@code gflops}, divided by the peak
   */
  public record Gemm(
      String shape,
      int threads,
      double gflops,
      double gflopsMin,
      double gflopsMax,
      double percentOfPeak) {

    static Gemm of(String shape, Peak peak, Spread rate) {
      return new Gemm(
          shape, peak.threads(), rate.median(), rate.min(), rate.max(), percent(rate, peak));
    }
  }

  /**
   * A pass of a convolution over a batch.
   *
   * @param shape name of the {@link ConvShape}
   * @param pass the {@link ConvPass}, in lower case with hyphens
   * @param threads threads
   * @param gflops GFLOP/s
   * @param gflopsMin in the slowest round
   * @param gflopsMax in the fastest round
   * @param percentOfPeak 100 times {@code gflops}, divided by the peak
   */
  public record Conv(
      String shape,
      String pass,
      int threads,
      double gflops,
      double gflopsMin,
      double gflopsMax,
      double percentOfPeak) {

    static Conv of(String shape, ConvPass pass, Peak peak, Spread rate) {
      return new Conv(
          shape,
          pass.toString(),
          peak.threads(),
          rate.median(),
          rate.min(),
          rate.max(),
          percent(rate, peak));
    }
  }

  /**
   * Training steps of a model.
   *
   * @param model the model's name
   * @param simd width of the kernels, as {@code lanewise.simd} spells it
   * @param batch images a step
   * @param threads threads
   * @param samplesPerSecond images a second
   * @param samplesPerSecondMin in the slowest round
   * @param samplesPerSecondMax in the fastest round
   * @param secondsPerStep seconds of a step, in the median round
   * @param gflops GFLOP/s of convolutions and dense layers: see {@link NetFlops}
   * @param peakGflops the peak of as many threads
   * @param percentOfPeak 100 times {@code gflops}, divided by {@code peakGflops}
   * @param allocatedBytesPerStep bytes that all threads of the JVM allocate in a step, in the
   *     median round
   */
  public record Training(
      String model,
      String simd,
      int batch,
      int threads,
      double samplesPerSecond,
      double samplesPerSecondMin,
      double samplesPerSecondMax,
      double secondsPerStep,
      double gflops,
      double peakGflops,
      double percentOfPeak,
      double allocatedBytesPerStep) {}

  /**
   * How fast memory is read and written.
   *
   * @param level the {@link MemoryLevel}
   * @param operation the {@link StreamOperation}
   * @param threads threads
   * @param gigabytesPerSecond 10^9 bytes a second of all threads together, in the median round
   * @param gigabytesPerSecondMin in the slowest round
   * @param gigabytesPerSecondMax in the fastest round
   */
  public record Bandwidth(
      String level,
      String operation,
      int threads,
      double gigabytesPerSecond,
      double gigabytesPerSecondMin,
      double gigabytesPerSecondMax) {

    static Bandwidth of(MemoryLevel level, StreamOperation operation, int threads, Spread rate) {
      return new Bandwidth(
          level.toString(), operation.toString(), threads, rate.median(), rate.min(), rate.max());
    }
  }

  /**
   * A {@link StreamWork}.
   *
   * @param shape name of its shape
   * @param operation what is done
   * @param threads threads
   * @param gigabytesPerSecond 10^9 bytes a second of all threads together
   * @param gigabytesPerSecondMin in the slowest round
   * @param gigabytesPerSecondMax in the fastest round
   * @param level the {@link MemoryLevel} that holds what a worker works on
   * @param percentOfBandwidth 100 times {@code gigabytesPerSecond}, divided by that level's triad
   */
  public record Stream(
      String shape,
      String operation,
      int threads,
      double gigabytesPerSecond,
      double gigabytesPerSecondMin,
      double gigabytesPerSecondMax,
      String level,
      double percentOfBandwidth) {

    static Stream of(StreamWork work, Bandwidth reference, Spread rate) {
      return new Stream(
          work.shape(),
          work.operation(),
          reference.threads(),
          rate.median(),
          rate.min(),
          rate.max(),
          reference.level(),
          100 * rate.median() / reference.gigabytesPerSecond());
    }
  }

  /**
   * A layer of a training step: one thread, one lane group of up to sixteen images.
   *
   * @param layer its name; the last row is the loss
   * @param kind its kind
   * @param output the shape of its result
   * @param forwardMicros microseconds of the forward pass
   * @param backwardMicros microseconds of the backward pass, of all its gradients together
   * @param forwardGflops GFLOP/s forward; 0 for layers without products
   * @param backwardGflops GFLOP/s backward; 0 for layers without products
   * @param forwardPercentOfPeak 100 times {@code forwardGflops}, divided by the peak
   * @param backwardPercentOfPeak 100 times {@code backwardGflops}, divided by the peak
   * @param percentOfTime share of both passes in the time of all layers
   */
  public record Layer(
      String layer,
      String kind,
      String output,
      double forwardMicros,
      double backwardMicros,
      double forwardGflops,
      double backwardGflops,
      double forwardPercentOfPeak,
      double backwardPercentOfPeak,
      double percentOfTime) {

    /** From seconds and operations. */
    static Layer of(
        String name,
        String kind,
        String output,
        double forwardSeconds,
        double backwardSeconds,
        double forwardFlops,
        double backwardFlops,
        Peak peak,
        double total) {
      double forward = forwardFlops == 0 ? 0 : forwardFlops / forwardSeconds / 1e9;
      double backward = backwardFlops == 0 ? 0 : backwardFlops / backwardSeconds / 1e9;
      return new Layer(
          name,
          kind,
          output,
          forwardSeconds * 1e6,
          backwardSeconds * 1e6,
          forward,
          backward,
          100 * forward / peak.gflops(),
          100 * backward / peak.gflops(),
          100 * (forwardSeconds + backwardSeconds) / total);
    }
  }

  /**
   * Predictions of a model.
   *
   * @param model the model's name
   * @param simd width of the kernels, as {@code lanewise.simd} spells it
   * @param batch images a run
   * @param threads threads
   * @param samplesPerSecond images a second, by the median run
   * @param microsMedian microseconds of the median run
   * @param microsP95 microseconds that 95 of 100 runs stay within
   * @param microsMin microseconds of the fastest run
   * @param gflops GFLOP/s of convolutions and dense layers
   * @param peakGflops the peak of as many threads
   * @param percentOfPeak 100 times {@code gflops}, divided by {@code peakGflops}
   * @param allocatedBytesPerRun bytes that all threads of the JVM allocate in a run: the results
   */
  public record Prediction(
      String model,
      String simd,
      int batch,
      int threads,
      double samplesPerSecond,
      double microsMedian,
      double microsP95,
      double microsMin,
      double gflops,
      double peakGflops,
      double percentOfPeak,
      double allocatedBytesPerRun) {}

  private static double percent(Spread rate, Peak peak) {
    return 100 * rate.median() / peak.gflops();
  }
}
