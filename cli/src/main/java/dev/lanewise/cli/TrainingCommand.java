package dev.lanewise.cli;

import dev.lanewise.core.tensor.Shape;
import dev.lanewise.data.ImageSet;
import dev.lanewise.data.Split;
import dev.lanewise.formats.Checkpoint;
import dev.lanewise.formats.SavedModel;
import dev.lanewise.formats.Suggestions;
import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.DataRecipe;
import dev.lanewise.layers.model.ImagesNet;
import dev.lanewise.layers.model.ModelSpec;
import dev.lanewise.layers.model.Presets;
import dev.lanewise.layers.model.Recipe;
import dev.lanewise.layers.model.Transfer;
import dev.lanewise.layers.optim.ParameterGroup;
import dev.lanewise.layers.schedule.Plateau;
import dev.lanewise.layers.train.ValidationSplit.Which;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands have that train: which model, on what, how. */
abstract class TrainingCommand extends BaseCommand {

  /** What images-cnn sets aside where there is nothing else to measure on, of so many at least. */
  private static final double ASIDE = 0.2;

  private static final int LEAST_DIVIDED = 10;

  /** What is trained on known sets, and on text files of images of the size of its own. */
  private static final String DIGITS = "digits-cnn";

  @Option(
      names = "--model",
      paramLabel = "PRESET|FILE.json",
      description = {
        "What to train: a preset (see: lanewise summary --list) or a model file"
            + " (lanewise summary PRESET --as-model prints one). Its last layer is fitted to the"
            + " classes of the data. Default: digits-cnn. For images of your own: images-cnn, which"
            + " grows with them."
      })
  private @Nullable String model;

  @Option(
      names = "--from",
      paramLabel = "MODEL.safetensors",
      description =
          "Go on from a saved model instead: its layers, values, recipe and scaling of pixels. With"
              + " other classes, its last layer begins anew.")
  private @Nullable String from;

  @Option(
      names = "--new-head",
      description =
          "Give the last dense layer a result for each class of the data, and new initial values.")
  private boolean newHead;

