package dev.lanewise.cli;

import dev.lanewise.bench.BenchReport;
import dev.lanewise.bench.Fingerprint;
import dev.lanewise.bench.QuickBench;
import dev.lanewise.bench.Section;
import dev.lanewise.bench.Shapes;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;

/** Measures some {@link Section}s and prints them. */
abstract class BenchBase extends BaseCommand {

  /** Images a training step, and of the larger prediction. */
  private static final int BATCH = 128;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Mixin private final ConvOptions convolutions = new ConvOptions();

  BenchBase(Session session) {
    super(session);
  }

  /** What to measure. */
  abstract Set<Section> sections();

  /** Seconds of a measurement if the user does not say. */
  double usualSeconds() {
    return 0.5;
  }

  /** Prints what comes before the tables. */
  void begin(BenchTables tables, Fingerprint machine) {}

  @Override
  public Integer call() {
    Set<Section> sections = sections();
    options.checkOutput(session());
    Simd simd = options.simd();
    ConvAlgorithm conv = convolutions.or(ConvAlgorithm.AUTO);
    QuickBench bench =
        new QuickBench(
            simd,
            conv,
            options.threads(),
            options.effort(usualSeconds()),
            step -> session().err().println(step));
    BenchTables tables = new BenchTables(text());
    Fingerprint machine = Fingerprint.here();
    JsonMembers json =
        options
            .document(simd, machine)
            .put("simdReason", simd.reason())
            .put("conv", conv.toString())
            .put("threads", options.threads())
            .put("seconds", options.seconds(usualSeconds()));
    begin(tables, machine);
    List<BenchReport.Peak> peaks = bench.peaks();
    tables.peaks(peaks, simd.width().toString());
    json.put(Section.PEAK.rows(), JsonMembers.tree(peaks));
    for (Section section : sections) {
      if (section != Section.PEAK) {
        json.put(section.rows(), JsonMembers.tree(measure(section, bench, tables)));
      }
    }
    options.write(session(), json);
    result(json.build());
    return ExitCode.OK;
  }

  /** Measures a section and prints its table. */
  private static List<?> measure(Section section, QuickBench bench, BenchTables tables) {
    ModelSpec model = Presets.mnistConvnet();
    return switch (section) {
      case PEAK -> tables.peaks(bench.peaks(), "");
      case BANDWIDTH -> tables.bandwidths(bench.bandwidths());
      case KERNEL -> tables.products("Micro-kernels", bench.kernels(Shapes.microKernels()));
      case GEMM -> tables.products("Matrix products", bench.gemm(Shapes.quickGemm()));
      case CONV -> tables.convolutions(bench.convolutions(Shapes.quickConvolutions()));
      case POOL -> tables.streams("Pooling", bench.pooling(Shapes.quickPooling()));
      case ELEMENTWISE ->
          tables.streams("Elementwise", bench.elementwise(Shapes.quickElementwise()));
      case LOSS -> tables.streams("Loss", bench.losses(Shapes.losses()));
      case OPTIMIZER -> tables.streams("Optimizers", bench.optimizers(Shapes.optimizers()));
      case TRAIN -> tables.training(bench.training(model, BATCH));
      case LAYERS -> tables.layers(model.name(), bench.layers(model, BATCH));
      case PREDICT -> {
        List<BenchReport.Prediction> rows = new ArrayList<>(bench.prediction(model, 1));
        rows.addAll(bench.prediction(model, BATCH));
        yield tables.predictions(rows);
      }
    };
  }
}
