package dev.lanewise.cli;

import dev.lanewise.data.Split;
import dev.lanewise.formats.Suggestions;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.train.ValidationSplit.Which;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code train}. */
@Command(
    name = "train",
    description = {
      "Trains a network, measures it on the test images and saves it.",
      "",
      "With no options: a small network (digits-cnn) on digits that the program draws itself. Each"
          + " model has a recipe (data, optimizer, epochs, batch size, ...); options override it."
          + " The same seed gives the same weights, whatever --threads and --simd are.",
      "",
      "Ctrl-C stops after the step that runs and saves the model as it is then.",
      ""
    },
    sortOptions = false)
final class TrainCommand extends BaseCommand {

  @Option(
      names = "--model",
      paramLabel = "PRESET|FILE.json",
      defaultValue = "digits-cnn",
      description = {
        "What to train: a preset (see: lanewise summary --list) or a model file"
            + " (lanewise summary PRESET --as-model prints one). Default: ${DEFAULT-VALUE}."
      })
  private String model = "digits-cnn";

  @Option(
      names = "--data",
      paramLabel = "NAME",
      description =
          "Data set: mnist, fashion-mnist, cifar10, cifar100 or digits; or images of your own:"
              + " folder:PATH with one directory a class (or directories train, test and val of"
              + " such), fitted to the model's input by stretching, folder-cover:PATH, which keeps"
              + " the aspect ratio and cuts, folder-exact:PATH; or csv:PATH, a label and pixels a"
              + " line. Default: the model's.")
  private @Nullable String data;

  @Option(
      names = "--test-data",
      paramLabel = "NAME",
      description =
          "Test images of your own, of the kind of --data. Default: the directory test, if the"
              + " folder has one; else nothing is measured.")
  private @Nullable String testData;

  @Mixin private final DataOptions where = new DataOptions();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Times through the training images. Default: the model's.")
  private @Nullable Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Images a step. Default: the model's.")
  private @Nullable Integer batch;

  @Mixin private final LearningOptions learning = new LearningOptions();

  @Option(
      names = "--augment",
      paramLabel = "WORD,...",
      split = ",",
      description =
          "How training images are changed, in this order: crop:PADDING, crop-reflect:PADDING,"
              + " flip[:P], flip-vertical[:P], rotate:DEGREES,"
              + " affine:DEGREES[:MOVE[:SCALE[:SHEAR]]], jitter:BRIGHTNESS[:CONTRAST[:SATURATION]],"
              + " cutout:SIZE, erase[:P], elastic[:ALPHA[:SIGMA]]; then mixup:ALPHA, cutmix:ALPHA,"
              + " and balanced for classes drawn equally often; or none. Default: the model's.")
  private List<String> augment = new ArrayList<>();

