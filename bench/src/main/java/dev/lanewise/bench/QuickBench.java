package dev.lanewise.bench;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.ModelSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Measures what a user asks about a machine within a minute or two: no forked JVMs, plain rounds
 * after a warm-up. Peaks and bandwidths are measured once for each number of threads and kept. One
 * thread at a time may use it.
 */
public final class QuickBench {

  private final Simd simd;
  private final ConvAlgorithm conv;
  private final SequencedSet<Integer> threads;
  private final Effort effort;
  private final Consumer<String> progress;
  private final Map<Integer, BenchReport.Peak> peaks = new HashMap<>();
  private final Map<String, BenchReport.Bandwidth> bandwidths = new HashMap<>();

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
      progress.accept("training %s, batch %s, %s".formatted(spec.name(), batch, threads(count)));
      rows.add(TrainBench.measure(tuned, batch, peak, simd, effort));
    }
    return rows;
  }

  /** Bandwidths of all memories, on 1 thread and on all. */
  public List<BenchReport.Bandwidth> bandwidths() {
    List<BenchReport.Bandwidth> rows = new ArrayList<>();
    for (MemoryLevel level : MemoryLevel.values()) {
      for (StreamOperation operation : StreamOperation.values()) {
        for (int count : threads) {
          rows.add(bandwidth(level, operation, count));
        }
      }
    }
    return rows;
  }

  /** Bandwidth of the triad in one memory on some threads, which others are held against. */
  public BenchReport.Bandwidth triad(MemoryLevel level, int count) {
    return bandwidth(level, StreamOperation.TRIAD, count);
  }

  private BenchReport.Bandwidth bandwidth(MemoryLevel level, StreamOperation operation, int count) {
    String key = level + " " + operation + " " + count;
    BenchReport.Bandwidth known = bandwidths.get(key);
    if (known == null) {
      progress.accept("bandwidth %s, %s, %s".formatted(level, operation, threads(count)));
      try (BatchExecutor executor = new BatchExecutor(count)) {
        Spread rate = rate(new BandwidthWork(level, operation, executor, simd));
        known = BenchReport.Bandwidth.of(level, operation, count, rate);
        bandwidths.put(key, known);
      }
    }
    return known;
  }

  private Spread rate(StreamWork work) {
    work.verify();
    return Measurement.of(work::run, effort).seconds().rates(work.bytes() / 1e9);
  }

  /**
   * Micro-kernels, on one thread.
   *
   * @throws IllegalStateException if a result is wrong
   */
  public List<BenchReport.Gemm> kernels(List<MicroShape> shapes) {
    List<BenchReport.Gemm> rows = new ArrayList<>();
    for (MicroShape shape : shapes) {
      BenchReport.Peak peak = peak(1);
      progress.accept("micro-kernel " + shape.name());
      MicroWork work = new MicroWork(shape, simd);
      work.verify();
      Spread seconds = Measurement.of(work::run, effort).seconds();
      rows.add(BenchReport.Gemm.of(shape.name(), peak, seconds.rates(work.flops() / 1e9)));
    }
    return rows;
  }

  /**
   * The passes of max and average pooling, on 1 thread and on all.
   *
   * @throws IllegalStateException if a result is wrong
   */
  public List<BenchReport.Stream> pooling(List<PoolShape> shapes) {
    List<BenchReport.Stream> rows = new ArrayList<>();
    for (PoolShape shape : shapes) {
      for (PoolPass pass : PoolPass.values()) {
        stream("pooling", executor -> new PoolWork(shape, pass, executor, simd), rows);
      }
    }
    return rows;
  }

  /**
   * Functions of each value, on 1 thread and on all.
   *
   * @throws IllegalStateException if a result is wrong
   */
  public List<BenchReport.Stream> elementwise(List<ElementwiseShape> shapes) {
    List<BenchReport.Stream> rows = new ArrayList<>();
    for (ElementwiseShape shape : shapes) {
      for (ElementwiseOperation operation : ElementwiseOperation.values()) {
        stream(
            "elementwise", executor -> new ElementwiseWork(shape, operation, executor, simd), rows);
      }
    }
    return rows;
  }

  /**
   * Softmax cross-entropy, on 1 thread and on all.
   *
   * @throws IllegalStateException if a result is wrong
   */
  public List<BenchReport.Stream> losses(List<LossShape> shapes) {
    List<BenchReport.Stream> rows = new ArrayList<>();
    for (LossShape shape : shapes) {
      stream("loss", executor -> new LossWork(shape, executor), rows);
    }
    return rows;
  }

  /**
   * Updates of parameters, on 1 thread and on all.
   *
   * @throws IllegalStateException if a result is wrong
   */
  public List<BenchReport.Stream> optimizers(List<OptimizerShape> shapes) {
    List<BenchReport.Stream> rows = new ArrayList<>();
    for (OptimizerShape shape : shapes) {
      stream("optimizer", executor -> new OptimizerWork(shape, executor), rows);
    }
    return rows;
  }

  private void stream(
      String what, Function<BatchExecutor, StreamWork> factory, List<BenchReport.Stream> rows) {
    for (int count : threads) {
      try (BatchExecutor executor = new BatchExecutor(count)) {
        StreamWork work = factory.apply(executor);
        BenchReport.Bandwidth reference = triad(MemoryLevel.holding(work.workingSet()), count);
        progress.accept(
            "%s %s, %s, %s".formatted(what, work.shape(), work.operation(), threads(count)));
        rows.add(BenchReport.Stream.of(work, reference, rate(work)));
      }
    }
  }

  /**
   * The layers of a training step, on one thread.
   *
   * @param spec the model
   * @param batch images a step, of which a lane group takes sixteen at most
   * @throws IllegalArgumentException if the layers do not fit one another
   * @throws IllegalStateException if a result is wrong
   */
  public List<BenchReport.Layer> layers(ModelSpec spec, int batch) {
    BenchReport.Peak peak = peak(1);
    progress.accept("layers of " + spec.name());
    return LayerTimes.measure(spec, batch, peak, simd, effort);
  }

  /**
   * Predictions of a model, on 1 thread and on all.
   *
   * @throws IllegalArgumentException if the model can't predict with this batch size
   * @throws IllegalStateException if a result is wrong
   */
  public List<BenchReport.Prediction> prediction(ModelSpec spec, int batch) {
    List<BenchReport.Prediction> rows = new ArrayList<>();
    for (int count : threads) {
      rows.add(prediction(spec, batch, count));
    }
    return rows;
  }

  /**
   * Predictions of a model on some threads.
   *
   * @throws IllegalArgumentException if the model can't predict with this batch size
   * @throws IllegalStateException if a result is wrong
   */
  public BenchReport.Prediction prediction(ModelSpec spec, int batch, int count) {
    BenchReport.Peak peak = peak(count);
    progress.accept("prediction %s, batch %s, %s".formatted(spec.name(), batch, threads(count)));
    return PredictBench.measure(spec, batch, peak, simd, effort);
  }

  private static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }
}
