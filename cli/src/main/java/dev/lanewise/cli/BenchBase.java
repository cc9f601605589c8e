package dev.lanewise.cli;

import dev.lanewise.bench.BenchReport;
import dev.lanewise.bench.Effort;
import dev.lanewise.bench.QuickBench;
import dev.lanewise.bench.Shapes;
import dev.lanewise.core.conv.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.Presets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures parts of a {@link BenchReport} and prints them. */
abstract class BenchBase extends BaseCommand {

  /** Images a training step. */
  private static final int BATCH = 128;

  /** What to measure. */
  enum Part {
    PEAK,
    GEMM,
    CONV,
    ALL
  }

  private final Part part;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Mixin private final ConvOptions convolutions = new ConvOptions();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "0.5",
      description = "Time of each measurement, after as long a warm-up. Default: ${DEFAULT-VALUE}.")
  private double seconds = 0.5;

  BenchBase(Session session, Part part) {
    super(session);
    this.part = part;
  }

  @Override
  public Integer call() {
    Set<Part> parts = part == Part.ALL ? EnumSet.allOf(Part.class) : EnumSet.of(part);
    Simd simd = engine.simd();
    ConvAlgorithm conv = convolutions.or(ConvAlgorithm.AUTO);
    QuickBench bench =
        new QuickBench(
            simd, conv, engine.threads(), effort(seconds), step -> session().err().println(step));
    BenchTables tables = new BenchTables(text());
    List<BenchReport.Peak> peaks = bench.peaks();
    tables.peaks(peaks, simd.width().toString());
    Json json =
        new Json()
            .put("simd", simd.width().toString())
            .put("conv", conv.toString())
            .put("peaks", Json.tree(peaks));
    if (parts.contains(Part.GEMM)) {
      List<BenchReport.Gemm> rows = bench.gemm(Shapes.quickGemm());
      tables.gemm(rows);
      json.put("gemm", Json.tree(rows));
    }
    if (parts.contains(Part.CONV)) {
      List<BenchReport.Conv> rows = bench.convolutions(Shapes.quickConvolutions());
      tables.convolutions(rows);
      json.put("convolutions", Json.tree(rows));
    }
    if (parts.contains(Part.ALL)) {
      List<BenchReport.Training> rows = bench.training(Presets.mnistConvnet(), BATCH);
      tables.training(rows);
      json.put("training", Json.tree(rows));
    }
    result(json.build());
    return ExitCode.OK;
  }

  /** How long to measure. */
  static Effort effort(double seconds) {
    if (!(seconds > 0 && seconds <= 3600)) {
      throw CliException.usage("--seconds must be above 0 and at most 3600. Received: " + seconds);
    }
    return Effort.of(seconds);
  }
}
