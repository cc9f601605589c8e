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

  private double peak(int threads) {
    return bench.peaks().get(threads - 1).gflops();
  }

  @Test
  void peaksAreOfOneThreadAndOfAll() {
    assertEquals(List.of(1, 2), bench.peaks().stream().map(BenchReport.Peak::threads).toList());
    for (BenchReport.Peak peak : bench.peaks()) {
      assertOrdered(peak.gflopsMin(), peak.gflopsMedian(), peak.gflops());
    }
  }

  @Test
  void productsAreMeasuredOnOneThread() {
    BenchReport.Gemm gemm = bench.gemm(List.of(new GemmShape(17, 33, 5, false, true))).getFirst();
    assertEquals("17x33x5:nt", gemm.shape());
    BenchReport.Gemm micro =
        bench.kernels(List.of(new MicroShape(MicroShape.Kernel.OUTER_PRODUCT, 5, 3, 7))).getFirst();
    assertEquals("outer-product:5x3x7", micro.shape());
    for (BenchReport.Gemm row : List.of(gemm, micro)) {
      assertEquals(1, row.threads());
      assertOrdered(row.gflopsMin(), row.gflops(), row.gflopsMax());
      assertEquals(100 * row.gflops() / peak(1), row.percentOfPeak(), 1e-9);
    }
  }

  @Test
  void convolutionsHaveThreePassesOnOneThreadAndOnAll() {
    List<BenchReport.Conv> rows =
        bench.convolutions(List.of(new ConvShape(new Shape(3, 7, 5), 5, 3, 1, 1, 17)));
    assertEquals(
        List.of(
            "forward 1",
            "forward 2",
            "backward-data 1",
            "backward-data 2",
            "backward-weights 1",
            "backward-weights 2"),
        rows.stream().map(row -> row.pass() + " " + row.threads()).toList());
    for (BenchReport.Conv row : rows) {
      assertOrdered(row.gflopsMin(), row.gflops(), row.gflopsMax());
      assertEquals(100 * row.gflops() / peak(row.threads()), row.percentOfPeak(), 1e-9);
    }
  }

  @Test
  void streamsAreHeldAgainstTheTriadOfTheirMemory() {
    List<BenchReport.Stream> rows = new ArrayList<>();
    rows.addAll(bench.pooling(List.of(new PoolShape(new Shape(3, 9, 7), 2, 2, 0, 33))));
    rows.addAll(bench.elementwise(List.of(new ElementwiseShape(new Shape(5, 3, 7), 33))));
    rows.addAll(bench.losses(List.of(new LossShape(7, 33))));
    rows.addAll(bench.optimizers(List.of(new OptimizerShape(OptimizerShape.Rule.ADAM, 20_011))));
    assertEquals(2 * (4 + 6 + 1 + 1), rows.size());
    assertTrue(told.contains("pooling 3:9x7:k2s2p0:b33, max-forward, 2 threads"), told::toString);
    List<BenchReport.Bandwidth> bandwidths = bench.bandwidths();
    for (BenchReport.Stream row : rows) {
      assertOrdered(
          row.gigabytesPerSecondMin(), row.gigabytesPerSecond(), row.gigabytesPerSecondMax());
      double triad =
          bandwidths.stream()
              .filter(b -> b.level().equals(row.level()) && b.operation().equals("triad"))
              .filter(b -> b.threads() == row.threads())
              .findFirst()
              .orElseThrow()
              .gigabytesPerSecond();
      assertEquals(100 * row.gigabytesPerSecond() / triad, row.percentOfBandwidth(), 1e-9);
    }
    assertEquals("L2", rows.getLast().level());
    assertEquals(4 * 4 * 2, bandwidths.size());
    for (BenchReport.Bandwidth row : bandwidths) {
      assertOrdered(
          row.gigabytesPerSecondMin(), row.gigabytesPerSecond(), row.gigabytesPerSecondMax());
    }
  }

  @Test
  void trainingIsMeasuredOnOneThreadAndOnAll() {
    ModelSpec spec = Presets.scratchSigmoid().withInput(new Shape(1, 7, 5));
    List<BenchReport.Training> rows = bench.training(spec, 19);
    assertEquals(List.of(1, 2), rows.stream().map(BenchReport.Training::threads).toList());
    for (BenchReport.Training row : rows) {
      assertEquals(19, row.batch());
      assertTraining(row);
      assertEquals(peak(row.threads()), row.peakGflops());
    }
  }

  @Test
  void everyLayerHasItsShareOfTheTime() {
    List<BenchReport.Layer> rows =
        bench.layers(Presets.scratchDense().withInput(new Shape(1, 28, 28)), 19);
    assertEquals(
        List.of(
            "conv1", "relu1", "reshape1", "fc1", "relu2", "dropout1", "fc2", "softmax1", "loss"),
        rows.stream().map(BenchReport.Layer::layer).toList());
    assertEquals(100, rows.stream().mapToDouble(BenchReport.Layer::percentOfTime).sum(), 1e-6);
    for (BenchReport.Layer row : rows) {
      boolean products = row.kind().equals("Conv2d") || row.kind().equals("Dense");
      assertEquals(products, row.forwardGflops() > 0, row::toString);
      assertEquals(products, row.backwardGflops() > 0, row::toString);
      assertEquals(100 * row.forwardGflops() / peak(1), row.forwardPercentOfPeak(), 1e-9);
      assertEquals(100 * row.backwardGflops() / peak(1), row.backwardPercentOfPeak(), 1e-9);
      assertTrue(row.forwardMicros() > 0, row::toString);
    }
    BenchReport.Layer first = rows.getFirst();
    BenchReport.Layer dense = rows.get(3);
    // 16 images; the first layer passes no gradient on.
    double convolution = 2.0 * 16 * 9 * 5 * 26 * 26;
    double product = 2.0 * 16 * 3380 * 100;
    assertEquals(convolution, first.forwardGflops() * first.forwardMicros() * 1e3, 1);
    assertEquals(convolution, first.backwardGflops() * first.backwardMicros() * 1e3, 1);
    assertEquals(product, dense.forwardGflops() * dense.forwardMicros() * 1e3, 1);
    assertEquals(2 * product, dense.backwardGflops() * dense.backwardMicros() * 1e3, 1);
    assertEquals("5x26x26", first.output());
  }

  @Test
  void predictionsHaveALatencyAndARate() {
    ModelSpec spec = Presets.scratchSigmoid().withInput(new Shape(1, 9, 11));
    List<BenchReport.Prediction> rows = bench.prediction(spec, 3);
    assertEquals(List.of(1, 2), rows.stream().map(BenchReport.Prediction::threads).toList());
    for (BenchReport.Prediction row : rows) {
      assertEquals("scratch-sigmoid", row.model());
      assertEquals(3, row.batch());
      assertOrdered(row.microsMin(), row.microsMedian(), row.microsP95());
      assertEquals(3e6, row.samplesPerSecond() * row.microsMedian(), 1e-3);
      // conv 9 -> 2@7x9, dense 126 -> 10
      assertEquals(
          3 * 2.0 * (9 * 2 * 7 * 9 + 126 * 10), row.gflops() * row.microsMedian() * 1e3, 1e-3);
      assertEquals(peak(row.threads()), row.peakGflops());
      assertEquals(100 * row.gflops() / row.peakGflops(), row.percentOfPeak(), 1e-9);
      assertTrue(row.allocatedBytesPerRun() < 3 * 10 * Float.BYTES, row::toString);
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
    assertEquals(
        "The batch size must be between 1 and 1048576. Received: 0",
        assertThrows(
                IllegalArgumentException.class, () -> bench.prediction(Presets.scratchSigmoid(), 0))
            .getMessage());
  }
}
