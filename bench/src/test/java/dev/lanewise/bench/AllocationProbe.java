package dev.lanewise.bench;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.model.Presets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures what measured tasks allocate at the machine's width; for {@link AllocationTest}. */
final class AllocationProbe {

  private AllocationProbe() {}

  /** Writes one line a task, its name and its bytes per call, to the file {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    Simd simd = Simd.choose();
    List<String> report = new ArrayList<>();
    report.add("peak " + bytes(() -> simd.peak().run(10_007)));
    try (BatchExecutor executor = new BatchExecutor(2)) {
      report.add("gemm " + bytes(new GemmWork(new GemmShape(31, 67, 41, false, false), simd)::run));
      ConvShape shape = new ConvShape(new Shape(5, 9, 7), 11, 3, 1, 1, 33);
      for (ConvPass pass : ConvPass.values()) {
        report.add(pass + " " + bytes(new ConvWork(shape, pass, executor, simd)::run));
      }
      report.add(
          "pooling "
              + bytes(
                  new PoolWork(
                          new PoolShape(new Shape(5, 9, 7), 2, 2, 0, 33),
                          PoolPass.MAX_FORWARD,
                          executor,
                          simd)
                      ::run));
      report.add(
          "elementwise "
              + bytes(
                  new ElementwiseWork(
                          new ElementwiseShape(new Shape(5, 9, 7), 33),
                          ElementwiseOperation.DROPOUT,
                          executor,
                          simd)
                      ::run));
      report.add("loss " + bytes(new LossWork(new LossShape(10, 33), executor)::run));
      for (OptimizerShape.Rule rule : OptimizerShape.Rule.values()) {
        report.add(
            rule + " " + bytes(new OptimizerWork(new OptimizerShape(rule, 20_011), executor)::run));
      }
      for (StreamOperation operation : StreamOperation.values()) {
        report.add(
            operation
                + " "
                + bytes(new BandwidthWork(MemoryLevel.L1, operation, executor, simd)::run));
      }
      for (MicroShape.Kernel kernel : MicroShape.Kernel.values()) {
        report.add(kernel + " " + bytes(new MicroWork(new MicroShape(kernel, 7, 5, 3), simd)::run));
      }
      report.add("training " + bytes(new TrainWork(Presets.lenet5(), 33, executor, simd)::step));
    }
    Files.write(Path.of(args[0]), report);
  }

  /** Bytes per call once the compiler is done: the least of up to ten measurements. */
  private static double bytes(Runnable task) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 10 && least > 0; i++) {
      least = Math.min(least, Measurement.of(task, new Effort(0.1, 0.2, 5)).allocatedBytes());
    }
    return least;
  }
}
