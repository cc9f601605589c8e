package dev.lanewise.bench;

import java.util.List;

/**
 * What was measured, in plain numbers. A rate is a median of several rounds, with the least and the
 * most beside it; the share of the peak is the median's, of the {@link Peak} of as many threads
 * measured in the same run.
 *
 * @param simd width of the kernels, as {@code lanewise.simd} spells it
 * @param peaks FMA peaks
 * @param gemm matrix products
 * @param convolutions convolutions
 * @param training training steps
 */
public record BenchReport(
    String simd,
    List<Peak> peaks,
    List<Gemm> gemm,
    List<Conv> convolutions,
    List<Training> training) {

  /** Copies the lists. */
  public BenchReport {
    peaks = List.copyOf(peaks);
    gemm = List.copyOf(gemm);
    convolutions = List.copyOf(convolutions);
    training = List.copyOf(training);
  }

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

  private static double percent(Spread rate, Peak peak) {
    return 100 * rate.median() / peak.gflops();
  }
}