  @Option(
      names = "--normalize",
      paramLabel = "HOW",
      description =
          "How bytes become numbers: unit (0 to 1), centered, signed, standardised (by the training"
              + " images' figures for each channel) or given figures, MEAN,.../DEVIATION,..."
              + " Default: the model's.")
  private @Nullable String normalize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Seed of initial values, order of images, dropout and random splits. Default:"
              + " ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Mixin private final ConvOptions convolutions = new ConvOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the first N training images. Default: the model's.")
  private @Nullable Integer limit;

  @Option(
      names = "--test-limit",
      paramLabel = "N",
      description = "Only the first N test images. Default: the model's.")
  private @Nullable Integer testLimit;

  @Option(
      names = "--val",
      paramLabel = "FRACTION",
      description =
          "Fraction of the training images to set aside and measure on after each epoch; 0 for"
              + " none. Default: the model's.")
  private @Nullable Double validation;

  @Option(
      names = "--val-mode",
      paramLabel = "last|random",
      description = "Which images --val sets aside. Default: the model's, usually last.")
  private @Nullable String validationMode;

  @Option(
      names = "--log-every",
      paramLabel = "STEPS",
      description =
          "Print loss and accuracy of the last so many steps; 0 for never. Default: the model's.")
  private @Nullable Integer logEvery;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Where to save the model; an existing file is replaced. Default:"
              + " MODEL-DATA.safetensors in the current directory.")
  private @Nullable Path out;

  @Option(
      names = "--save-best",
      paramLabel = "FILE",
      description = "Also save the model after each epoch that is better than all before.")
  private @Nullable Path best;

  @Option(
      names = "--save-last",
      paramLabel = "FILE",
      description = "Also save the model after each epoch.")
  private @Nullable Path last;

  @Option(
      names = "--log-csv",
      paramLabel = "FILE",
      description = "Write a line of comma-separated figures after each epoch.")
  private @Nullable Path csvLog;

  @Option(
      names = "--log-jsonl",
      paramLabel = "FILE",
      description = "Write a line with a JSON object after each epoch.")
  private @Nullable Path jsonLog;

  @Option(names = "--print-plan", description = "Print the memory plan of a lane group first.")
  private boolean printPlan;

  TrainCommand(Session session) {
    super(session);
  }

  /** A model file may have any name; what is no plain letter of a file's name becomes a hyphen. */
  private static String fileName(String model, NamedData set) {
    String plain = model.replaceAll("[^A-Za-z0-9._]+", "-").replaceAll("^[.-]+|[.-]+$", "");
    return (plain.isEmpty() ? "model" : plain) + "-" + set.label() + ".safetensors";
  }

  @Override
  public Integer call() {
    checkNumbers();
    ModelSpec spec = Models.description(session(), model);
    NamedData set = where.training(session(), data, testData, model, spec);
    Recipe recipe = recipe(spec.recipe(), set);
    ModelSpec fitted = Models.fit(spec.withRecipe(recipe), set);
    fitted = fitted.withLoss(learning.apply(fitted.loss(), set.classNames().size()));
    Path output = out == null ? Path.of(fileName(spec.name(), set)) : out;
    OutputFile.check(session().resolve(output));
    EpochFiles.Paths files =
        new EpochFiles.Paths(file(best), file(last), file(csvLog), file(jsonLog));
    files.check();
    TrainPlan plan =
        new TrainPlan(
            fitted,
            set,
            seed,
            engine.threads(),
            engine.simd(),
            output,
            files,
            learning.goal(recipe),
            printPlan);
    try (Reporter reporter = new Reporter(text(), session())) {
      TrainRun run = new TrainRun(plan, session(), reporter);
      return run.run(where, this::result);
    }
  }

  private Optional<Path> file(@Nullable Path given) {
    return Optional.ofNullable(given).map(session()::resolve);
  }

  private void checkNumbers() {
    if (epochs != null) {
      atLeast("--epochs", 1, epochs);
    }
    if (batch != null) {
      between("--batch", 1, 1 << 20, batch);
    }
    if (limit != null) {
      atLeast("--limit", 1, limit);
    }
    if (testLimit != null) {
      atLeast("--test-limit", 1, testLimit);
    }
    if (logEvery != null) {
      atLeast("--log-every", 0, logEvery);
    }
    learning.check();
    if (validation != null && !(validation >= 0 && validation < 1)) {
      throw CliException.usage("--val must be at least 0 and less than 1. Received: " + validation);
    }
  }

  /** The model's recipe with what the options say. */
  private Recipe recipe(Recipe recipe, NamedData set) {
    DataRecipe samples = recipe.data();
    DataRecipe newSamples =
        new DataRecipe(
            set.id(),
            limit("--limit", limit, samples.limit(), set, Split.TRAIN),
            limit("--test-limit", testLimit, samples.testLimit(), set, Split.TEST),
            samples.channel(),
            samples.scaling(),
            samples.given());
    if (normalize != null) {
      newSamples = Normalisation.apply(normalize, newSamples);
    }
    Recipe lengthened =
        recipe
            .stretched(epochs == null ? recipe.epochs() : epochs)
            .withLength(
                epochs == null ? recipe.epochs() : epochs, batch == null ? recipe.batch() : batch);
    return learning
        .apply(lengthened)
        .withData(newSamples)
        .withAugment(augment.isEmpty() ? recipe.augment() : Augments.parse(augment))
        .withValidation(
            new Recipe.Validation(
                validation == null ? recipe.validation().fraction() : validation,
                which(recipe.validation().which())))
        .withLogEvery(logEvery == null ? recipe.logEvery() : logEvery)
        .withConv(convolutions.or(recipe.conv()));
  }

  /** A recipe's limit is for as many as there are; one that the user gives must be right. */
  private static OptionalInt limit(
      String option, @Nullable Integer given, OptionalInt recipe, NamedData set, Split split) {
    int size = set.size(split);
    if (given != null) {
      if (given > size) {
        throw CliException.usage(
            "%s must be at most %d, the number of %s images of %s. Received: %d"
                .formatted(
                    option, size, split == Split.TRAIN ? "training" : "test", set.id(), given));
      }
      return OptionalInt.of(given);
    }
    return recipe.isPresent() ? OptionalInt.of(Math.min(size, recipe.getAsInt())) : recipe;
  }

  private Which which(Which recipe) {
    if (validationMode == null) {
      return recipe;
    }
    return switch (validationMode.toLowerCase(Locale.ROOT)) {
      case "last" -> Which.LAST;
      case "random" -> Which.RANDOM;
      default ->
          throw CliException.usage(
              "--val-mode must be last or random. Received: %s. %s"
                  .formatted(
                      validationMode, Suggestions.hint(validationMode, List.of("last", "random"))));
    };
  }
}
