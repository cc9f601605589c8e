package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.testkit.Widths;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickBenchTest {

  private static final Effort SHORT = new Effort(0.002, 0.003, 3);

  private final List<String> told = new ArrayList<>();
  private final QuickBench bench = new QuickBench(Widths.SCALAR, 2, SHORT, told::add);

  @Test
  void everythingHasPositiveFiguresOnOneThreadAndOnAll() {
    ModelSpec spec = Presets.scratchSigmoid().withInput(new Shape(1, 7, 5));
    BenchReport report =
        bench.all(
            List.of(new GemmShape(17, 33, 5, false, true)),
            List.of(new ConvShape(new Shape(3, 7, 5), 5, 3, 1, 1, 17)),
            spec,
            19);
    assertEquals("scalar", report.simd());
    assertEquals(List.of(1, 2), report.peaks().stream().map(BenchReport.Peak::threads).toList());
    for (BenchReport.Peak peak : report.peaks()) {
      assertOrdered(peak.gflopsMin(), peak.gflopsMedian(), peak.gflops());
    }
    BenchReport.Gemm gemm = report.gemm().getFirst();
    assertEquals("17x33x5:nt", gemm.shape());
    assertEquals(1, gemm.threads());
    assertOrdered(gemm.gflopsMin(), gemm.gflops(), gemm.gflopsMax());
    assertEquals(
        100 * gemm.gflops() / report.peaks().getFirst().gflops(), gemm.percentOfPeak(), 1e-9);
    assertEquals(
        List.of(
            "forward 1",
            "forward 2",
            "backward-data 1",
            "backward-data 2",
            "backward-weights 1",
            "backward-weights 2"),
        report.convolutions().stream().map(row -> row.pass() + " " + row.threads()).toList());
    for (BenchReport.Conv row : report.convolutions()) {
      assertOrdered(row.gflopsMin(), row.gflops(), row.gflopsMax());
      assertEquals(
          100 * row.gflops() / report.peaks().get(row.threads() - 1).gflops(),
          row.percentOfPeak(),
          1e-9);
    }
    assertEquals(2, report.training().size());
    for (BenchReport.Training row : report.training()) {
      assertEquals(19, row.batch());
      assertTraining(row);
      assertEquals(report.peaks().get(row.threads() - 1).gflops(), row.peakGflops());
    }
  }

  @Test
  void aPeakIsMeasuredOnce() {
    List<BenchReport.Peak> peaks = bench.peaks();
    assertEquals(peaks, bench.peaks());
    assertEquals(List.of("FMA peak, 1 thread", "FMA peak, 2 threads"), told);
  }

  @Test
  void aModelIsMeasuredAlone() {
    ModelSpec spec = Presets.scratchSigmoid().withInput(new Shape(1, 3, 17));
    BenchReport.Training row = TrainBench.measure(spec, 1, 1, Widths.SCALAR, 0.003);
    assertEquals("scratch-sigmoid", row.model());
    assertEquals("scalar", row.simd());
    assertEquals(1, row.threads());
    assertTraining(row);
  }

  private static void assertTraining(BenchReport.Training row) {
    assertOrdered(row.samplesPerSecondMin(), row.samplesPerSecond(), row.samplesPerSecondMax());
    assertEquals(row.batch(), row.samplesPerSecond() * row.secondsPerStep(), 1e-6);
    assertTrue(row.gflops() > 0 && Double.isFinite(row.gflops()), row::toString);
    assertEquals(100 * row.gflops() / row.peakGflops(), row.percentOfPeak(), 1e-9);
    assertTrue(row.allocatedBytesPerStep() >= 0, row::toString);
  }

  private static void assertOrdered(double min, double median, double max) {
    assertTrue(
        0 < min && min <= median && median <= max && Double.isFinite(max),
        () -> min + " " + median + " " + max);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertEquals(
        "The number of threads must be between 1 and 1024. Received: 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new QuickBench(Widths.SCALAR, 0, SHORT, told::add))
            .getMessage());
    assertEquals(
        "The batch size must be between 1 and 1048576. Received: 0",
        assertThrows(
                IllegalArgumentException.class, () -> bench.training(Presets.scratchSigmoid(), 0))
            .getMessage());
  }
}
