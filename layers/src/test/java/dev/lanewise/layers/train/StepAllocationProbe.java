package dev.lanewise.layers.train;

import com.sun.management.ThreadMXBean;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.model.ResNets;
import dev.lanewise.layers.optim.GradientClip;
import dev.lanewise.layers.optim.NAdam;
import dev.lanewise.layers.optim.Optimizer;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.schedule.Chain;
import dev.lanewise.layers.schedule.CosineDecay;
import dev.lanewise.layers.schedule.PolynomialDecay;
import dev.lanewise.layers.schedule.Sequence;
import dev.lanewise.layers.twin.ArraySamples;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Measures what training steps allocate; the program of {@link StepAllocationTest}. */
final class StepAllocationProbe {

  /** With everything that an update can do. */
  private static final UpdateOptions FULL =
      UpdateOptions.NONE
          .withSchedule(
              Sequence.warmUp(
                  3, 0.5, new Chain(List.of(new CosineDecay(9), new PolynomialDecay(999, 0.9)))),
              UpdateOptions.Per.STEP)
          .withGroups(ParameterGroup.decayOfWeightsOnly())
          .withClip(new GradientClip.ByNorm(0.1))
          .withAverage(0.99)
          .withAccumulation(2);

  private static final int ROUNDS = 80;

  private StepAllocationProbe() {}

  /** Writes a line a model and number of workers, ending in bytes, to the file {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    List<String> report = new ArrayList<>();
    for (int workers = 1; workers <= 2; workers++) {
      report.add(measure(Presets.lenet5(), 64, 5, workers));
      report.add(measure(Presets.lenet5(), 64, 5, workers, NAdam.of(1e-6), FULL));
      report.add(measure(Presets.scratchMax(), 1, 200, workers));
      report.add(measure(Presets.scratchDense(), 1, 100, workers));
      report.add(measure(Presets.mnistConvnet(), 128, 2, workers));
      report.add(measure(ResNets.cifar(8, 4), 35, 30, workers));
      report.add(predict(Presets.mnistConvnet(), workers));
      report.add(predict(ResNets.cifar(8, 4), workers));
    }
    Files.write(Path.of(args[0]), report);
  }

  /** Steps of a batch; of what the workers and the caller allocate, the least of many rounds. */
  static String measure(ModelSpec spec, int batch, int steps, int workers) {
    // A rate that keeps the loss finite on noise, however many steps it takes.
    Optimizer optimizer = spec.recipe().optimizer().withLearningRate(1e-6);
    return measure(spec, batch, steps, workers, optimizer, UpdateOptions.NONE);
  }

  private static String measure(
      ModelSpec spec,
      int batch,
      int steps,
      int workers,
      Optimizer optimizer,
      UpdateOptions update) {
    Network network = spec.network(1);
    ArraySamples samples =
        ArraySamples.random(
            new Random(1), spec.input(), network.output().elements(), 2 * batch + 3);
    int[] order = new int[samples.size()];
    Arrays.setAll(order, i -> i);
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      Trainer trainer =
          new Trainer(
              network,
              spec.loss(),
              optimizer,
              new TrainOptions(1, batch, 1, false, 0).withUpdate(update),
              executor,
              Simd.choose(Optional.empty()));
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS && least > 0; round++) {
        long others = others();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = threads.getCurrentThreadAllocatedBytes();
        for (int step = 0; step < steps; step++) {
          trainer.step(samples, order, step % 4, batch * update.accumulation(), 1);
        }
        own = threads.getCurrentThreadAllocatedBytes() - own;
        least = Math.min(least, own + others() - others);
      }
      return spec.name() + " " + workers + " " + least;
    }
  }

  /** Three images one by one, then a lane group and two images. */
  static String predict(ModelSpec spec, int workers) {
    Network network = spec.network(1);
    float[] images = new float[18 * network.input().elements()];
    float[] results = new float[18 * network.output().elements()];
    try (BatchExecutor executor = new BatchExecutor(workers)) {
      Predictor predictor =
          new Predictor(
              network,
              Predictor.Output.PROBABILITIES,
              18,
              ConvAlgorithm.AUTO,
              Optional.of(executor),
              Simd.choose(Optional.empty()));
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS && least > 0; round++) {
        long others = others();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = threads.getCurrentThreadAllocatedBytes();
        for (int call = 0; call < 20; call++) {
          predictor.predict(images, 3, results);
          predictor.predict(images, 18, results);
        }
        own = threads.getCurrentThreadAllocatedBytes() - own;
        least = Math.min(least, own + others() - others);
      }
      return "predict " + workers + " " + least;
    }
  }

  /** Bytes that the workers beside the calling thread have allocated so far. */
  private static long others() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("lanewise-worker-")) {
        sum += threads.getThreadAllocatedBytes(thread.threadId());
      }
    }
    return sum;
  }
}