  @Option(
      names = "--freeze",
      paramLabel = "PREFIX",
      split = ",",
      description =
          "Leave parameters as they are whose names begin so: conv1. or conv1.,conv2.weight")
  private List<String> frozen = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "NAME",
      description =
          "Data set: ${bundle:datasets}; or data of your own: a"
              + " folder of images with one directory a class (or directories train, val and test"
              + " of such), or a text file (.csv, .tsv, .txt) with a label and pixels a line."
              + " folder:PATH and csv:PATH say which it is. Default: the model's.")
  private @Nullable String data;

  @Option(
      names = "--input",
      paramLabel = "CxHxW",
      description =
          "The shape that images of your own are brought to: 3x64x64 for colour, 1x28x28 for grey,"
              + " 64x64 or 64 for the colours that they have. Default: the model's; of images-cnn"
              + " the nearest of 28, 32, 64, 96, 128 and 224, grey if all images are.")
  private @Nullable String input;

  @Option(
      names = "--fit",
      paramLabel = "stretch|crop|pad|exact",
      description =
          "How images of a folder become those of that shape: stretched; filling it, the rest"
              + " cropped; within it, padded; or exact, refused if they have another. Default:"
              + " stretch, with --from as before.")
  private @Nullable String fit;

  @Option(
      names = "--test-data",
      paramLabel = "PATH",
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
      paramLabel = "WORD",
      split = ",",
      description =
          "How training images are changed, in this order: ${bundle:changes}; then mixup:ALPHA,"
              + " cutmix:ALPHA, and balanced for classes drawn equally often; or none. Default: the"
              + " model's.")
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
      description =
          "Only the first N training images; of data of your own, N with some of each class."
              + " Default: the model's.")
  private @Nullable Integer limit;

  @Option(
      names = "--test-limit",
      paramLabel = "N",
      description = "The same for test images. Default: the model's.")
  private @Nullable Integer testLimit;

  @Option(
      names = "--val",
      paramLabel = "FRACTION",
      description =
          "Fraction of the training images to set aside and measure on after each epoch; 0 for"
              + " none. Default: the model's; images-cnn sets a fifth aside if a folder has neither"
              + " val nor test.")
  private @Nullable Double validation;

  @Option(
      names = "--val-mode",
      paramLabel = "last|random|stratified",
      description =
          "Which images --val sets aside: the last ones, some at random, or some of each class at"
              + " random. Default: the model's, usually last; stratified for data of your own.")
  private @Nullable String validationMode;

  TrainingCommand(Session session) {
    super(session);
  }

  /**
   * All that the options say, put together.
   *
   * @param model the model, for images of the data's shape, with the recipe to follow
   * @param data data set
   * @param base the saved model whose values to begin with
   * @param keep parameters that it has values for; the others begin anew
   */
  record Chosen(
      ModelSpec model, NamedData data, Optional<SavedModel> base, Predicate<String> keep) {

    /** A network to begin with. */
    Network network(long seed) {
      Network network = Models.network(model, seed);
      base.ifPresent(saved -> Transfer.copy(saved.network(), network, keep));
      return network;
    }
  }

  /** Checks the options and puts them together. */
  final Chosen choose() {
    checkNumbers();
    if (from != null && model != null) {
      throw CliException.usage("--from and --model exclude each other. Received: both");
    }
    String name = from != null ? from : model == null ? usual() : model;
    Optional<SavedModel> base =
        from == null ? Optional.empty() : Optional.of(Models.saved(session(), from));
    boolean grows = from == null && name.equals(ImagesNet.NAME);
    ModelSpec spec =
        base.map(FineTuning::specOf).orElseGet(() -> Models.description(session(), name));
    Optional<DataOptions.Request.Saved> saved =
        base.map(SavedModel::provenance)
            .map(it -> new DataOptions.Request.Saved(it.dataset(), it.classes()));
    NamedData set =
        where.training(
            session(),
            new DataOptions.Request(
                Optional.ofNullable(data),
                Optional.ofNullable(testData),
                size(base),
                Optional.ofNullable(fit).map(Fits::named),
                name,
                spec,
                grows,
                model != null && Presets.named(model).isEmpty() || from != null && !newHead,
                newHead
                    ? saved.map(it -> new DataOptions.Request.Saved(it.dataset(), List.of()))
                    : saved));
    checkClasses(set);
    if (grows) {
      spec = grown(set);
    }
    FineTuning.Fitted head =
        FineTuning.fit(
            session(),
            spec,
            set,
            newHead,
            saved.map(DataOptions.Request.Saved::classes).orElse(List.of()),
            Optional.ofNullable(from));
    Predicate<String> keep =
        parameter -> head.fresh().filter(it -> parameter.startsWith(it + ".")).isEmpty();
    spec = head.spec();
    ModelSpec fitted = Models.fit(spec.withRecipe(recipe(spec.recipe(), set)), set);
    fitted = fitted.withLoss(learning.apply(fitted.loss(), set.classNames().size()));
    FineTuning.checkFrozen(fitted, frozen);
    return new Chosen(fitted, set, base, keep);
  }

  /** What is trained if the user does not say. */
  private String usual() {
    Optional<OwnName> own = data == null ? Optional.empty() : OwnName.find(session(), data);
    if (own.isEmpty()) {
      return DIGITS;
    }
    boolean file = own.get().kind() == OwnName.Kind.CSV;
    Shape digits = new Shape(1, 28, 28);
    return file
            && input == null
            && OwnCsv.shape(own.get().path(session())).orElse(digits).equals(digits)
        ? DIGITS
        : ImagesNet.NAME;
  }

  /** A trained model sees what it has seen. */
  private InputSize size(Optional<SavedModel> base) {
    if (input == null) {
      return InputSize.OPEN;
    }
    if (base.isPresent()) {
      throw CliException.usage(
          "--input is for models without values. Received: --from, a model of "
              + base.get().network().input());
    }
    return InputSize.parse(input);
  }

  /** The net that grows with the images; it watches some if nothing else is there to measure on. */
  private static ModelSpec grown(NamedData set) {
    int images = set.size(Split.TRAIN);
    ModelSpec spec = ImagesNet.of(set.shape(), set.classNames().size(), images);
    boolean alone = set.isOwn() && set.own().validation().isEmpty() && set.own().test().isEmpty();
    return alone && images >= LEAST_DIVIDED
        ? spec.withRecipe(
            spec.recipe().withValidation(new Recipe.Validation(ASIDE, Which.STRATIFIED)))
        : spec;
  }

  /** A set of one class teaches nothing. */
  private static void checkClasses(NamedData set) {
    ImageSet training = set.own().training();
    if (training == null) {
      return;
    }
    int[] counts = training.classCounts();
    List<String> there = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] > 0) {
        there.add(training.classNames().get(c));
      }
    }
    if (there.size() < 2) {
      throw new CliException(
          ExitCode.DATA,
          "Training needs images of at least two classes. Received: %s, all of class %s"
              .formatted(set.id(), String.join(", ", there)));
    }
  }

  /**
   * What a checkpoint says, with the data that it was trained on.
   *
   * @param file the checkpoint, as the user wrote it
   */
  final Chosen chosen(Checkpoint checkpoint, String file) {
    ModelSpec spec = checkpoint.spec();
    NamedData set =
        where.training(
            session(),
            new DataOptions.Request(
                Optional.ofNullable(data),
                Optional.ofNullable(testData),
                InputSize.OPEN,
                Optional.empty(),
                file,
                spec,
                false,
                true,
                Optional.of(
                    new DataOptions.Request.Saved(
                        checkpoint.provenance().dataset(), checkpoint.provenance().classes()))));
    if (!set.classNames().equals(checkpoint.provenance().classes())) {
      throw new CliException(
          ExitCode.DATA,
          "A training must go on with the classes that it began with. Expected: %s. Received: %s"
              .formatted(checkpoint.provenance().classes(), set.classNames()));
    }
    return new Chosen(Models.fit(spec, set), set, Optional.empty(), parameter -> true);
  }

  /** A training that was stopped, with what the options say of what is left of it. */
  final Continuation goingOn(Checkpoint stopped, String name) {
    checkNumbers();
    Recipe before = stopped.spec().recipe();
    Recipe longer = epochs == null ? before : before.stretched(epochs);
    return Continuation.of(
        stopped, name, learning.apply(longer), learning.scheduleText(), learning.hasRate());
  }

  /** What is read, as far as the options name it. */
  final CommandFiles inputs() {
    CommandFiles files = new CommandFiles(session());
    if (model != null) {
      files.input("--model", model);
    }
    if (from != null) {
      files.input("--from", from);
    }
    if (data != null) {
      files.data("--data", data);
    }
    if (testData != null) {
      files.data("--test-data", testData);
    }
    return files;
  }

  /** Where data lies. */
  final DataOptions where() {
    return where;
  }

  /** Seed of everything. */
  final long seed() {
    return seed;
  }

  /** Threads and kernels. */
  final EngineOptions engine() {
    return engine;
  }

  /** What is watched. */
  final Plateau.Goal goal(Recipe recipe) {
    return learning.goal(recipe);
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
    Recipe changed = learning.apply(lengthened);
    if (!frozen.isEmpty()) {
      List<ParameterGroup> groups =
          new ArrayList<>(frozen.stream().map(ParameterGroup::frozen).toList());
      groups.addAll(changed.update().groups());
      changed = changed.withUpdate(changed.update().withGroups(groups));
    }
    return changed
        .withData(newSamples)
        .withAugment(augment.isEmpty() ? recipe.augment() : Augments.parse(augment))
        .withValidation(
            new Recipe.Validation(
                validation == null ? fraction(recipe, set) : validation,
                which(recipe.validation().which(), set.isOwn())))
        .withConv(convolutions.or(recipe.conv()));
  }

  /** A recipe's limit is for as many as there are; one that the user gives must be right. */
  private static OptionalInt limit(
      String option, @Nullable Integer given, OptionalInt recipe, NamedData set, Split split) {
    int size = set.size(split);
    if (given != null) {
      if (given > size) {
        throw CliException.usage(
            "%s must be at most %s, the number of %s images of %s. Received: %s"
                .formatted(
                    option, size, split == Split.TRAIN ? "training" : "test", set.id(), given));
      }
      return OptionalInt.of(given);
    }
    // Where there are no such images, there is nothing to limit.
    return recipe.isPresent() && size > 0
        ? OptionalInt.of(Math.min(size, recipe.getAsInt()))
        : recipe;
  }

  /** Who brings validation images need not set any aside. */
  private static double fraction(Recipe recipe, NamedData set) {
    return set.own().validation().isPresent() ? 0 : recipe.validation().fraction();
  }

  /** Data of one's own is usually sorted by class: its last images are of the last classes. */
  private Which which(Which recipe, boolean own) {
    if (validationMode == null) {
      return own && recipe == Which.LAST ? Which.STRATIFIED : recipe;
    }
    return switch (validationMode.toLowerCase(Locale.ROOT)) {
      case "last" -> Which.LAST;
      case "random" -> Which.RANDOM;
      case "stratified" -> Which.STRATIFIED;
      default ->
          throw CliException.usage(
              "--val-mode must be last, random or stratified. Received: %s. %s"
                  .formatted(
                      validationMode,
                      Suggestions.hint(validationMode, List.of("last", "random", "stratified"))));
    };
  }
}
