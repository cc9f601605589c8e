package dev.lanewise.cli;

import dev.lanewise.bench.BenchReport;
import dev.lanewise.bench.Fingerprint;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Prints measurements as tables, and hands back the rows. */
final class BenchTables {

  private final PrintWriter out;

  BenchTables(PrintWriter out) {
    this.out = out;
  }

  private void line(String format, Object... values) {
    out.println(Text.format(format, values).stripTrailing());
  }

  /** What the figures depend on. */
  void machine(Fingerprint machine) {
    line("Lanewise %s on %s", Version.number(), machine.cpu());
    line(
        "  %d processors%s%s%s, %s",
        machine.processors(),
        machine.cores().isPresent() ? ", " + machine.cores().getAsInt() + " cores" : "",
        machine.caches().stream()
            .filter(cache -> !cache.type().equals("Instruction"))
            .map(cache -> Text.format(", L%d %,d KB", cache.level(), cache.kilobytes()))
            .collect(Collectors.joining()),
        machine.memoryMegabytes().isPresent()
            ? Text.format(", %,d MB", machine.memoryMegabytes().getAsLong())
            : "",
        machine.system());
    line("  %s %s (%s)", machine.jvm(), machine.jvmVersion(), machine.jvmVendor());
    line("  %s", String.join(" ", machine.jvmOptions()));
  }

  List<BenchReport.Peak> peaks(List<BenchReport.Peak> rows, String simd) {
    line("FMA peak (SIMD %s)", simd);
    line("  %-44s %7s %9s", "", "threads", "GFLOP/s");
    for (BenchReport.Peak row : rows) {
      line("  %-44s %7d %9.1f", "", row.threads(), row.gflops());
    }
    return rows;
  }

  List<BenchReport.Bandwidth> bandwidths(List<BenchReport.Bandwidth> rows) {
    line("Bandwidth");
    line("  %-44s %7s %9s", "memory, operation", "threads", "GB/s");
    for (BenchReport.Bandwidth row : rows) {
      line(
          "  %-44s %7d %9.1f",
          row.level() + ", " + row.operation(), row.threads(), row.gigabytesPerSecond());
    }
    return rows;
  }

  List<BenchReport.Gemm> products(String title, List<BenchReport.Gemm> rows) {
    line("%s", title);
    line("  %-44s %7s %9s %9s", "shape", "threads", "GFLOP/s", "% of peak");
    for (BenchReport.Gemm row : rows) {
      line(
          "  %-44s %7d %9.1f %9.1f", row.shape(), row.threads(), row.gflops(), row.percentOfPeak());
    }
    return rows;
  }

  List<BenchReport.Conv> convolutions(List<BenchReport.Conv> rows) {
    line("Convolutions");
    line("  %-44s %7s %9s %9s", "shape, pass", "threads", "GFLOP/s", "% of peak");
    for (BenchReport.Conv row : rows) {
      line(
          "  %-44s %7d %9.1f %9.1f",
          row.shape() + ", " + row.pass(), row.threads(), row.gflops(), row.percentOfPeak());
    }
    return rows;
  }

  List<BenchReport.Stream> streams(String title, List<BenchReport.Stream> rows) {
    line("%s", title);
    line("  %-44s %7s %9s %18s", "shape, operation", "threads", "GB/s", "% of its bandwidth");
    for (BenchReport.Stream row : rows) {
      line(
          "  %-44s %7d %9.1f %9.1f (%s)",
          row.shape() + ", " + row.operation(),
          row.threads(),
          row.gigabytesPerSecond(),
          row.percentOfBandwidth(),
          row.level());
    }
    return rows;
  }

  List<BenchReport.Training> training(List<BenchReport.Training> rows) {
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
    return rows;
  }

  List<BenchReport.Layer> layers(String model, List<BenchReport.Layer> rows) {
    line("Layers of %s, a lane group on one thread", model);
    line(
        "  %-28s %10s %9s %9s %10s %9s %9s %9s",
        "layer",
        "forward us",
        "GFLOP/s",
        "% of peak",
        "backw. us",
        "GFLOP/s",
        "% of peak",
        "% of all");
    for (BenchReport.Layer row : rows) {
      line(
          "  %-28s %10.1f %9s %9s %10.1f %9s %9s %9.1f",
          row.layer() + " " + row.output(),
          row.forwardMicros(),
          some(row.forwardGflops()),
          some(row.forwardPercentOfPeak()),
          row.backwardMicros(),
          some(row.backwardGflops()),
          some(row.backwardPercentOfPeak()),
          row.percentOfTime());
    }
    return rows;
  }

  private static String some(double value) {
    return value == 0 ? "" : Text.format("%.1f", value);
  }

  List<BenchReport.Prediction> predictions(List<BenchReport.Prediction> rows) {
    line("Predictions");
    line(
        "  %-44s %7s %9s %10s %10s %9s %9s",
        "model", "threads", "images/s", "median us", "95 % us", "GFLOP/s", "% of peak");
    for (BenchReport.Prediction row : rows) {
      line(
          "  %-44s %7d %9.0f %10.1f %10.1f %9.1f %9.1f",
          row.model() + ", batch " + row.batch(),
          row.threads(),
          row.samplesPerSecond(),
          row.microsMedian(),
          row.microsP95(),
          row.gflops(),
          row.percentOfPeak());
    }
    return rows;
  }
}
