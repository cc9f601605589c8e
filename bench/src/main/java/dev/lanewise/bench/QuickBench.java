package dev.lanewise.bench;

import dev.lanewise.core.conv.ConvAlgorithm;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.ModelSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Measures what a user asks about a machine within a minute or two: no forked JVMs, plain rounds
 * after a warm-up. Peaks are measured once for each number of threads and kept. One thread at a
 * time may use it.
 */
public final class QuickBench {

  private final Simd simd;
  private final ConvAlgorithm conv;
  private final SequencedSet<Integer> threads;
  private final Effort effort;
  private final Consumer<String> progress;
  private final Map<Integer, BenchReport.Peak> peaks = new HashMap<>();

  /** Prepares measurements of convolutions that take {@link ConvAlgorithm#AUTO}. */
  public QuickBench(Simd simd, int threads, Effort effort, Consumer<String> progress) {
    this(simd, ConvAlgorithm.AUTO, threads, effort, progress);
  }

  /**
   * Prepares measurements.
   *
   * @param simd kernels
   * @param conv how convolutions are computed
   * @param threads most threads; whatever runs on several is measured on 1 too
   * @param effort how long each measurement takes
   * @param progress told what is measured next, in a few words
   * @throws IllegalArgumentException if {@code threads} is below 1 or beyond 1024
   */
  public QuickBench(
      Simd simd, ConvAlgorithm conv, int threads, Effort effort, Consumer<String> progress) {
    if (threads < 1 || threads > 1024) {
      throw new IllegalArgumentException(
          "The number of threads must be between 1 and 1024. Received: " + threads);
    }
    this.simd = simd;
    this.conv = conv;
    this.threads = new TreeSet<>(List.of(1));
    this.threads.add(threads);
    this.effort = effort;
    this.progress = progress;
  }

  /**
   * Measures everything.
   *
   * @param gemm matrix products
   * @param convolutions convolutions
   * @param spec a model to train
   * @param batch images a training step
   * @throws IllegalArgumentException if the model can't be trained with this batch size
   * @throws IllegalStateException if a result is wrong
   */
  public BenchReport all(
      List<GemmShape> gemm, List<ConvShape> convolutions, ModelSpec spec, int batch) {
    return new BenchReport(
        simd.width().toString(),
        peaks(),
        gemm(gemm),
        convolutions(convolutions),
        training(spec, batch));
  }

  /** FMA peaks on 1 thread and on all. */
  public List<BenchReport.Peak> peaks() {
    return threads.stream().map(this::peak).toList();
  }

  private BenchReport.Peak peak(int count) {
    BenchReport.Peak known = peaks.get(count);
    if (known == null) {
      progress.accept("FMA peak, " + threads(count));
      known = BenchReport.Peak.of(count, FmaPeak.measure(simd, count, effort));
      peaks.put(count, known);
    }
    return known;
  }

  /**
   * Matrix products, on one thread.
   *
   * @throws IllegalStateException if a result is wrong
   */
  public List<BenchReport.Gemm> gemm(List<GemmShape> shapes) {
    List<BenchReport.Gemm> rows = new ArrayList<>();
    for (GemmShape shape : shapes) {
      BenchReport.Peak peak = peak(1);
      progress.accept("GEMM " + shape.name());
      GemmWork work = new GemmWork(shape, simd);
      work.verify();
      Spread seconds = Measurement.of(work::run, effort).seconds();
      rows.add(BenchReport.Gemm.of(shape.name(), peak, seconds.rates(shape.flops() / 1e9)));
    }
    return rows;
  }

  /**
   * The three passes of convolutions, on 1 thread and on all.
   *
   * @throws IllegalStateException if a result is wrong
   */
  public List<BenchReport.Conv> convolutions(List<ConvShape> shapes) {
    List<BenchReport.Conv> rows = new ArrayList<>();
    for (ConvShape shape : shapes) {
      for (ConvPass pass : ConvPass.values()) {
        for (int count : threads) {
          BenchReport.Peak peak = peak(count);
          progress.accept("convolution %s, %s, %s".formatted(shape.name(), pass, threads(count)));
          try (BatchExecutor executor = new BatchExecutor(count)) {
            ConvWork work = new ConvWork(shape, pass, conv, executor, simd);
            work.verify();
            Spread rate = Measurement.of(work::run, effort).seconds().rates(shape.flops() / 1e9);
            rows.add(BenchReport.Conv.of(shape.name(), pass, peak, rate));
          }
        }
      }
    }
    return rows;
  }

  /**
   * Training steps of a model, on 1 thread and on all.
   *
   * @throws IllegalArgumentException if the model can't be trained with this batch size
   * @throws IllegalStateException if the steps compute something wrong
   */
  public List<BenchReport.Training> training(ModelSpec spec, int batch) {
    ModelSpec tuned = spec.withRecipe(spec.recipe().withConv(conv));
    List<BenchReport.Training> rows = new ArrayList<>();
    for (int count : threads) {
      BenchReport.Peak peak = peak(count);
      progress.accept("training %s, batch %d, %s".formatted(spec.name(), batch, threads(count)));
      rows.add(TrainBench.measure(tuned, batch, peak, simd, effort));
    }
    return rows;
  }

  private static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }
}
