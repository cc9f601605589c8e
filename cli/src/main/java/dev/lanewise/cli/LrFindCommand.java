package dev.lanewise.cli;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.RateFinder;
import dev.lanewise.layers.train.RateFinder.Point;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lr-find}. */
@Command(
    name = "lr-find",
    description = {
      "Looks for a learning rate: trains with a rate that rises step by step, and shows the loss.",
      "",
      "The suggestion is the rate at which the smoothed loss falls most steeply; a few times as"
          + " much is the most that is sensible. Nothing is saved. Options as of train.",
      ""
    },
    sortOptions = false)
final class LrFindCommand extends TrainingCommand {

  /** Lines of the table. */
  private static final int LINES = 20;

  @Option(
      names = "--low",
      paramLabel = "RATE",
      defaultValue = "1e-5",
      description = "The first rate. Default: ${DEFAULT-VALUE}.")
  private double low = 1e-5;

  @Option(
      names = "--high",
      paramLabel = "RATE",
      defaultValue = "10",
      description =
          "The last rate; it ends sooner if the loss explodes. Default: ${DEFAULT-VALUE}.")
  private double high = 10;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "200",
      description = "Steps from the first to the last. Default: ${DEFAULT-VALUE}.")
  private int steps = 200;

  LrFindCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    if (!(low > 0 && low < high && Double.isFinite(high))) {
      throw CliException.usage(
          "--low must be above 0 and below --high. Received: %s and %s".formatted(low, high));
    }
    between("--steps", 10, 100_000, steps);
    Simd simd = engine().simd();
    int threads = engine().threads();
    Chosen chosen = choose();
    Recipe recipe = chosen.model().recipe();
    Network network = chosen.network(seed());
    TrainingData data =
        TrainingData.load(where(), session(), chosen.data(), recipe, seed()).warned(session());
    chosen.data().own().told().pixels().ifPresent(text()::println);
    RateFinder.Result found;
    try (BatchExecutor executor = new BatchExecutor(threads)) {
      found =
          new RateFinder(low, high, steps)
              .find(
                  network,
                  chosen.model().loss(),
                  recipe.optimizer(),
                  recipe.trainOptions(seed()),
                  data.training(),
                  executor,
                  simd);
    }
    print(found);
    result(
        new JsonMembers()
            .put("model", chosen.model().name())
            .put("data", chosen.data().id())
            .put("suggestion", found.suggestion())
            .put("steps", found.points().size())
            .put(
                "points",
                found.points(),
                point ->
                    new JsonMembers()
                        .put("learningRate", point.rate())
                        .put("loss", point.loss())
                        .put("smoothed", point.smoothed())
                        .build())
            .build());
    return ExitCode.OK;
  }

  private void print(RateFinder.Result found) {
    text().println(Text.format("%13s %10s %10s", "learning rate", "loss", "smoothed"));
    List<Point> points = found.points();
    int every = Math.max(1, points.size() / LINES);
    for (int i = 0; i < points.size(); i += every) {
      Point point = points.get(i);
      text()
          .println(
              Text.format(
                  "%13.3e %10s %10s",
                  point.rate(), Text.loss(point.loss()), Text.loss(point.smoothed())));
    }
    text()
        .println(
            Double.isNaN(found.suggestion())
                ? "no suggestion: the loss did not fall"
                : Text.format("suggestion: %.2g", found.suggestion()));
  }
}
