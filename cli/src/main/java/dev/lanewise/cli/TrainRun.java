package dev.lanewise.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.PixelScale;
import dev.lanewise.formats.Checkpoint;
import dev.lanewise.formats.DataFingerprint;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.Evaluator;
import dev.lanewise.layers.train.TrainListener.EpochResult;
import dev.lanewise.layers.train.TrainResult;
import dev.lanewise.layers.train.TrainState;
import dev.lanewise.layers.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out a {@link TrainPlan} and prints what comes of it. */
final class TrainRun {

  private final TrainPlan plan;
  private final Recipe recipe;
  private final Session session;
  private final Reporter reporter;
  private final Unwritten unwritten;

  TrainRun(TrainPlan plan, Session session, Reporter reporter) {
    this.plan = plan;
    this.recipe = plan.model().recipe();
    this.session = session;
    this.reporter = reporter;
    unwritten = new Unwritten(session);
  }

  /**
   * Trains, saves, measures.
   *
   * @return the exit code
   */
  int run(DataOptions where, Consumer<JsonObject> result) {
    long start = System.nanoTime();
    Network network = plan.chosen().network(plan.seed());
    Reports reports = new Reports(recipe.report(), network, reporter);
    TrainingData data =
        TrainingData.load(where, session, plan.data(), recipe, plan.seed())
            .withValidation(where, session, plan.validation(), recipe.data().channel());
    describe(network, data);
    reports.before();
    try (BatchExecutor executor = new BatchExecutor(plan.threads())) {
      Trainer trainer = trainer(network, executor);
      Checkpoint.Run known = known(data);
      resume(trainer, data, known);
      if (plan.printMemory()) {
        reporter.line(trainer.memoryPlan());
      }
      try (Session.Watch _ = session.interrupts().watch(() -> stop(trainer))) {
        TrainResult trained = train(trainer, network, data, known);
        reporter.close();
        int epochs = trained.epochs().size();
        // At once, before anything can go wrong; and again when the figures are known.
        boolean saved = save(network, data, epochs, Optional.empty());
        trained.restored().ifPresent(epoch -> reporter.line("weights of epoch " + epoch));
        Optional<Evaluation> test = Optional.empty();
        if (!trained.stopped() && data.test().isPresent()) {
          ImageSet images = data.test().get();
          Evaluator evaluator =
              new Evaluator(network, plan.model().loss(), recipe.conv(), executor, plan.simd());
          Evaluation measured = evaluator.evaluate(images);
          test = Optional.of(measured);
          reporter.line(
              "test: loss %s, accuracy %s (%s images)"
                  .formatted(
                      Text.loss(measured.loss()),
                      Text.fraction(measured.accuracy()),
                      Text.count(measured.images())));
          saved = save(network, data, epochs, test);
          reports.predictions(evaluator, images);
        } else if (!trained.stopped() && data.validation().isEmpty()) {
          reporter.line("test: nothing measured, " + TestImages.lacks(plan.data()));
        }
        reports.after();
        reporter.info(
            Text.format(
                "%,.0f images/s; %.1f s of training",
                trained.imagesPerSecond(), trained.seconds()));
        if (saved) {
          reporter.line("saved: " + plan.output());
        }
        result.accept(json(network, trained, test, (System.nanoTime() - start) / 1e9));
        if (!unwritten.files().isEmpty()) {
          unwritten.report();
          return ExitCode.IO;
        }
        return trained.stopped() ? ExitCode.INTERRUPTED : ExitCode.OK;
      }
    }
  }

  private TrainResult train(
      Trainer trainer, Network network, TrainingData data, Checkpoint.Run known) {
    EpochFiles.Saver saver =
        new EpochFiles.Saver() {
          @Override
          public void model(Path file, int epochs) throws IOException {
            Models.save(plan, file, network, data.plain(), epochs, Optional.empty(), session);
          }

          @Override
          public void checkpoint(Path file, TrainState state) throws IOException {
            Models.save(plan, file, data.plain(), state, known);
          }
        };
    try (EpochFiles files =
        new EpochFiles(
            plan.files(),
            plan.watched(),
            saver,
            plan.state().map(TrainState::results).orElse(List.of()),
            this::epoch,
            unwritten)) {
      return trainer.train(
          data.training(),
          data.validation(),
          new Listeners(new TrainPrinter(reporter, data.training(), recipe.logEvery()), files));
    }
  }

  /** What a checkpoint is to know; nothing is computed where none is read or written. */
  private Checkpoint.Run known(TrainingData data) {
    Optional<Path> checkpoint = plan.files().checkpoint();
    if (checkpoint.isEmpty()) {
      return Checkpoint.Run.UNKNOWN;
    }
    // Not as they are scaled: a difference in that is found apart, and has its own name.
    return new Checkpoint.Run(
        Optional.of(Continuation.relative(checkpoint.get(), session.resolve(plan.output()))),
        Optional.of(DataFingerprint.of(data.plain().withScale(PixelScale.unit()))),
        data.validation().map(DataFingerprint::of));
  }

