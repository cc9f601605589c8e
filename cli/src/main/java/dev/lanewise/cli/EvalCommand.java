package dev.lanewise.cli;

import dev.lanewise.core.parallel.BatchExecutor;
import dev.lanewise.core.setting.ConvAlgorithm;
import dev.lanewise.core.simd.Simd;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.recipe.RecipeData;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.layers.train.Evaluation;
import dev.lanewise.layers.train.Evaluator;
import dev.lanewise.layers.train.Strata;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eval}. */
@Command(
    name = "eval",
    description = {
      "Measures a saved model on the test images of a data set.",
      "",
      "A folder or file of your own that has none: the validation images of its training are"
          + " measured, or else all, and the result says what they are.",
      "",
      "The data set, how pixels become numbers and the number of test images are those of its"
          + " training, so that the figures are those that train reported.",
      ""
    },
    sortOptions = false)
final class EvalCommand extends BaseCommand {

  @Parameters(paramLabel = "MODEL.safetensors", description = "A model that train has saved.")
  private String model = "";

  @Option(
      names = "--data",
      paramLabel = "NAME",
      description =
          "Another data set, scaled as the model's own; also a folder of images or a text file."
              + " Default: the model's.")
  private @Nullable String data;

  @Option(
      names = "--fit",
      paramLabel = "stretch|crop|pad|exact",
      description =
          "How images of a folder become those of the model's size. Default: as in training.")
  private @Nullable String fit;

  @Mixin private final DataOptions where = new DataOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "Only the first N test images, of data of your own N with some of each class. Default: as"
              + " many as train measured; all of them with another --data.")
  private @Nullable Integer limit;

  @Option(
      names = "--metrics",
      description =
          "Also top-5 accuracy; precision, recall, F1 and the area under the ROC curve of each"
              + " class and on average; and the confusion matrix.")
  private boolean metrics;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Mixin private final ConvOptions convolutions = new ConvOptions();

  EvalCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    if (limit != null) {
      atLeast("--limit", 1, limit);
    }
    Simd simd = engine.simd();
    int threads = engine.threads();
    SavedModel saved = Models.saved(session(), model);
    ConvAlgorithm conv = convolutions.or(saved.provenance().recipe().conv());
    NamedData set =
        where.test(
            session(),
            Optional.ofNullable(data),
            Optional.ofNullable(fit).map(Fits::named),
            model,
            saved);
    ImageSet test = TestImages.of(saved, set, where, session());
    test = limited(test, saved, set);
    if (set.isOwn()) {
      ClassGaps.warn(session(), test, set.own().part(), test.classNames());
    }
    try (BatchExecutor executor = new BatchExecutor(threads)) {
      Evaluator evaluator =
          new Evaluator(saved.network(), saved.spec().loss(), conv, executor, simd);
      long start = System.nanoTime();
      Evaluation result = evaluator.evaluate(test);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (result.invalid() > 0) {
        session()
            .err()
            .println(
                "lanewise: %s of %s results are not numbers, and count as wrong: this model is broken."
                    .formatted(Text.count(result.invalid()), Text.count(result.images())));
      }
      text()
          .println(
              "%s on %s: loss %s, accuracy %s (%s)"
                  .formatted(
                      saved.spec().name(),
                      set.id(),
                      Text.loss(result.loss()),
                      Text.fraction(result.accuracy()),
                      TestImages.words(result.images(), set)));
      JsonMembers json =
          new JsonMembers()
              .put("model", saved.spec().name())
              .put("data", set.id())
              .put("images", result.images())
              .put("split", set.own().part().word())
              .put("skipped", set.own().told().skipped().size())
              .put("testLoss", result.loss())
              .put("testAccuracy", result.accuracy())
              .put("invalid", result.invalid())
              .put("conv", conv.toString())
              .put("threads", threads)
              .put("simd", simd.width().toString())
              .put("imagesPerSecond", result.images() / seconds)
              .put("seconds", seconds);
      if (metrics) {
        int[] labels = IntStream.range(0, test.size()).map(test::label).toArray();
        MetricTables tables = new MetricTables(evaluator.predict(test), labels, test.classNames());
        tables.print(text());
        json.put("metrics", tables.json());
      }
      result(json.build());
    }
    return ExitCode.OK;
  }

  private ImageSet limited(ImageSet test, SavedModel saved, NamedData set) {
    Part part = set.own().part();
    long seed = saved.provenance().seed();
    if (limit != null) {
      if (limit > test.size()) {
        throw CliException.usage(
            "--limit must be at most %s, the number of %s of %s. Received: %s"
                .formatted(test.size(), part.images(), set.id(), limit));
      }
      return set.isOwn() ? test.select(Strata.choose(test, limit, seed)) : test.limit(limit);
    }
    OptionalInt trained = saved.provenance().recipe().data().testLimit();
    boolean same = data == null || set.id().equals(saved.provenance().dataset());
    return same && trained.isPresent() && part == Part.TEST
        ? RecipeData.limited(
            test,
            trained.getAsInt(),
            TrainingData.limit(saved.provenance().recipe(), set.isOwn()),
            seed)
        : test;
  }
}
