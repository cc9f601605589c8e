package dev.lanewise.cli;

import dev.lanewise.bench.BenchReport;
import java.io.PrintWriter;
import java.util.List;

/** Prints measurements as tables. */
final class BenchTables {

  private final PrintWriter out;

  BenchTables(PrintWriter out) {
    this.out = out;
  }

  private void line(String format, Object... values) {
    out.println(Text.format(format, values).stripTrailing());
  }

  void peaks(List<BenchReport.Peak> rows, String simd) {
    line("FMA peak (SIMD %s)", simd);
    line("  %-44s %7s %9s", "", "threads", "GFLOP/s");
    for (BenchReport.Peak row : rows) {
      line("  %-44s %7d %9.1f", "", row.threads(), row.gflops());
    }
  }

  void gemm(List<BenchReport.Gemm> rows) {
    line("Matrix products");
    line("  %-44s %7s %9s %9s", "shape", "threads", "GFLOP/s", "% of peak");
    for (BenchReport.Gemm row : rows) {
      line(
          "  %-44s %7d %9.1f %9.1f", row.shape(), row.threads(), row.gflops(), row.percentOfPeak());
    }
  }

  void convolutions(List<BenchReport.Conv> rows) {
    line("Convolutions");
    line("  %-44s %7s %9s %9s", "shape, pass", "threads", "GFLOP/s", "% of peak");
    for (BenchReport.Conv row : rows) {
      line(
          "  %-44s %7d %9.1f %9.1f",
          row.shape() + ", " + row.pass(), row.threads(), row.gflops(), row.percentOfPeak());
    }
  }

  void training(List<BenchReport.Training> rows) {
    line("Training steps");
    line(
        "  %-44s %7s %9s %9s %9s %12s",
        "model", "threads", "images/s", "GFLOP/s", "% of peak", "bytes/step");
    for (BenchReport.Training row : rows) {
      line(
          "  %-44s %7d %9.0f %9.1f %9.1f %12.0f",
          row.model() + ", batch " + row.batch(),
          row.threads(),
          row.samplesPerSecond(),
          row.gflops(),
          row.percentOfPeak(),
          row.allocatedBytesPerStep());
    }
  }
}
