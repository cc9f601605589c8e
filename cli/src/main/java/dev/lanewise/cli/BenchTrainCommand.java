package dev.lanewise.cli;

import dev.lanewise.bench.BenchReport;
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

  @Option(
      names = "--model",
      paramLabel = "PRESET|FILE.json",
      defaultValue = "mnist-convnet",
      description = "What to train. Default: ${DEFAULT-VALUE}.")
  private String model = "mnist-convnet";

  @Option(names = "--batch", paramLabel = "N", description = "Images a step. Default: the model's.")
  private @Nullable Integer batch;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description = "Time of each measurement, after as long a warm-up. Default: ${DEFAULT-VALUE}.")
  private double seconds = 2;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Mixin private final ConvOptions convolutions = new ConvOptions();

  BenchTrainCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    if (batch != null) {
      between("--batch", 1, 1 << 20, batch);
    }
    BenchBase.effort(seconds);
    Simd simd = engine.simd();
    int threads = engine.threads();
    ModelSpec spec = Models.description(session(), model);
    Recipe recipe = spec.recipe();
    spec = spec.withRecipe(recipe.withConv(convolutions.or(recipe.conv())));
    int images = batch == null ? spec.recipe().batch() : batch;
    BenchReport.Training row;
    try {
      row = TrainBench.measure(spec, images, threads, simd, seconds);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, model + ": " + e.getMessage(), e);
    }
    new BenchTables(text()).training(List.of(row));
    result(Json.tree(row).getAsJsonObject());
    return ExitCode.OK;
  }
}
