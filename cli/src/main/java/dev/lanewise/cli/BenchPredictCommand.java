package dev.lanewise.cli;

import dev.lanewise.bench.BenchReport;
import dev.lanewise.bench.Effort;
import dev.lanewise.bench.Fingerprint;
import dev.lanewise.bench.QuickBench;
import dev.lanewise.bench.Section;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench predict}. */
@Command(
    name = "predict",
    description = {
      "Measures predictions of a model for random images of its input's shape: images a second, and"
          + " how long a call takes, in the median and in 95 of 100 cases.",
      ""
    },
    sortOptions = false)
final class BenchPredictCommand extends BaseCommand {

  private static final double SECONDS = 2;

  @Option(
      names = "--model",
      paramLabel = "PRESET|FILE",
      defaultValue = "mnist-convnet",
      description =
          "What predicts: a preset, a model file (.json) or a saved model, of which only the"
              + " description is used. Default: ${DEFAULT-VALUE}.")
  private String model = "mnist-convnet";

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      description = "Images a call: N or N,N,... Default: 1,128.")
  private List<Integer> batches = new ArrayList<>();

  @Mixin private final BenchOptions options = new BenchOptions();

  @Mixin private final ConvOptions convolutions = new ConvOptions();

  BenchPredictCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    List<Integer> sizes = batches.isEmpty() ? List.of(1, 128) : batches;
    sizes.forEach(size -> between("--batch", 1, 1 << 20, size));
    Effort effort = options.effort(SECONDS);
    options.checkOutput(session(), model);
    Simd simd = options.simd();
    int threads = options.threads();
    ModelSpec spec = Models.any(session(), model);
    spec = spec.withRecipe(spec.recipe().withConv(convolutions.or(spec.recipe().conv())));
    QuickBench bench = new QuickBench(simd, threads, effort, step -> {});
    List<BenchReport.Prediction> rows = new ArrayList<>();
    try {
      for (int size : sizes) {
        rows.add(bench.prediction(spec, size, threads));
      }
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, model + ": " + e.getMessage(), e);
    }
    new BenchTables(text()).predictions(rows);
    JsonMembers json =
        options
            .document(simd, Fingerprint.here())
            .put(Section.PREDICT.rows(), JsonMembers.tree(rows));
    options.write(session(), json);
    result(json.build());
    return ExitCode.OK;
  }
}
