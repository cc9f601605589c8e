package dev.lanewise.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.tensor.Samples;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.AugmentRecipe;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.Evaluator;
import dev.lanewise.layers.train.TrainListener.EpochResult;
import dev.lanewise.layers.train.TrainResult;
import dev.lanewise.layers.train.Trainer;
import dev.lanewise.layers.train.ValidationSplit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out a {@link TrainPlan} and prints what comes of it. */
final class TrainRun {

  private final TrainPlan plan;
  private final Recipe recipe;
  private final Session session;
  private final Reporter reporter;

  /** Samples to learn from, to watch and to measure on. */
  private record Prepared(Samples training, Optional<Samples> validation, ImageSet test) {}

  TrainRun(TrainPlan plan, Session session, Reporter reporter) {
    this.plan = plan;
    this.recipe = plan.model().recipe();
    this.session = session;
    this.reporter = reporter;
  }

  /**
   * Trains, saves, measures.
   *
   * @return the exit code
   */
  int run(DataOptions where, Consumer<JsonObject> result) {
    long start = System.nanoTime();
    Network network = Models.network(plan.model(), plan.seed());
    Reports reports = new Reports(recipe.report(), network, reporter);
    Prepared data = prepare(where);
    describe(network, data);
    reports.before();
    try (BatchExecutor executor = new BatchExecutor(plan.threads())) {
      Trainer trainer = trainer(network, executor);
      if (plan.printMemory()) {
        reporter.line(trainer.memoryPlan());
      }
      try (Session.Watch _ = session.interrupts().watch(() -> stop(trainer))) {
        TrainResult trained =
            trainer.train(
                data.training(),
                data.validation(),
                new TrainPrinter(reporter, data.training(), recipe.logEvery()));
        reporter.close();
        // At once, before anything can go wrong; and again when the figures are known.
        Models.save(plan, network, trained, data.test(), Optional.empty(), session);
        Optional<Evaluation> test = Optional.empty();
        if (!trained.stopped()) {
          Evaluator evaluator =
              new Evaluator(network, plan.model().loss(), recipe.conv(), executor, plan.simd());
          Evaluation measured = evaluator.evaluate(data.test());
          test = Optional.of(measured);
          reporter.line(
              "test: loss %s, accuracy %s (%s images)"
                  .formatted(
                      Text.loss(measured.loss()),
                      Text.fraction(measured.accuracy()),
                      Text.count(measured.images())));
          Models.save(plan, network, trained, data.test(), test, session);
          reports.predictions(evaluator, data.test());
        }
        reports.after();
        reporter.line(
            Text.format(
                "%,.0f images/s; %.1f s of training",
                trained.imagesPerSecond(), trained.seconds()));
        reporter.line("saved: " + plan.output());
        result.accept(json(network, trained, test, (System.nanoTime() - start) / 1e9));
        return trained.stopped() ? ExitCode.INTERRUPTED : ExitCode.OK;
      }
    }
  }

  private Trainer trainer(Network network, BatchExecutor executor) {
    try {
      return new Trainer(
          network,
          plan.model().loss(),
          recipe.optimizer(),
          recipe.trainOptions(plan.seed()),
          executor,
          plan.simd());
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, plan.model().name() + ": " + e.getMessage(), e);
    }
  }

  private void stop(Trainer trainer) {
    trainer.requestStop();
    session.err().println("\nlanewise: stopping after this step; the model so far is saved.");
  }

  private Prepared prepare(DataOptions where) {
    DataRecipe wanted = recipe.data();
    Map<Split, ImageSet> sets = where.load(session, plan.data(), wanted.channel());
    ImageSet train = scaled(wanted, Models.of(sets, Split.TRAIN));
    ImageSet test = Models.of(sets, Split.TEST).withScale(train.scale());
    if (wanted.limit().isPresent()) {
      train = train.limit(Math.min(train.size(), wanted.limit().getAsInt()));
    }
    if (wanted.testLimit().isPresent()) {
      test = test.limit(Math.min(test.size(), wanted.testLimit().getAsInt()));
    }
    Recipe.Validation validation = recipe.validation();
    if (validation.fraction() == 0) {
      return new Prepared(augmented(train), Optional.empty(), test);
    }
    try {
      int[][] parts =
          ValidationSplit.divide(
              train.size(), validation.fraction(), validation.which(), plan.seed());
      return new Prepared(
          augmented(train.select(parts[0])), Optional.of(train.select(parts[1])), test);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static ImageSet scaled(DataRecipe wanted, ImageSet training) {
    try {
      return Scalings.apply(wanted, training);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, String.valueOf(e.getMessage()), e);
    }
  }

  private Samples augmented(ImageSet training) {
    return recipe.augment().equals(AugmentRecipe.NONE)
        ? training
        : Augments.apply(recipe.augment(), training);
  }

  private void describe(Network network, Prepared data) {
    reporter.line(
        "%s on %s: %s training images%s, %s test images"
            .formatted(
                plan.model().name(),
                plan.data().id(),
                Text.count(data.training().size()),
                data.validation()
                    .map(v -> ", " + Text.count(v.size()) + " validation images")
                    .orElse(""),
                Text.count(data.test().size())));
    reporter.line(
        "seed %d, %d epochs, batch %d, %s, learning rate %s, %s, SIMD %s"
            .formatted(
                plan.seed(),
                recipe.epochs(),
                recipe.batch(),
                recipe.optimizer().name(),
                recipe.optimizer().learningRate(),
                plan.threads() == 1 ? "1 thread" : plan.threads() + " threads",
                plan.simd().width()));
    reporter.line(network.summary().toString());
  }

  private JsonObject json(
      Network network, TrainResult trained, Optional<Evaluation> test, double seconds) {
    @Nullable EpochResult last = trained.epochs().isEmpty() ? null : trained.epochs().getLast();
    return new Json()
        .put("model", plan.model().name())
        .put("data", plan.data().id())
        .put("parameters", network.parameters().count())
        .put("epochs", trained.epochs().size())
        .put("steps", trained.steps())
        .put("batch", recipe.batch())
        .put("optimizer", recipe.optimizer().name())
        .put("learningRate", recipe.optimizer().learningRate())
        .put("seed", plan.seed())
        .put("conv", recipe.conv().toString())
        .put("threads", plan.threads())
        .put("simd", plan.simd().width().toString())
        .put("trainLoss", last == null ? JsonNull.INSTANCE : Json.number(last.loss()))
        .put("trainAccuracy", last == null ? JsonNull.INSTANCE : Json.number(last.accuracy()))
        .put("testLoss", optional(test.map(Evaluation::loss)))
        .put("testAccuracy", optional(test.map(Evaluation::accuracy)))
        .put("imagesPerSecond", trained.imagesPerSecond())
        .put("trainSeconds", trained.seconds())
        .put("seconds", seconds)
        .put("stopped", trained.stopped())
        .put("output", plan.output().toString())
        .put("history", trained.epochs(), TrainRun::epoch)
        .build();
  }

  private static JsonElement epoch(EpochResult result) {
    return new Json()
        .put("epoch", result.epoch())
        .put("loss", result.loss())
        .put("accuracy", result.accuracy())
        .put("validationLoss", optional(result.validation().map(Evaluation::loss)))
        .put("validationAccuracy", optional(result.validation().map(Evaluation::accuracy)))
        .put("seconds", result.seconds())
        .build();
  }

  private static JsonElement optional(Optional<Double> value) {
    return value.map(Json::number).orElse(JsonNull.INSTANCE);
  }
}
