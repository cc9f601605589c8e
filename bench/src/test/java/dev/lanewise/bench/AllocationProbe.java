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
    Effort effort = new Effort(0.3, 0.2, 5);
    List<String> report = new ArrayList<>();
    report.add("peak " + Measurement.of(() -> simd.peak().run(10_007), effort).allocatedBytes());
    try (BatchExecutor executor = new BatchExecutor(2)) {
      GemmWork gemm = new GemmWork(new GemmShape(31, 67, 41, false, false), simd);
      report.add("gemm " + Measurement.of(gemm::run, effort).allocatedBytes());
      ConvShape shape = new ConvShape(new Shape(5, 9, 7), 11, 3, 1, 1, 33);
      for (ConvPass pass : ConvPass.values()) {
        ConvWork work = new ConvWork(shape, pass, executor, simd);
        report.add(pass + " " + Measurement.of(work::run, effort).allocatedBytes());
      }
      TrainWork training = new TrainWork(Presets.mnistConvnet(), 33, executor, simd);
      report.add("training " + Measurement.of(training::step, effort).allocatedBytes());
    }
    Files.write(Path.of(args[0]), report);
  }
}