  private void resume(Trainer trainer, TrainingData data, Checkpoint.Run known) {
    if (plan.resumed().isEmpty()) {
      return;
    }
    Continuation continuation = plan.resumed().get();
    TrainState state = continuation.checkpoint().state();
    try {
      state.checkSamples(data.training(), data.validation());
      boolean checked =
          continuation
              .checkpoint()
              .checkData(
                  Models.pixels(data.plain().scale()),
                  known.training().orElseThrow(),
                  known.validation());
      if (!checked) {
        reporter.note(
            "lanewise: %s does not know its data: whether that is unchanged is not checked"
                .formatted(continuation.name()));
      }
      trainer.resume(state);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.DATA, String.valueOf(e.getMessage()), e);
    }
    reporter.info(
        "going on after step %s; epochs complete: %s"
            .formatted(Text.count(state.step()), Text.count(state.results().size())));
    Continuation.changed(plan.changes(), state.results().size() + 1)
        .ifPresent(changed -> reporter.line("changed: " + changed));
    if (state.results().size() == recipe.epochs()) {
      reporter.line(
          "all epochs are complete; to train longer: --epochs N, more than " + recipe.epochs());
    }
  }

  private boolean save(Network network, TrainingData data, int epochs, Optional<Evaluation> test) {
    Path file = plan.output();
    return unwritten.attempt(
        file, () -> Models.save(plan, file, network, data.plain(), epochs, test, session));
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

  private void describe(Network network, TrainingData data) {
    reporter.info(
        "%s on %s: %s training images%s%s"
            .formatted(
                plan.model().name(),
                plan.data().id(),
                Text.count(data.training().size()),
                data.validation()
                    .map(v -> ", " + Text.count(v.size()) + " validation images")
                    .orElse(""),
                data.test().map(t -> ", " + Text.count(t.size()) + " test images").orElse("")));
    plan.data().own().told().pixels().ifPresent(reporter::info);
    reporter.info(
        "seed %s, %s epochs, batch %s, %s, learning rate %s, %s, SIMD %s"
            .formatted(
                plan.seed(),
                recipe.epochs(),
                recipe.batch(),
                recipe.optimizer().name(),
                recipe.optimizer().learningRate(),
                plan.threads() == 1 ? "1 thread" : plan.threads() + " threads",
                plan.simd().width()));
    reporter.info(network.summary().toString());
  }

  private JsonObject json(
      Network network, TrainResult trained, Optional<Evaluation> test, double seconds) {
    @Nullable EpochResult last = trained.epochs().isEmpty() ? null : trained.epochs().getLast();
    return new JsonMembers()
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
        .put("trainLoss", last == null ? JsonNull.INSTANCE : JsonMembers.number(last.loss()))
        .put(
            "trainAccuracy", last == null ? JsonNull.INSTANCE : JsonMembers.number(last.accuracy()))
        .put("testLoss", optional(test.map(Evaluation::loss)))
        .put("testAccuracy", optional(test.map(Evaluation::accuracy)))
        .put("imagesPerSecond", trained.imagesPerSecond())
        .put("trainSeconds", trained.seconds())
        .put("seconds", seconds)
        .put("stopped", trained.stopped())
        .put(
            "restoredEpoch",
            trained.restored().isPresent()
                ? new JsonPrimitive(trained.restored().getAsInt())
                : JsonNull.INSTANCE)
        .put("input", plan.model().input().toString())
        .put("classes", plan.data().classNames(), JsonPrimitive::new)
        .put("pixels", plan.data().own().told().pixels().orElse(null))
        .put("skipped", plan.data().own().told().skipped().size())
        .put("ignored", plan.data().own().told().ignoredJson())
        .put("output", plan.output().toString())
        .put("unwritten", unwritten.files(), JsonPrimitive::new)
        .put("changes", plan.changes(), JsonPrimitive::new)
        .put("history", trained.epochs(), this::epoch)
        .build();
  }

  private JsonObject epoch(EpochResult result) {
    JsonMembers json =
        new JsonMembers()
            .put("epoch", result.epoch())
            .put("loss", result.loss())
            .put("accuracy", result.accuracy())
            .put("validationLoss", optional(result.validation().map(Evaluation::loss)))
            .put("validationAccuracy", optional(result.validation().map(Evaluation::accuracy)))
            .put("learningRate", result.learningRate())
            .put("seconds", result.seconds());
    Continuation.changed(plan.changes(), result.epoch())
        .ifPresent(changed -> json.put("changed", changed));
    return json.build();
  }

  private static JsonElement optional(Optional<Double> value) {
    return value.map(JsonMembers::number).orElse(JsonNull.INSTANCE);
  }
}
