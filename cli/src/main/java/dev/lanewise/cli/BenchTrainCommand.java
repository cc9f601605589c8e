package dev.lanewise.cli;

import dev.lanewise.bench.BenchReport;
import dev.lanewise.bench.Effort;
import dev.lanewise.bench.Fingerprint;
import dev.lanewise.bench.QuickBench;
import dev.lanewise.bench.Section;
import dev.lanewise.bench.TrainBench;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Recipe;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench train}. */
@Command(
    name = "train",
    description = {
      "Measures training steps of a model on random images of its input's shape: images a second,"
          + " GFLOP/s, share of the peak, bytes allocated in a step.",
      ""
    },
    sortOptions = false)
final class BenchTrainCommand extends BaseCommand {

  private static final double SECONDS = 2;

  @Option(
      names = "--model",
      paramLabel = "PRESET|FILE",
      defaultValue = "mnist-convnet",
      description =
          "What to train: a preset, a model file (.json) or a saved model, of which only the"
              + " description is used. Default: ${DEFAULT-VALUE}.")
  private String model = "mnist-convnet";

  @Option(names = "--batch", paramLabel = "N", description = "Images a step. Default: the model's.")
  private @Nullable Integer batch;

  @Option(
      names = "--layers",
      description = "Also measure each layer, forward and backward, on one thread.")
  private boolean layers;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Mixin private final ConvOptions convolutions = new ConvOptions();

  BenchTrainCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    if (batch != null) {
      between("--batch", 1, 1 << 20, batch);
    }
    Effort effort = options.effort(SECONDS);
    options.checkOutput(session(), model);
    Simd simd = options.simd();
    int threads = options.threads();
    ModelSpec spec = Models.any(session(), model);
    Recipe recipe = spec.recipe();
    spec = spec.withRecipe(recipe.withConv(convolutions.or(recipe.conv())));
    int images = batch == null ? spec.recipe().batch() : batch;
    BenchTables tables = new BenchTables(text());
    JsonMembers json = options.document(simd, Fingerprint.here());
    try {
      BenchReport.Training row =
          TrainBench.measure(spec, images, threads, simd, options.seconds(SECONDS));
      tables.training(List.of(row));
      // The row's members stand beside the document's: this command has one row only.
      JsonMembers.tree(row)
          .getAsJsonObject()
          .entrySet()
          .forEach(e -> json.put(e.getKey(), e.getValue()));
      if (layers) {
        QuickBench bench = new QuickBench(simd, spec.recipe().conv(), 1, effort, step -> {});
        json.put(
            Section.LAYERS.rows(),
            JsonMembers.tree(tables.layers(spec.name(), bench.layers(spec, images))));
      }
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, model + ": " + e.getMessage(), e);
    }
    options.write(session(), json);
    result(json.build());
    return ExitCode.OK;
  }
}
